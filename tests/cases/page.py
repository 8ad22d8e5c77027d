"""The list of cases in docs/可靠性.md, between its two marks.

python -c "from cases.page import renew; renew()"      (in tests/)
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from cases.readable import READABLE
from cases.told import TOLD
from cases.unreadable import UNREADABLE
from perf_xlsx.checks.catalogue import RULES

PAGE = Path(__file__).parents[2] / "docs" / "可靠性.md"
BEGIN, END = "<!-- 文件清单开始 -->", "<!-- 文件清单结束 -->"
NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


def listed() -> str:
    """The list, in words."""
    lines = [f"### 照常读取，结果与原样文件一致（{len(READABLE)} 种）", ""]
    lines += [f"- {NAMES['readable'][name]}" for name in READABLE]
    lines += ["", f"### 读取并提醒（{len(TOLD)} 种）", "", "| 文件 | 提醒 |", "|---|---|"]
    lines += [f"| {NAMES['told'][name]} | {RULES[rule].title} |" for name, (_, rule, _) in TOLD.items()]
    lines += ["", f"### 读不了，说明原因（{len(UNREADABLE)} 种）", "", "| 文件 | 原因 |", "|---|---|"]
    words = NAMES["unreadable"]
    lines += [f"| {words[name]} | {RULES[rule].title} |" for name, (_, _, rule) in UNREADABLE.items()]
    return "\n".join(lines)


def renewed(page: str) -> str:
    """The page with the list as it is now."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{listed()}\n\n{END}{rest.partition(END)[2]}"


def renew() -> None:
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8", newline="\n")
