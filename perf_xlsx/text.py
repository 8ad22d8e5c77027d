"""Signs that look alike, widths and spaces: what people type, brought to one form.

Three strengths: ``shown`` (for people: only control and zero-width characters go), ``folded`` (for
reading values: look-alikes and widths unified) and ``label`` (for comparing header words: also
spaces, line breaks and punctuation at the ends gone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

REMEMBERED: Final = 1024
"""So many texts a reading remembers: the words of forms recur, a unit's own don't, and a worker that
reads thousands of workbooks stays as small as after the first hundred."""

_HIDDEN: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e01ef"
)
_INVISIBLE: Final = re.compile(f"[{_HIDDEN}]")
"""Control, zero-width and bidirectional characters, fillers and variation selectors."""

_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNSHOWN: Final = re.compile(f"[\r\v\f\x85\u2028\u2029{_HIDDEN}]")
"""What ``shown`` changes: most texts have none of it."""

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
_CHANGING: Final = re.compile("[^\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff]")
"""What folding may change: a letter of ASCII and a Chinese character stay."""
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def decode_escapes(raw: str) -> str:
    """Undo the file format's ``_x000D_`` escapes of control characters; pairs of surrogates become one."""
    if "_x" not in raw:
        return raw
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw)
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shown(raw: str) -> str:
    """The text as a person sees it: no invisible characters, line ends unified, ends trimmed."""
    if _UNSHOWN.search(raw) is not None:
        raw = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", raw))
    return raw.strip()


def folded(raw: str) -> str:
    """For reading values: look-alike signs and full-width characters unified, spaces folded.

    Circled digits and fractions stay as they are: ① numbers a list, it is no 1.
    """
    unified = _CHANGING.sub(_narrow, shown(raw))
    unified = unified.replace(">=", "≥").replace("=>", "≥").replace("<=", "≤").replace("=<", "≤")
    return " ".join(unified.split())


def _narrow(found: re.Match[str]) -> str:
    return _narrowed(found[0])


@lru_cache(maxsize=REMEMBERED)
def _narrowed(char: str) -> str:
    alike = char.translate(_LOOK_ALIKE)
    return alike if _ENCLOSED.match(alike) else unicodedata.normalize("NFKC", alike).translate(_LOOK_ALIKE)


def harmless(text: str) -> str:
    """For a field of a CSV: what Excel would take for a formula gets its mark of texts."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def label(raw: str) -> str:
    """For comparing header words: 「绩 效\\n指标：」 and 「绩效指标」 are the same label."""
    return folded(raw).replace(" ", "").strip(":;,.。、*★☆-—")


def listed(names: Sequence[str], most: int, counted: str, between: str = "、") -> str:
    """The first few of several, and how many there are in all: “甲”、“乙” 等7项."""
    shown = between.join(names[:most])
    return shown if len(names) <= most else f"{shown} 等{len(names)}{counted}"


def brief(text: str, most: int = 40) -> str:
    """A text on one line, cut where it is too long to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}……"
