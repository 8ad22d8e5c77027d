"""What the fast classes write is what XlsxWriter writes when it is asked call by call."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lint_xlsx import lint
from scored_case import AID, LAW, book, evaluated
from stock_book import StockSheet
from tables import sheet
from xlsxwriter.workbook import Workbook

from perf_xlsx.evaluate import evaluate
from perf_xlsx.model import Area
from perf_xlsx.writing import sheet_parts, styles
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.limits import PlanError, cut
from perf_xlsx.writing.plan import BookPlan, Highlight, OnError, SheetPlan, Style, Validation
from perf_xlsx.writing.scored import scored_plan

SAMPLES = Path(__file__).parent.parent / "samples"


def case() -> BookPlan:
    return scored_plan(evaluated(book(sheet("项目1", AID), sheet("项目2", LAW))))


def sample() -> BookPlan:
    path = SAMPLES / "示例_问题表.xlsx"
    return scored_plan(evaluate(path.read_bytes(), path.name)[0])


def everything() -> BookPlan:
    """Whatever a plan can ask for, in one sheet."""
    plan = SheetPlan("各种 <写法> & '引号'。")
    plan.widths = {1: 8.43, 2: 30, 3: 30, 4: 0.5, 6: 12.71}
    plan.hidden_columns, plan.column_styles = {5, 6}, {3: styles.CELL, 9: styles.CELL}
    plan.heights = {1: 30, 2: 15, 3: 409.5, 9: 20.3}
    plan.hidden_rows, plan.outline_rows, plan.collapsed_row = {4, 9}, {4: 1, 5: 2}, 6
    values = ("文字", " 空格 ", "<b>&\"'", "_x0041_", "两\n行", "", None, Decimal("1.50"), 7, 0.1, "文字")
    for row, value in enumerate(values, start=1):
        plan.put(row, 2, value, styles.CELL)
    plan.put(12, 2, date(2021, 3, 1), Style(number_format="yyyy-mm-dd"))
    results = {"1+1": Decimal("2.00"), "1/10": Decimal("0.1"), "3": 3, '"<是>"&"&"': "<是>&", '""': ""}
    for row, (formula, value) in enumerate(results.items(), start=1):
        plan.put(row, 300, value, styles.CELL_MONEY, formula)
    plan.put(7, 2, "跳", styles.CELL, link=plan.at(2, 2))
    plan.merge(Area(13, 1, 14, 3), "合并", styles.SUM)
    red, bold = Style(color="C00000", fill="FFEEEE"), Style(bold=True)
    plan.highlights = [
        Highlight(Area(1, 1, 9, 2), 'A1="<"', red),
        Highlight(Area(3, 3, 3, 3), "C3>1", bold),
        Highlight(Area(1, 1, 9, 2), "B1=2", bold),
    ]
    area = Area(2, 2, 5, 2)
    plan.validations = [
        Validation(area, "list", source=("甲", "<乙>"), title="列", message="一\n二", on_error=OnError.STOP),
        Validation(Area(6, 2, 6, 2), "list", source="$A$1:$A$3", on_error=OnError.INFORM),
        Validation(area, "decimal", low=Decimal(0), high="C1*2", error='"错"', error_title="错"),
        Validation(area, "decimal", low=Decimal("0.5")),
        Validation(area, "decimal", high=Decimal(100)),
        Validation(area, "date", low=date(2000, 1, 1), high=date(2099, 12, 31)),
        Validation(area, "any", title="说", message="话"),
    ]
    plan.comments = {(20, 2): "批注", (1, 1): "另一个"}
    return BookPlan((plan, SheetPlan("空")), datetime(2021, 1, 1))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.mark.parametrize("plan", [case, sample, everything])
def test_the_fast_classes_write_the_parts_of_the_stock_classes(plan) -> None:  # type: ignore[no-untyped-def]
    fast, stock = parts(write_book(plan())), parts(write_book(plan(), StockSheet, Workbook))
    assert fast.keys() == stock.keys()
    for name, part in fast.items():
        expected = re.sub(r' spans="\d+:\d+"', "", stock[name])
        seen = re.sub(r' t="str">(<f>[^<]*</f><v></v>)', r">\1", part)
        assert seen == expected, name


def test_a_sheet_with_everything_is_sound() -> None:
    assert lint(write_book(everything())) == []


def test_titles_are_cut_as_excel_counts() -> None:
    assert cut("一" * 40, 32) == "一" * 32
    assert cut("𠮷" * 40, 32) == "𠮷" * 16
    assert cut("", 32) == ""


def test_areas_that_touch_are_no_overlap() -> None:
    touching = (Area(1, 1, 2, 2), Area(1, 3, 2, 4), Area(3, 1, 3, 4))
    assert sheet_parts.merged(touching).count("<mergeCell ") == 3
    with pytest.raises(PlanError, match="D2:E3"):
        sheet_parts.merged((*touching, Area(2, 4, 3, 5)))


def test_more_links_than_a_sheet_holds_are_refused() -> None:
    assert sheet_parts.links([(1, 1, "表!A1")]).startswith("<hyperlinks><hyperlink ")
    with pytest.raises(PlanError):
        sheet_parts.links([(1, 1, "表!A1")] * 65_531)


def test_a_cell_or_a_column_outside_a_sheet_is_refused() -> None:
    for row, column in ((1_048_577, 1), (1, 16_385)):
        plan = SheetPlan("表")
        plan.put(row, column, 1, Style())
        with pytest.raises(PlanError):
            write_book(BookPlan((plan,), datetime(2021, 1, 1)))
    with pytest.raises(PlanError):
        write_book(BookPlan((SheetPlan("表", widths={16_385: 9}),), datetime(2021, 1, 1)))
