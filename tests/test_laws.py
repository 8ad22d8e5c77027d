"""Laws of whole workbooks: written another way, a workbook gets the same scores, statuses and findings.

The changes stand in ``laws.py``.  They are tried on published forms, on the layouts of other tests and on
random workbooks, each under its scheme.
"""

from __future__ import annotations

import io
from decimal import Decimal
from functools import cache
from random import Random

import laws
import openpyxl
import published
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from laws import Change, Scores, scores
from openpyxl.styles import Border, Font, PatternFill, Side
from random_workbooks import SCHEMES, workbook
from scored_case import book, evaluated
from scoring_forms import form, row, submission
from tables import sheet
from test_locate_layouts import LAYOUTS

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.model import Actual, Book, RowScore, Status, Target, Why
from perf_xlsx.reading.open import read_book
from perf_xlsx.scoring.scheme import load
from perf_xlsx.scoring.score import score
from perf_xlsx.writing.scored import write_scored

RANDOM = 12
CENT = Decimal("0.01")
MERGED = "一、二级指标合并"
SPACED = "表头字间有空格或换行"
EXCEPT = {
    MERGED: "names that sound like other parts of the form",
    SPACED: "money by its sources with the sum below",
}
"""An indicator named 总分 with no level beside it is the total row for anyone; a column 结余 that no field
takes counts as a word on the money that is left, 结 余 does not."""
CHANGES: dict[str, Change] = {
    "项目表换了次序": laws.sheets_in_another_order,
    "夹有别的工作表": laws.foreign_sheets,
    "插入空行空列": laws.blank_lines,
    "文字改为全角": laws.full_width,
    "文字改为半角": laws.half_width,
    "数字存成文本": laws.numbers_as_text,
    "文本改成数字和百分比格式": laws.text_as_numbers,
    "一、二级指标取消合并": laws.unmerged,
    MERGED: laws.merged,
    "金额由万元改为元": laws.money_in_yuan,
    "形近的符号": laws.look_alike_signs,
    "看不见的字符": laws.invisible_signs,
    "前后有空格或换行": laws.space_at_ends,
    SPACED: laws.spaced_headers,
}


@cache
def books() -> dict[str, tuple[Book, str | None]]:
    """What the laws are tried on, each with its scheme (None: its own choice)."""
    found: dict[str, tuple[Book, str | None]] = {
        name: (book(sheet("表", table)), None) for name, table in published.ALL.items()
    }
    found |= {name: (book(sheet("表", layout[0])), None) for name, layout in LAYOUTS.items()}
    for seed in range(RANDOM):
        read = read_book(workbook(seed), f"{seed}.xlsx")
        assert isinstance(read, Book)
        found[f"random {seed}"] = (read, SCHEMES[seed % len(SCHEMES)])
    return found


@cache
def before(name: str) -> Scores:
    return scores(evaluated(*books()[name]))


@pytest.mark.parametrize("change", CHANGES)
def test_a_workbook_written_another_way_gets_the_same_scores(change: str) -> None:
    """A third of the layouts each; all of them are changed in every way at once."""
    touched, turn = 0, list(CHANGES).index(change) % 3
    for number, (name, (given_book, scheme)) in enumerate(books().items()):
        if name == EXCEPT.get(change) or (change != MERGED and name in LAYOUTS and number % 3 != turn):
            continue
        changed = CHANGES[change](given_book, Random(number))
        touched += changed != given_book
        assert scores(evaluated(changed, scheme)) == before(name), name
    assert touched >= 4


def test_a_workbook_changed_in_every_way_at_once_gets_the_same_scores() -> None:
    for number, (name, (given_book, scheme)) in enumerate(books().items()):
        random = Random(number)
        for change in random.sample(sorted(CHANGES.keys() - EXCEPT), 4):
            given_book = CHANGES[change](given_book, random)
        assert scores(evaluated(given_book, scheme)) == before(name), name


def test_the_order_of_indicators_moves_at_most_a_shared_cent() -> None:
    """Points that no cell gives are shared out; the last row takes what is left of a cent."""
    exact = 0
    for number, (name, (given_book, scheme)) in enumerate(books().items()):
        changed = laws.rows_in_another_order(given_book, Random(number))
        old, new = evaluated(given_book, scheme), evaluated(changed, scheme)
        assert scores(new).told == scores(old).told, name
        assert old.scorecard is not None
        assert new.scorecard is not None
        for one, other in zip(old.scorecard.forms, new.scorecard.forms, strict=True):
            typed = all(each.weight_typed for each in one.rows)
            exact += typed and changed != given_book
            cents = 0 if typed else len(one.rows) * CENT
            assert one.weight_total == other.weight_total
            assert abs(one.total.low - other.total.low) <= cents, name
            assert abs(one.total.high - other.total.high) <= cents, name
            for left, right in zip(by_name(one.rows), by_name(other.rows), strict=True):
                assert (left.status, left.method) == (right.status, right.method), name
                assert abs(left.points.low - right.points.low) <= cents, name
                assert abs(left.points.high - right.points.high) <= cents, name
    assert exact >= 5


