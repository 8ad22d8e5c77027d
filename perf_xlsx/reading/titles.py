"""What a form's title says beside its kind: the project, and the unit where its shape is unmistakable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from perf_xlsx.text import REMEMBERED, folded, label

_ATTACHED: Final = re.compile(r"附[件表]\s*(?:\d{1,2}(?:-\d{1,2})?(?!\d))?\s*[:：、.]?\s*")
_BODY: Final = (
    "局|[区市县省州]委|委员会|管委会|委|厅|办公室|办事处|中心|政府|街道|镇|乡|法院|检察院|学校|[中小大]学|学院|党校|幼儿园|"
    "医院|卫生院|研究院|科学院|福利院|研究所|司法所|派出所|图书馆|博物馆|文化馆|档案馆|美术馆|纪念馆|体育馆|"
    "监测站|服务站|管理站|[大支总中]队|管理处|宣传部|组织部|统战部|协会|联合会|红十字会|总工会|妇联|残联|文联|科协|工商联|供销社|电视台|公司"
)
"""What names of units end with; words that also name projects (平台, 运动会, 单位) are left out."""
_SHAPE: Final = re.compile(
    rf"(?P<unit>[^\s\d,，。;；:：<>《》]{{1,30}}?(?:{_BODY})(?:\([^()]{{1,10}}\))?)"
    r"\s*\(?(?:19|20)\d\d年度?\)?\s*"
    r"(?P<project>[^\s,，。;；:：]*?)"
    r"(?:绩效(?:目标)?自(?:评价?|我评价)(?:情况|结果)?表?|自(?:评价?|我评价)(?:情况|结果)?表)(?:\(.{1,10}\))?"
)
_WORDS: Final = re.compile(
    r"附[件表]\d*[:：]?|\(.*?\)|(?:19|20)\d\d年?度?|部门预算|预算|项目支出|支出项目|财政|区域|绩效目标|绩效|自我评价|自评价?|评价|"
    r"完成|实现|明细|打分|评分|情况|报告|表|省级|市级|县级|区级|中央对地方|转移支付"
)
_GENERIC: Final = frozenset({"项目", "专项", "专项资金", "部门", "单位", "项目资金", "部门项目"})
_SHORT: Final = 2


@dataclass(frozen=True, slots=True)
class Said:
    """The names in a title; empty where it says none.  ``sure``: unit, year and 绩效自评 in their order."""

    unit: str = ""
    project: str = ""
    sure: bool = False


@lru_cache(maxsize=REMEMBERED)
def said(title: str) -> Said:
    """某医院 2023年度专科建设项目绩效自评表: the unit before the year, the project behind it."""
    line = folded(title).strip()
    attached = _ATTACHED.match(line)
    line = line[attached.end() :] if attached else line
    shape = _SHAPE.fullmatch(line)
    if shape is None:
        rest = _WORDS.sub("", label(line))
        return Said(project=rest if len(rest) > _SHORT and rest not in _GENERIC else "")
    rest = _WORDS.sub("", label(shape["project"]))
    return Said(shape["unit"], rest if len(rest) >= _SHORT and rest not in _GENERIC else "", sure=True)
