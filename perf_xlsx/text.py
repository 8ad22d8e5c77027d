"""Signs that look alike, widths and spaces: what people type, brought to one form.

Three strengths: ``shown`` (for people: only control and zero-width characters go), ``folded`` (for
reading values: look-alikes and widths unified) and ``label`` (for comparing header words: also
spaces, line breaks and punctuation at the ends gone).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REMEMBERED: Final = 1024
"""So many texts a reading remembers: the words of forms recur, a unit's own don't, and a worker that
reads thousands of workbooks stays as small as after the first hundred."""

_INVISIBLE: Final = dict.fromkeys(
    [
        *range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD,
        0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x3164, 0xFFA0,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF0, 0xFFFD), *range(0xE0000, 0xE01F0),
    ]
)  # fmt: skip
"""Control, zero-width and bidirectional characters, fillers and variation selectors."""

_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")

_LOOK_ALIKE: Final = str.maketrans(
    {
        "≧": "≥", "⩾": "≥", "﹥": ">", "〉": ">", "›": ">", "＞": ">",
        "≦": "≤", "⩽": "≤", "﹤": "<", "〈": "<", "‹": "<", "＜": "<",
        "═": "=", "﹦": "=", "＝": "=", "゠": "=",
        "﹣": "-", "－": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-",
        "—": "—", "―": "—", "ー": "—", "﹘": "—",
        "～": "~", "〜": "~", "∼": "~", "﹏": "~",
        "﹪": "%", "％": "%", "٪": "%",
        "﹢": "+", "＋": "+",
        "。": "。", "﹒": ".", "．": ".", "・": "·", "•": "·",
        "〇": "〇", "○": "〇",
        "　": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
        "﹙": "(", "﹚": ")", "〔": "(", "〕": ")", "【": "(", "】": ")", "［": "[", "］": "]",
    }
)  # fmt: skip

_ENCLOSED: Final = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u3220-\u3247\u3280-\u32bf\u2070-\u2079\u2150-\u215f\u2189½¼¾¹²³]"
)
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES: Final = re.compile(r"\s+")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def decode_escapes(raw: str) -> str:
    """Undo the file format's ``_x000D_`` escapes of control characters; pairs of surrogates become one."""
    if "_x" not in raw:
        return raw
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw)
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shown(raw: str) -> str:
    """The text as a person sees it: no invisible characters, line ends unified, ends trimmed."""
    return _LINE_ENDS.sub("\n", raw).translate(_INVISIBLE).strip()


def _narrow(char: str) -> str:
    return char if _ENCLOSED.match(char) else unicodedata.normalize("NFKC", char).translate(_LOOK_ALIKE)


def folded(raw: str) -> str:
    """For reading values: look-alike signs and full-width characters unified, spaces folded.

    Circled digits and fractions stay as they are: ① numbers a list, it is no 1.
    """
    unified = shown(raw).translate(_LOOK_ALIKE)
    if not unified.isascii():
        unified = "".join(map(_narrow, unified))
    unified = unified.replace(">=", "≥").replace("=>", "≥").replace("<=", "≤").replace("=<", "≤")
    return _SPACES.sub(" ", unified).strip()


def harmless(text: str) -> str:
    """For a field of a CSV: what Excel would take for a formula gets its mark of texts."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def label(raw: str) -> str:
    """For comparing header words: 「绩 效\\n指标：」 and 「绩效指标」 are the same label."""
    return _SPACES.sub("", folded(raw)).strip(":;,.。、*★☆-—")


def brief(text: str, most: int = 40) -> str:
    """A text on one line, cut where it is too long to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}……"