def by_name(rows: tuple[RowScore, ...]) -> list[RowScore]:
    def key(each: RowScore) -> tuple[str, ...]:
        told = each.indicator
        return (told.level3.text, told.level2.text, told.target_text, told.actual_text, str(told.weight))

    return sorted(rows, key=key)


# ---------------------------------------------------------------- of files


@pytest.mark.parametrize("seed", range(6))
def test_fonts_colours_borders_and_widths_change_nothing(seed: int) -> None:
    data = workbook(seed)
    options = Options(schemes=(SCHEMES[seed % len(SCHEMES)],))
    (plain,) = evaluate(data, "甲.xlsx", options)
    (dressed,) = evaluate(redressed(data), "甲.xlsx", options)
    assert scores(dressed) == scores(plain)


def redressed(data: bytes) -> bytes:
    """Another font, fill, border, alignment and width everywhere; whole numbers with a thousands format."""
    opened = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    line = Side(style="thick", color="FF0000")
    for page in opened.worksheets:
        page.column_dimensions["A"].width = 3
        for cell in (cell for cells in page.iter_rows() for cell in cells):
            cell.font = Font(name="Comic Sans MS", size=5, bold=True, strike=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="00FFFF")
            cell.border = Border(left=line, top=line)
            if isinstance(cell.value, int) and cell.number_format == "General":
                cell.number_format = "#,##0"
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


@pytest.mark.parametrize("seed", range(6, 14))
def test_an_output_gets_the_same_scores_when_it_is_scored_again(seed: int) -> None:
    options = Options(schemes=(SCHEMES[seed % len(SCHEMES)],))
    (first,) = evaluate(workbook(seed), "甲.xlsx", options)
    (second,) = evaluate(write_scored(first), "甲_评分.xlsx", options)
    assert scores(second) == scores(first)


# ---------------------------------------------------------------- of rows

HOW = ("≥{}件", ">{}件", "≤{}件", "<{}件", "={}件", "{}件", "不低于{}件", "不超过{}件")
SAID = ("{}件以上", "超{}件", "不足{}件", "{}件以内", "{}余件", "{}多件", "至少{}件")
WHOLE = st.integers(1, 120)
CN_2020 = load("cn-2020")


def scored_row(target: str, actual: str) -> RowScore:
    given_form = form(row("数量", "甲", target, actual, "10"))
    (one,) = score(submission(given_form), CN_2020, Why("chosen_default")).forms
    return one.rows[0]


@settings(derandomize=True, max_examples=250, deadline=None, database=None)
@given(st.sampled_from(HOW), WHOLE, st.sampled_from(SAID), WHOLE, st.integers(0, 1000))
def test_a_range_of_actuals_holds_what_any_number_in_it_gets(
    how: str, target: int, said: str, actual: int, inside: int
) -> None:
    """Met or unmet as a whole: any number in it is.  Open: its points lie between the ends."""
    whole = scored_row(how.format(target), said.format(actual))
    read = whole.indicator.actual
    assert isinstance(whole.indicator.target, Target)
    assert isinstance(read, Actual)
    low, high = read.low or Decimal(0), read.high if read.high is not None else Decimal(1000)
    number = low + (high - low) * inside / 1000
    assume(not (read.low_open and number == low) and not (read.high_open and number == high))
    one = scored_row(how.format(target), f"{number:f}件")
    assert one.status in (Status.MET, Status.UNMET)
    assert whole.status in (one.status, Status.UNDECIDED)
    if whole.status is not Status.UNMET:
        assert one.points.exact is not None
        assert whole.points.low <= one.points.exact <= whole.points.high


@settings(derandomize=True, max_examples=150, deadline=None, database=None)
@given(st.sampled_from(HOW[:4]), WHOLE, WHOLE, WHOLE)
def test_doing_better_never_lowers_a_project(how: str, target: int, one: int, two: int) -> None:
    better = max(one, two) if "≥" in how or ">" in how else min(one, two)
    worse = min(one, two) if better == max(one, two) else max(one, two)
    good, bad = scored_row(how.format(target), f"{better}件"), scored_row(how.format(target), f"{worse}件")
    assert good.points.low >= bad.points.low
    assert good.status is Status.MET or bad.status is Status.UNMET


def test_a_project_is_the_sum_of_its_rows_and_never_above_its_cap() -> None:
    for name, (given_book, scheme) in books().items():
        card = evaluated(given_book, scheme).scorecard
        assert card is not None
        for each in card.forms:
            parts = [
                each.budget.points,
                *(one.points for one in each.rows),
                *(one.points for one in each.parts),
            ]
            statuses = {
                each.budget.status,
                *(one.status for one in each.rows),
                *(one.status for one in each.parts),
            }
            if Status.NOT_APPLICABLE not in statuses:
                assert each.uncapped.low == sum(part.low for part in parts), name
                assert each.uncapped.high == sum(part.high for part in parts), name
            assert each.total.low <= each.total.high
            assert each.total.high <= each.uncapped.high
            if each.cap is not None:
                assert each.total.high <= each.cap
