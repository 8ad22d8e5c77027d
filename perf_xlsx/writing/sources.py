"""合并来源: which files a merged workbook was made of, by their codes, and where each project comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perf_xlsx.evaluate import Level, Merged, MergedFile
from perf_xlsx.model import Area
from perf_xlsx.text import listed
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Value
from perf_xlsx.writing.table import Column, Entry, jump

_CENTRE: Final = styles.CELL_CENTRE
_WIDTHS: Final = (6, 34, 12, 26, 14, 8, 46)
FILES: Final = tuple(
    Column(title, width, style)
    for title, width, style in zip(
        ("序号", "文件", "文件编号", "单位", "年度", "项目数", "说明"),
        _WIDTHS,
        (_CENTRE, styles.CELL, _CENTRE, styles.CELL, _CENTRE, _CENTRE, styles.CELL),
        strict=True,
    )
)
PROJECTS: Final = tuple(
    Column(title, width, style)
    for title, width, style in zip(
        ("序号", "项目名称", "工作表", "实施单位", "复算得分", "等级", "来源"),
        _WIDTHS,
        (
            _CENTRE,
            styles.CELL,
            styles.CELL_LINK_CENTRE,
            styles.CELL,
            styles.CELL_POINTS,
            _CENTRE,
            styles.CELL,
        ),
        strict=True,
    )
)
_TITLES: Final = {Level.UNIT: "本单位各文件合并", Level.DEPARTMENT: "主管部门汇总上报"}
_HEADER: Final = 4
_SHOWN: Final = 4


def sources_sheet(source: Source, projects: Sequence[ProjectLayout]) -> SheetPlan | None:
    """The sheet; None for a workbook that was not merged."""
    merged = source.evaluation.merged
    if merged is None:
        return None
    note = f"{_TITLES[merged.level]}：{len(merged.files)} 个文件，{len(projects)} 个项目。原文件没有改动。"
    sheet = table.titled(names.SOURCES, names.SOURCES, note, FILES, len(FILES), tab="8A8F98")
    sheet.merge(Area(_HEADER - 1, 1, _HEADER - 1, len(FILES)), "文件", styles.SECTION)
    table.header(sheet, _HEADER, FILES)
    last = table.fill(sheet, _HEADER + 1, FILES, _files(merged))
    row = last + 2
    sheet.merge(Area(row, 1, row, len(FILES)), "项目", styles.SECTION)
    table.header(sheet, row + 1, PROJECTS)
    last = table.fill(sheet, row + 2, PROJECTS, _projects(projects))
    sheet.page = PrintSetup(area=Area(1, 1, last, len(FILES)), footer=source.footer)
    return sheet


def _files(merged: Merged) -> Iterator[Sequence[Value | Entry]]:
    for number, each in enumerate(merged.files, start=1):
        yield number, each.file, each.file_code, each.unit, each.year, each.projects, _remark(each)
    for number, (file, why) in enumerate(merged.missing, start=len(merged.files) + 1):
        yield number, file, None, None, None, 0, f"没有并入：{why}"


def _remark(file: MergedFile) -> str | None:
    """Which of its projects don't count, and where the newer ones stand."""
    told = [f"“{project}”以“{newer}”为准" for project, newer in file.superseded]
    return listed(told, _SHOWN, "个项目", "；") or None


def _projects(projects: Sequence[ProjectLayout]) -> Iterator[Sequence[Value | Entry]]:
    for number, plan in enumerate(projects, start=1):
        form, total = plan.score.form, plan.total_row
        low, high = plan.at(total, at.LOW), plan.at(total, at.HIGH)
        yield (
            number,
            form.project.text or None,
            jump(plan.sheet.name.partition(" ")[0], plan.at(1, 1), _WIDTHS[2]),
            form.implementing_unit.text or None,
            Entry(at.points_value(plan.score.total), at.joined(low, high)),
            Entry(plan.sheet.cells[total, at.STATUS].value, plan.at(total, at.STATUS)),
            form.sheet,
        )
