"""Times as they are written in targets and actuals.

The grammar, over text that ``text.folded`` has unified::

    when    = moment [ to moment ] [ 前 | 之前 | 以前 | 内 | 止 ]
    moment  = year [ within ] | within | iso
    iso     = year sep month [ sep day ]                    2021.12.31  2021-12-31  2021/12/31
    year    = four digits 年 [度] | two digits 年 before within   2021年  二〇二一年度  21年12月
    within  = month [ day | 底 | 末 | 初 | 上旬 | 中旬 | 下旬 ]   12月31日  12月底  9月  十二月
            | 第 n 季度 [ 末 | 底 ] | 上半年 | 下半年 | 年底 | 年末 | 年内 | 全年
    to      = 至 | 到 | ~ | - | —                            1-12月  3月至5月

A time is as precise as it was written: 9月 is 1 to 30 September.  ``due`` is where a deadline that is
written so can lie: at the end of the time (9月, 9月底前, 第三季度), but for 9月前 anywhere within
September, since people mean both its first and its last day by it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from perf_xlsx.model import Span

_CN: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMBER: Final = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR: Final = re.compile(
    "((?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})年度?"
    f"|([1-4][0-9])年(?=(?:{_NUMBER})月|第?[一二三四1-4]季度|[上下]半年|[底末])"
)
_ISO: Final = re.compile(
    r"((?:19|20)[0-9]{2})([.\-/])([0-9]{1,2})(?:\2([0-9]{1,2})日?(?![0-9])|(?=月)|(?![0-9.\-/%‰]))"
)
_MONTH: Final = re.compile(f"({_NUMBER})月份?")
_MONTHS: Final = re.compile(f"({_NUMBER})月?[~\\-—至到]({_NUMBER})月份?")
_DAY: Final = re.compile(f"({_NUMBER})[日号]")
_THIRD: Final = re.compile("(上旬|中旬|下旬|底|末|初)")
_QUARTER: Final = re.compile("(?:第([一二三四1-4])季度?|([一二三四1-4])季度|[Qq]([1-4]))(?![0-9])")
_CENTURY: Final = 2000
_TO: Final = re.compile(r"\s?[~\-—至到]\s?")
_BEFORE: Final = re.compile("(?:[之以]?前)(?![期景沿提列瞻述往])|内(?![部容外])|止")
_RELATIVE: Final = re.compile("(?:每[年月季周]?度?|逢|[次翌下来去上隔往]一?年度?|[次下当上隔翌]月)$")
_WHOLE: Final = {
    "上半年": ((1, 1), (6, 30)),
    "下半年": ((7, 1), (12, 31)),
    "前三季度": ((1, 1), (9, 30)),
    "全年": ((1, 1), (12, 31)),
    "年度内": ((1, 1), (12, 31)),
    "当年内": ((1, 1), (12, 31)),
    "年内": ((1, 1), (12, 31)),
    "年底": ((12, 31), (12, 31)),
    "年末": ((12, 31), (12, 31)),
    "年终": ((12, 31), (12, 31)),
}
STARTERS: Final = frozenset("0123456789一二三四五六七八九十第上下前全年当QqＱ底末")
"""The characters a time can begin with."""

Day = tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """A time in a text.  ``span`` is what it covers, ``due`` where a deadline written so can lie.

    ``whole_year``: only a year or 全年, which mostly is context (2021年培训10次) and no deadline.
    ``valid`` is False for a day or month that doesn't exist; ``doubtful`` for 2021.12 without 月 or 前.
    """

    span: Span
    due: Span
    start: int
    end: int
    whole_year: bool = False
    valid: bool = True
    doubtful: bool = False


def last_day(month: int, year: int | None = None) -> int:
    """The last day of a month; February has 28 where no year is known."""
    return 28 if month == 2 and year is None else monthrange(year or 2021, month)[1]


def _number(text: str) -> int:
    """A month, day or year in digits or Chinese numerals."""
    if text[0] in "0123456789":
        return int(text)
    if "十" not in text:
        return int("".join(str(_CN[char]) for char in text))
    tens, _, units = text.partition("十")
    if len(tens) > 1 or len(units) > 1 or units == "十":
        return 0
    return (_CN[tens] if tens else 1) * 10 + (_CN[units] if units else 0)


def _moment(year: int | None, first: Day, last: Day, start: int, end: int, *, exact: bool = False) -> When:
    """``exact``: its end is named (年内), so that 前 means that very day."""
    span = Span(year, first, last)
    return When(span, Span(year, last if exact else first, last), start, end)


def _month(year: int | None, month: int, text: str, start: int, end: int) -> When:
    """A month with what narrows it: a day, 底, 上旬 …"""
    day, third = _DAY.match(text, end), _THIRD.match(text, end)
    if not 1 <= month <= 12:
        return replace(_moment(year, (1, 1), (12, 31), start, day.end() if day else end), valid=False)
    last = last_day(month, year)
    if day is not None:
        return _day(year, month, _number(day[1]), start, day.end())
    if third is None:
        return _moment(year, (month, 1), (month, last), start, end)
    ends = {
        "底": (last, last),
        "末": (last, last),
        "初": (1, 10),
        "上旬": (1, 10),
        "中旬": (11, 20),
        "下旬": (21, last),
    }
    first, until = ends[third[1]]
    return _moment(year, (month, first), (month, until), start, third.end())


def _day(year: int | None, month: int, day: int, start: int, end: int) -> When:
    leap = 29 if month == 2 and year is None else 0
    valid = 1 <= month <= 12 and 1 <= day <= max(last_day(month, year), leap)
    at = (month, day) if valid else (1, 1)
    return replace(_moment(year, at, at, start, end), valid=valid)


def _iso(text: str, start: int) -> When | None:
    match = _ISO.match(text, start)
    if match is None:
        return None
    year, month = int(match[1]), int(match[3])
    if match[4]:
        return _day(year, month, int(match[4]), start, match.end())
    if not 1 <= month <= 12 or (len(match[3]) != 2 and match[2] == "."):
        return None
    spelled = re.compile("月份?").match(text, match.end())
    when = _month(year, month, text, start, spelled.end() if spelled else match.end())
    doubtful = match[2] == "." and when.end == match.end() and not _BEFORE.match(text, when.end)
    return replace(when, doubtful=doubtful)


def _within(year: int | None, text: str, start: int, at: int) -> When | None:
    """What narrows a year: months, a quarter, a half."""
    months = _MONTHS.match(text, at)
    if months is not None:
        first, last = _number(months[1]), _number(months[2])
        if 1 <= first <= last <= 12:
            until = _month(year, last, text, start, months.end())
            return replace(
                until,
                span=replace(until.span, first=(first, 1)),
                due=Span(year, until.span.last, until.span.last),
            )
    month = _MONTH.match(text, at)
    if month is not None:
        return _month(year, _number(month[1]), text, start, month.end())
    quarter = _QUARTER.match(text, at)
    if quarter is not None:
        return _quarter(year, _number(quarter[1] or quarter[2] or quarter[3]), text, start, quarter.end())
    for word, (first_day, until_day) in _WHOLE.items():
        if text.startswith(word, at):
            when = _moment(year, first_day, until_day, start, at + len(word), exact=word[-1] in "内底末终")
            return replace(when, whole_year=word == "全年")
    return None


def _quarter(year: int | None, quarter: int, text: str, start: int, end: int) -> When:
    month = quarter * 3
    last = (month, last_day(month, year))
    marked = _THIRD.match(text, end)
    if marked is not None and marked[1] in "底末":
        return _moment(year, last, last, start, marked.end())
    return _moment(year, (month - 2, 1), last, start, end)


def _year(text: str, start: int) -> When | None:
    match = _YEAR.match(text, start)
    if match is None:
        return None
    year = _number(match[1]) if match[1] else _CENTURY + int(match[2])
    within = _within(year, text, start, match.end()) or _within(year, text, start, match.end() - 1)
    if within is not None:
        return within
    if (marked := re.compile("[底末]").match(text, match.end())) is not None:
        return _moment(year, (12, 31), (12, 31), start, marked.end())
    return replace(_moment(year, (1, 1), (12, 31), start, match.end()), whole_year=True)


def _read_moment(text: str, start: int) -> When | None:
    return _iso(text, start) or _year(text, start) or _within(None, text, start, start)


def _joined(since: When, until: When) -> When:
    """3月至5月.  A time that began in an earlier year is given from the start of the year it ends in."""
    year = until.span.year or since.span.year
    same_year = since.span.year in (None, year)
    first = since.span.first if same_year else (1, 1)
    return replace(
        until,
        span=Span(year, first, until.span.last),
        due=Span(year, until.due.first, until.due.last),
        start=since.start,
        whole_year=False,
        valid=since.valid and until.valid and first <= until.span.last,
    )


def recurring_end(text: str, start: int) -> int:
    """Where a time that recurs or is relative ends (每年12月, 次月10日); ``start`` when there is none."""
    if not _RELATIVE.search(text, max(0, start - 4), start):
        return start
    moment, day = _read_moment(text, start), _DAY.match(text, start)
    return moment.end if moment is not None else day.end() if day is not None else start


def read_when(text: str, start: int = 0) -> When | None:
    """The time that begins at ``start``; None when there is none.  Whether it recurs: ``recurring_end``."""
    when = _read_moment(text, start)
    if when is None:
        return None
    to = _TO.match(text, when.end)
    until = _read_moment(text, to.end()) if to is not None else None
    if until is not None:
        when = _joined(when, until)
    before = _BEFORE.match(text, when.end)
    if before is None:
        return replace(when, due=Span(when.due.year, when.due.last, when.due.last))
    since = (1, 1) if before[0].endswith("前") else when.span.first
    due = when.due if before[0].endswith("前") else Span(when.due.year, when.due.last, when.due.last)
    whole = when.whole_year and not before[0].endswith("前")
    return replace(
        when, span=Span(when.span.year, since, when.span.last), due=due, end=before.end(), whole_year=whole
    )


def day_span(day: date) -> Span:
    """One day as a time."""
    return Span(day.year, (day.month, day.day), (day.month, day.day))
