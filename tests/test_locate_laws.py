"""Laws of locating: wordings, order of columns, merges and margins never change what is read."""

import random
import tomllib
from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st
from tables import book, sheet

from perf_xlsx.model import DraftForm, DraftRow
from perf_xlsx.reading.locate import locate

SOURCE = tomllib.loads(resources.files("perf_xlsx.reading").joinpath("forms.toml").read_text("utf-8"))
NUMBERS = {"target": 3, "actual": 6, "weight": 7, "reported_score": 8, "reason": 9}
ROWS = (
    ("产出指标", "数量指标", "甲", "≥", "10", "个", "12个", "20", "20", "无"),
    ("产出指标", "数量指标", "乙", "≥", "10", "个", "9个", "20", "18", "原因一"),
    ("产出指标", "质量指标", "丙", "=", "100", "%", "100%", "10", "10", ""),
    ("效益指标", "社会效益指标", "丁", "", "提高", "", "有所提高", "30", "30", ""),
    ("满意度指标", "服务对象满意度指标", "戊", "≥", "90", "%", "95%", "10", "10", ""),
)
MONEY = {
    "initial": "100",
    "full_year": "110",
    "received": "105",
    "executed": "90",
    "weight": "10",
    "rate": "81.8%",
    "reported_score": "8.18",
}

chances = st.randoms(use_true_random=False)
laws = settings(derandomize=True, max_examples=120, deadline=None)


def words(section: str, field: str) -> list[str]:
    return [word for entry in SOURCE[section] if entry["field"] == field for word in entry.get("words", [])]


def spread(texts: list[str], widths: list[int], merged: bool) -> list[str]:
    gap = "<" if merged else ""
    return [
        piece for text, width in zip(texts, widths, strict=True) for piece in (text, *[gap] * (width - 1))
    ]


class Maker:
    """One form with the same content, drawn anew in its layout."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.split = chance.random() < 0.4
        self.side = chance.random() < 0.5
        self.margin = [""] * chance.choice([0, 0, 1])
        self.merge_header = chance.random() < 0.6
        self.merge_rows = self.merge_header and chance.random() < 0.7
        self.levels = chance.choice(["merged", "repeated", "first row only"])
        tail = [
            "target",
            "actual",
            *(f for f in ("weight", "reported_score", "reason") if chance.random() < 0.7),
        ]
        chance.shuffle(tail)
        self.fields = ["level1", "level2", "level3", *tail]
        self.widths = [1 if field == "target" else chance.choice([1, 1, 2, 3]) for field in self.fields]

    def line(self, cells: list[str], side: str = "") -> str:
        return " | ".join([*self.margin, *([side] if self.side else []), *cells])

    def header(self) -> list[str]:
        usual = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}
        names = [usual.get(field) or self.chance.choice(words("indicator", field)) for field in self.fields]
        if not self.split:
            return [self.line(spread(names, self.widths, self.merge_header), "绩效指标")]
        at = self.fields.index("target")
        gap, below = ("<", "^") if self.merge_header else ("", "")
        parts = self.chance.choice([["指标性质", "指标值", "度量单位"], ["符号", "值", "单位（文字描述）"]])
        upper, lower = [], []
        for number, (name, width) in enumerate(zip(names, self.widths, strict=True)):
            upper += ["年度指标值", gap, gap] if number == at else spread([name], [width], self.merge_header)
            lower += parts if number == at else [below] * width
        return [self.line(upper, "绩效指标"), self.line(lower, "^")]

    def body(self) -> list[str]:
        lines = []
        before: tuple[str, ...] = ("", "")
        for row in ROWS:
            hidden = {"merged": "^", "first row only": ""}.get(self.levels)
            cells = []
            for field, width in zip(self.fields, self.widths, strict=True):
                text = self.text(field, row)
                known = {"level1": row[0] == before[0], "level2": row[:2] == before}.get(field, False)
                if known and hidden is not None:
                    text = hidden
                if field == "target" and self.split:
                    cells += list(row[3:6])
                else:
                    covered = "^" if text == "^" and self.merge_rows else ("<" if self.merge_rows else "")
                    cells += [text, *[covered] * (width - 1)]
            before = row[:2]
            lines.append(self.line(cells, "^"))
        return lines

    def text(self, field: str, row: tuple[str, ...]) -> str:
        if field in ("level1", "level2", "level3"):
            return row[int(field[-1]) - 1]
        return "".join(row[3:6]) if field == "target" else row[NUMBERS[field]]

    def table(self) -> str:
        head = [self.line(["项目名称", "甲项目", "", "主管部门", "某局"])]
        foot = [self.line(["注：本表一式两份。"])] if self.chance.random() < 0.5 else []
        return "\n".join(["项目支出绩效自评表", *head, *self.header(), *self.body(), *foot])

    def expected(self) -> list[list[str]]:
        fields = ["level1", "level2", "level3", *NUMBERS]
        return [[self.text(f, row) if f in self.fields else "" for f in fields] for row in ROWS]


def only(table: str) -> DraftForm:
    draft = locate(book(sheet("表", table)))
    assert draft.problems == ()
    (form,) = draft.forms
    return form


def told(row: DraftRow) -> list[str]:
    target = row.text("target_sign") + row.text("target") + row.text("target_unit")
    others = [row.text(name) for name in ("actual", "weight", "reported_score", "reason")]
    return [row.text("level1"), row.text("level2"), row.text("level3"), target, *others]


@laws
@given(chances)
def test_the_layout_of_a_form_never_changes_its_rows(chance: random.Random) -> None:
    maker = Maker(chance)
    form = only(maker.table())
    assert [told(row) for row in form.indicators] == maker.expected()
    assert form.fields["project"].text == "甲项目"


@laws
@given(chances)
def test_the_words_and_the_order_of_money_columns_never_change_the_amounts(chance: random.Random) -> None:
    fields = [name for name in MONEY if name in ("full_year", "executed") or chance.random() < 0.6]
    items = ["年度资金总额", "其中：财政拨款", "其他资金"][: chance.choice([1, 2, 3])]
    header = ["项目资金（万元）", "", *(chance.choice(words("fund", name)) for name in fields)]
    lines = [" | ".join(["", item, *(MONEY[name] for name in fields)]) for item in items]
    rows = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值\n产出指标 | 数量指标 | 甲 | 1 | 1"
    form = only("\n".join(["项目支出绩效自评表", "项目名称 | 甲", " | ".join(header), *lines, rows]))
    assert [line.row.text("item") for line in form.funds] == items
    for line in form.funds:
        assert [line.row.text(name) for name in fields] == [MONEY[name] for name in fields]


@laws
@given(chances)
def test_columns_in_any_order_are_read_by_their_words(chance: random.Random) -> None:
    names = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}
    fields = [*names, *NUMBERS]
    chance.shuffle(fields)
    header = [names.get(field) or chance.choice(words("indicator", field)) for field in fields]
    place = {"level1": 0, "level2": 1, "level3": 2, **NUMBERS}
    lines = [
        " | ".join("".join(row[3:6]) if f == "target" else row[place[f]] for f in fields) for row in ROWS
    ]
    form = only("\n".join(["项目支出绩效自评表", "项目名称 | 甲", " | ".join(header), *lines]))
    assert [told(row) for row in form.indicators] == [
        [*row[:3], "".join(row[3:6]), *row[6:10]] for row in ROWS
    ]
