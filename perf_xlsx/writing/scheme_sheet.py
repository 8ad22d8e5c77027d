"""评分标准: every number that the formulas read, with its source, as defined names ``p_<key>``."""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import Area
from perf_xlsx.scoring import why
from perf_xlsx.writing import names, styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, fixed, formatted, quoted

_WIDTHS: Final = (46, 14, 9, 44, 10)
_HEADS: Final = ("参数", "值", "单位", "出处", "已核对")
_FIRST: Final = 6
_FORMATS: Final = {"比例": "0.00%"}
NOTE: Final = (
    "值可以修改：各项目表的判定、得分、总分和评分汇总随之变化。"
    "计算方法（按比例、按档次等）和档次的个数由程序按评分标准文件写入公式，改动须换用另一个评分标准后重新运行。"
)


def scheme_sheet(source: Source) -> tuple[SheetPlan, dict[str, str]]:
    """The sheet and the defined names of its values."""
    scheme = source.scheme
    sheet = SheetPlan(names.SCHEME, widths=dict(enumerate(_WIDTHS, start=1)), tab_color="8A8F98")
    sheet.merge(Area(1, 1, 1, 5), f"评分标准：{scheme.title}", styles.TITLE)
    sheet.heights[1] = 30
    because = why.text(source.scorecard.chosen_because)
    for row, text in ((2, scheme.summary), (3, because), (4, NOTE)):
        sheet.merge(Area(row, 1, row, 5), text or None, styles.PLAIN)
        sheet.heights[row] = fitted_height(text, sum(_WIDTHS), 10.5, least=18)
    for column, text in enumerate(_HEADS, start=1):
        sheet.put(_FIRST - 1, column, text, styles.HEAD)
    sheet.heights[_FIRST - 1] = 22
    defined: dict[str, str] = {}
    row = _FIRST - 1
    for row, parameter in enumerate(scheme.parameters(), start=_FIRST):
        number_format = _FORMATS.get(parameter.unit, "General")
        sheet.put(row, 1, parameter.title, styles.CELL)
        sheet.put(row, 2, parameter.value, formatted(_VALUE, number_format))
        sheet.put(row, 3, parameter.unit, styles.CELL_CENTRE)
        sheet.put(row, 4, parameter.source.shown, styles.CELL)
        sheet.put(row, 5, "是" if parameter.checked else "否", styles.CELL_CENTRE)
        height = max(
            fitted_height(parameter.title, _WIDTHS[0]), fitted_height(parameter.source.shown, _WIDTHS[3])
        )
        sheet.heights[row] = max(18, height)
        defined[parameter.name] = f"{quoted(names.SCHEME)}!{fixed(row, 2)}"
    sheet.page = PrintSetup(
        landscape=False,
        area=Area(1, 1, row, 5),
        repeat_rows=(_FIRST - 1, _FIRST - 1),
        footer=source.footer,
    )
    sheet.freeze = (_FIRST, 1)
    return sheet, defined


_VALUE: Final = formatted(styles.CELL_NUMBER, "General")
