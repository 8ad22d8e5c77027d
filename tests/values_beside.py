"""What else is known of the texts in ``values/targets.txt`` and ``values/actuals.txt``.

How each is printed again, the value of its last written place, the words beside the number:
``values/beside.txt``, filled in by ``cd tests && python -c 'from values_beside import renew; renew()'``.
"""

from __future__ import annotations

from test_values_tables import TABLES, lines

from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Bound, Op, Target
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.notes import values_in
from perf_xlsx.values.printing import print_actual, print_target
from perf_xlsx.values.targets import read_target, time_beside

LIST = TABLES / "beside.txt"
HEAD = """\
# What else is known of the texts in targets.txt and actuals.txt that hold a number or a time:
# text | target beside it | printed again | value of the last written place | words beside | values in it
"""


def _values(text: str) -> str:
    return "、".join(values_in(text))


def of_target(text: str) -> list[str] | None:
    """The cells of a target's line; None for words and what can't be read."""
    read = read_target(text)
    if not isinstance(read, Target) or read.op is Op.WORDS:
        return None
    return [print_target(read), plain(read.step), read.words, _values(text), time_beside(read)]


def of_actual(text: str, beside: str) -> list[str] | None:
    """The cells of an actual's line; None for words and what can't be read."""
    target = read_target(beside)
    read = read_actual(text, target=target if isinstance(target, Target) else None)
    if not isinstance(read, Actual) or read.bound is Bound.WORDS:
        return None
    return [print_actual(read), plain(read.step), read.words, _values(text)]


def _told(text: str, beside: str, cells: list[str] | None) -> list[str]:
    return [] if cells is None else [" | ".join([text, beside, *cells]).rstrip(" |")]


def entries() -> list[str]:
    """All lines as they should stand."""
    found = [told for row in lines("targets.txt") for told in _told(row[0], "", of_target(row[0]))]
    found.append("# actuals")
    for text, beside, *_ in lines("actuals.txt"):
        found += _told(text, beside, of_actual(text, beside))
    return found


def renew() -> None:
    """Writes the list anew."""
    LIST.write_text(HEAD + "\n".join(entries()) + "\n", "utf-8")


def written() -> list[tuple[str, str, list[str]]]:
    """The list as it stands: whether it is a target's or an actual's line, and its cells."""
    kind, found = "target", []
    for line in LIST.read_text("utf-8").splitlines():
        if line == "# actuals":
            kind = "actual"
        elif not line.startswith("#"):
            text, beside, *cells = (cell.strip() for cell in line.split(" |"))
            found.append((kind, text, [beside, *cells]))
    return found
