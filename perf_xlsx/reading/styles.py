"""The number formats of a workbook's cell styles; everything else about styles is passed over."""

from __future__ import annotations

from typing import Final

from perf_xlsx.reading.markup import Attributes, walk
from perf_xlsx.reading.number_format import GENERAL
from perf_xlsx.reading.package import Package

BUILT_IN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    23: GENERAL, 24: GENERAL, 25: GENERAL, 26: GENERAL,
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00", 67: "0%", 68: "0.00%",
    69: "# ?/?", 70: "# ??/??",
}  # fmt: skip
"""The formats that files name by number only, as the Chinese Excel and WPS show them."""


def number_formats(package: Package, part: str | None) -> list[str]:
    """The format code of each cell style, by its index; empty when the workbook has no styles."""
    if part is None:
        return []
    own: dict[int, str] = {}
    of_styles: list[int] = []
    within = False

    def number_format(attributes: Attributes) -> None:
        key = _number(attributes.get("numFmtId"))
        own[key] = attributes.get("formatCode", GENERAL)

    def begin(_: Attributes) -> None:
        nonlocal within
        within = True

    def end(_: str) -> None:
        nonlocal within
        within = False

    def style(attributes: Attributes) -> None:
        if within:
            of_styles.append(_number(attributes.get("numFmtId")))

    walk(
        part,
        package.chunks(part),
        {"numFmt": number_format, "cellXfs": begin, "xf": style},
        {"cellXfs": end},
        main_only=True,
    )
    return [_code(own.get(key) or BUILT_IN.get(key, GENERAL)) for key in of_styles]


def _number(raw: str | None) -> int:
    return int(raw) if raw and raw.strip().isdecimal() else 0


def _code(code: str) -> str:
    return GENERAL if code.lower() in ("general", "g/通用格式") else code
