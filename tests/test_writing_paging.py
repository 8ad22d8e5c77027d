"""Sheets come onto one printed page, or their label stands in the header row that each page repeats."""

from __future__ import annotations

import pytest

from perf_xlsx.model import Area
from perf_xlsx.writing.paging import paged, repeat_label
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Style

LABEL = Style(valign="vcenter")


def table(rows: int, height: float) -> SheetPlan:
    sheet = SheetPlan("表")
    sheet.merge(Area(1, 1, rows, 1), "绩\n效\n指\n标", LABEL)
    sheet.heights |= dict.fromkeys(range(1, rows + 1), height)
    sheet.page = paged(sheet, PrintSetup(area=Area(1, 1, rows, 1)))
    return sheet


@pytest.mark.parametrize(("rows", "pages"), [(1, 1), (20, 1), (31, 1), (32, 0), (400, 0)])
def test_rows_that_fit_at_a_readable_size_come_onto_one_landscape_page(rows: int, pages: int) -> None:
    assert table(rows, 25.0).page.pages_tall == pages


def test_a_portrait_page_holds_more_rows() -> None:
    sheet = table(40, 25.0)
    assert paged(sheet, PrintSetup(landscape=False, area=Area(1, 1, 40, 1))).pages_tall == 1


def test_rows_without_a_height_of_their_own_count_as_usual_ones() -> None:
    sheet = SheetPlan("表")
    assert paged(sheet, PrintSetup(area=Area(1, 1, 50, 1))).pages_tall == 1
    assert paged(sheet, PrintSetup(area=Area(1, 1, 60, 1))).pages_tall == 0


def test_on_one_page_the_label_stays_in_the_middle_of_its_table() -> None:
    sheet = table(20, 25.0)
    repeat_label(sheet, 1, 1)
    assert sheet.cells[1, 1].value == "绩\n效\n指\n标"
    assert sheet.cells[1, 1].style == LABEL


def test_on_several_pages_the_label_fits_into_the_repeated_header_row() -> None:
    sheet = table(40, 25.0)
    repeat_label(sheet, 1, 1)
    assert sheet.cells[1, 1].value == "绩效\n指标"
    assert sheet.cells[1, 1].style.valign == "top"
    assert sheet.heights[1] == 34
