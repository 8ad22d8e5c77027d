"""Scheme files: what the loader refuses, what it inherits, which scheme a workbook follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import scoring_city
from scoring_forms import answers, form, fund, row, submission

from perf_xlsx.model import Form, FormKind, Marker, Role, Text, Why
from perf_xlsx.scoring.printing import scheme_page, scheme_text
from perf_xlsx.scoring.rules import UNCHECKED
from perf_xlsx.scoring.scheme import BUILTIN, SchemeError, builtin, choose, load
from perf_xlsx.scoring.scheme_file import parse
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.why import text, texts

ROOT = Path(__file__).parent.parent
CITY = scoring_city.TEXT


def faults(file_text: str) -> tuple[str, ...]:
    with pytest.raises(SchemeError) as caught:
        parse(file_text, "市.toml", lambda _: None)
    return caught.value.faults


# what is changed in the city's file → the fault that is told
FAULTY = [
    ('title = "虚构市评分标准"', "", "市.toml：title：缺少这一项"),
    ('title = "虚构市评分标准"', "title = 3", "市.toml：title：应为文字"),
    ('aliases = ["虚构市"]', 'aliases = "虚构市"', "市.toml：aliases：应为文字的列表"),
    ("full_points = 120", "full_points = 100",
     "市.toml：full_points：预算执行率、各组指标和各项分值合计 120，应为 100"),
    ("full_points = 120", 'full_points = "一百二"', "市.toml：full_points：应为数字"),
    ("full_points = 120", "full_points = 120\ncolour = 1", "市.toml：colour：不认识这一项"),
    ("checked = true", 'checked = "是"', "市.toml：sources.own.checked：应为 true 或 false"),
    ('method = "bands"', 'method = "steps"', "市.toml：budget.method：“steps”不在可选范围：ratio、bands"),
    ('base = ["received", "initial"]', 'base = ["money"]',
     "市.toml：budget.base：应由 full_year、initial、received 组成"),
    ("at_least = 0.8, share = 0.75", "at_least = 0.96, share = 0.75",
     "市.toml：budget.bands：各档下限须由高到低"),
    ("at_least = 0.8, share = 0.75", "at_least = 0.8, share = 1.75",
     "市.toml：budget.bands[2].share：1.75 不在 0 至 1 之间"),
    ("at_least = 0.8, share = 0.75", "at_least = 0.8, share = 0.75, note = 1",
     "市.toml：budget.bands[2].note：不认识这一项"),
    ("low_rate = 0.7", 'low_rate = 0.7\nsources = { money = "own" }',
     "市.toml：budget.sources.money：这里没有这个数字"),
    ("low_rate = 0.7", 'low_rate = 0.7\nsources = { low_rate = "law" }',
     "市.toml：budget.low_rate：出处“law”不在 sources 中"),
    ('absent_to = "benefit"', 'absent_to = "cost"',
     "市.toml：groups.satisfaction.absent_to：没有名为“cost”的另一组"),
    ('match = ["satisfaction", "*/satisfaction"]', "match = []",
     "市.toml：groups.satisfaction.match：至少要有一类指标"),
    ('step_size = 0.02\n', "", "市.toml：unmet.step_size：所选方法需要这个数字"),
    ("rate = 0.5\n", "", "市.toml：exceed.rate：所选方法需要这个数字"),
    ("full = { low = 0.85,", "full = { low = 0.5,", "市.toml：tiers.full：“达成”档的下限须高于“部分达成”档"),
    ("full = { low = 0.85, includes_low = false }", "full = 0.85", "市.toml：tiers.full：应为一张表"),
    ('policy = "full"', "", "市.toml：not_applicable.policy：缺少这一项"),
    ("below = 0.7, total = 79", "below = 0.7, total = 95",
     "市.toml：cap.bands：各档须由高到低，总分随执行率降低"),
    ("bands = [{ below = 0.8, total = 89 }, { below = 0.7, total = 79 }]", "bands = 3",
     "市.toml：cap.bands：应为表的列表"),
    ('{ title = "差", at_least = 0 },', "", "市.toml：grades.bands：各等级下限须由高到低，最低一级为 0"),
    ('title = "好", at_least = 100', 'title = "好", at_least = 121',
     "市.toml：grades.bands：等级“好”的下限高于满分"),
    ('[sources.own]\ninstrument = "虚构市办法"\narticle = "第一条"\nchecked = true', "[sources]\nown = 1",
     "市.toml：sources.own：应为一张表"),
    ('match = ["satisfaction", "*/satisfaction"]', "",
     "市.toml：groups.satisfaction.match：缺少这一项"),
    ("bands = [{ below = 0.8, total = 89 }, { below = 0.7, total = 79 }]", "",
     "市.toml：cap.bands：缺少这一项"),
    ("places = 1", "places = 1.5", "市.toml：rounding.places：应为整数"),
    ('headline = "by_executed"', 'headline = "by_parts"',
     "市.toml：unit.headline：没有 parts，不能按 by_parts 计算单位得分"),
    ('[unit]\nheadline = "by_executed"', "", "市.toml：unit：缺少这一张表"),
    ('headline = "by_executed"', 'headline = "by_executed"\n[recognise]\nbudget_points = "二十"',
     "市.toml：recognise.budget_points：应为数字"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), FAULTY)
def test_the_loader_refuses(old: str, new: str, fault: str) -> None:
    assert CITY.count(old) >= 1
    assert fault in faults(CITY.replace(old, new, 1))


def test_numbers_without_source_are_refused() -> None:
    told = faults(CITY.replace('[late]\nshare = 0.4\nsource = "own"', "[late]\nshare = 0.4"))
    assert told == ("市.toml：late.share：数字没有出处（source）",)


def test_all_faults_are_told_at_once() -> None:
    broken = CITY.replace("places = 1", "places = 9").replace('policy = "full"', 'policy = "none"')
    assert len(faults(broken)) == 2


def test_a_scheme_without_groups_is_refused() -> None:
    start, end = CITY.index("[groups.output]"), CITY.index("[unmet]")
    assert "市.toml：groups：至少要有一组指标" in faults(CITY[:start] + CITY[end:])


def test_text_that_is_no_toml_is_refused() -> None:
    assert faults("这不是 TOML")[0].startswith("市.toml：不是有效的 TOML 文件")


def test_bands_need_bands() -> None:
    start, end = CITY.index("bands = [\n    { at_least = 0.95"), CITY.index("[groups.output]")
    assert "市.toml：budget.bands：按档计分时须给出各档" in faults(
        CITY[:start] + 'source = "own"\n\n' + CITY[end:]
    )


def test_an_unknown_base_is_refused() -> None:
    assert "市.toml：based_on：没有评分标准“cn-1999”" in faults('based_on = "cn-1999"\n' + CITY)


def test_an_unknown_base_of_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "县.toml"
    path.write_text('based_on = "cn-1999"\n' + CITY, encoding="utf-8")
    with pytest.raises(SchemeError, match="没有评分标准“cn-1999”"):
        load(str(path))


def test_a_file_that_builds_on_another_needs_names_of_its_own() -> None:
    with pytest.raises(SchemeError) as caught:
        parse('based_on = "cn"', "县.toml", lambda _: CITY)
    assert caught.value.faults == tuple(f"县.toml：{key}：缺少这一项" for key in ("id", "title", "summary"))


def test_a_scheme_shows_the_numbers_that_checks_ask_for() -> None:
    cn = load("cn-2020")
    assert (cn.exceed_limit, cn.low_rate, cn.budget_points) == (Decimal("1.3"), Decimal("0.9"), Decimal(10))
    assert cn.budget_base == "full_year"
    assert dict(cn.group_points) == {"output": 50, "benefit": 30, "satisfaction": 10}
    assert cn.group_titles["output"] == "产出指标"


def test_a_part_needs_its_points_to_check() -> None:
    part = '[parts.a]\ntitle = "甲"\nlevel1 = "投入"\nlevel2 = "立项"\npoints = 0\n'
    part += 'method = "rubric"\nsource = "own"\n'
    assert "市.toml：parts.a.questions：评分要点不能为空" in faults(CITY + part)


def test_a_file_may_build_on_another_and_keeps_its_sources(tmp_path: Path) -> None:
    path = tmp_path / "县.toml"
    path.write_text(
        'based_on = "cn-2020"\nid = "county"\ntitle = "某县标准"\nsummary = "。"\n'
        '[sources.county]\ninstrument = "某县办法"\narticle = "第三条"\nchecked = true\n'
        '[exceed]\nlimit = 1.5\nsource = "county"\n'
        '[budget]\nfull_at = 0.95\nsource = "county"\n',
        encoding="utf-8",
    )
    county = load(str(path))
    shown = {each.key: (each.value, each.source.shown) for each in county.parameters()}
    assert shown["exceed_limit"] == (Decimal("1.5"), "某县办法第三条")
    assert shown["budget_full_at"] == (Decimal("0.95"), "某县办法第三条")
    assert shown["budget_points"] == (Decimal(10), UNCHECKED)
    in_bands = {each.key for each in parse(CITY, "市.toml", lambda _: None).parameters()}
    assert "budget_full_at" not in in_bands
    assert {"budget_from_1", "budget_share_1"} <= in_bands
    assert county.layout == "national"


def test_a_name_that_is_neither_scheme_nor_file_is_told() -> None:
    known = "、".join(BUILTIN)
    with pytest.raises(SchemeError) as caught:
        load("cn-1999")
    assert caught.value.faults == (f"没有评分标准“cn-1999”：既不是内置标准（{known}），也不是文件",)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "旧.toml"
    path.write_bytes("title = '标准'".encode("gbk"))
    with pytest.raises(SchemeError, match="UTF-8"):
        load(str(path))


@pytest.mark.parametrize("scheme_id", BUILTIN)
def test_every_number_of_a_built_in_scheme_has_its_source(scheme_id: str) -> None:
    scheme = load(scheme_id)
    assert scheme.parameters()
    assert len({each.key for each in scheme.parameters()}) == len(scheme.parameters())
    assert all(each.source.instrument for each in scheme.parameters())
    assert scheme.id == scheme_id


def test_an_unchecked_article_is_never_shown() -> None:
    for scheme in builtin():
        assert not any(source.checked for source in scheme.sources.values())
        assert "第十" not in scheme_text(scheme)


def test_the_page_of_schemes_is_fresh() -> None:
    page = (ROOT / "docs" / "评分标准.md").read_text(encoding="utf-8")
    assert page == scheme_page(), "docs/评分标准.md 已过时，请用 scheme_page() 重新生成"


def test_the_example_of_the_page_is_a_scheme(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "评分标准.md").read_text(encoding="utf-8")
    path = tmp_path / "某县.toml"
    path.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    county = load(str(path))
    national = form(row("数量", "件数", "≥10件", "13件", "90"), funds=[fund("100", "100", "79", weight="10")])
    (one,) = score(submission(national), county, Why("chosen_requested")).forms
    # 表式不同：分值折算为 80 分，超额 130% 扣 2 分；执行率 79% 得 15.8 分，总分封顶 89 分
    assert (str(one.rows[0].points.exact), str(one.budget.points.exact)) == ("78.00", "15.80")
    assert (one.uncapped.exact, one.total.exact, one.cap) == (Decimal("93.80"), Decimal(89), Decimal(89))
    own = form(row("数量", "件数", "≥10件", "10件", "70"), funds=[fund("100", "100", "90", weight="20")])
    (two,) = score(submission(own), county, Why("chosen_requested")).forms
    assert (two.rows[0].weight, two.rows[0].weight_typed, two.budget.weight) == (
        Decimal(70),
        True,
        Decimal(20),
    )


def test_a_console_of_windows_can_show_every_scheme_and_reason() -> None:
    for shown in (*map(scheme_text, builtin()), *texts().values()):
        shown.encode("gbk")


def test_a_made_up_scheme_is_told_as_on_its_page() -> None:
    assert scoring_city.page() == scoring_city.PAGE.read_text("utf-8")


def test_a_scheme_prints_every_choice() -> None:
    for scheme in scoring_city.SCHEMES.values():
        shown = scheme_text(scheme)
        assert "{" not in shown
        assert "虚构市办法第一条" in shown


# ---------------------------------------------------------------- choosing


ROW = row("数量", "件数", "≥1件", "1件")


def chosen(*forms: Form, **given: object) -> tuple[str, str]:
    scheme, why = choose(submission(*forms, **given), None)  # type: ignore[arg-type]
    return scheme.id, text(why)


def test_what_is_asked_for_comes_first() -> None:
    scheme, why = choose(submission(form(ROW), scheme="湖北省标准"), "platform")
    assert scheme.id == "platform"
    assert "指定" in text(why)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("湖北省项目支出绩效自评", "hubei"),
        ("guangdong", "guangdong"),
        (" 国家标准 ", "cn-2020"),
        ("某标准", "cn-2020"),
    ],
)
def test_the_cover_names_a_scheme(named: str, expected: str) -> None:
    assert chosen(form(ROW), scheme=named)[0] == expected


def test_the_form_shows_its_scheme() -> None:
    twenty = fund("1", "1", "1", weight="20")
    assert chosen(form(ROW, funds=[twenty])) == (
        "hubei",
        "自评表的预算执行率为20分，按“湖北省项目支出绩效自评”评分。",
    )
    assert chosen(form(row("一级成本", "成本", "≤5万元", "5万元")))[0] == "cn-2021"
    assert chosen(form(row("投入", "论证", "充分", "充分")))[0] == "guangdong"
    assert chosen(form(ROW), rubric=answers("论证决策", "是"))[0] == "guangdong"
    assert chosen(form(ROW), year=2017)[0] == "cn-2017"
    assert chosen(form(ROW), year=2018)[0] == "cn-2017"
    assert chosen(form(ROW), year=2019)[0] == "cn-2020"
    assert chosen(form(ROW), year=None)[0] == "cn-2020"


def test_an_output_that_comes_back_keeps_its_scheme_unless_another_is_named() -> None:
    back = submission(form(ROW))
    marker = Marker("abcd1234", 1, "a.xlsx", "0.1", "platform")
    scheme, why = choose(replace(back, marker=marker), None)
    assert (scheme.id, text(why)) == ("platform", f"沿用上一稿采用的评分标准“{scheme.title}”。")
    named = replace(back, marker=marker, cover=replace(back.cover, scheme=Text("湖北")))
    assert choose(named, None)[0].id == "hubei"
    assert choose(replace(back, marker=replace(marker, scheme="县标准")), None)[0].id == "cn-2020"


def test_twenty_points_of_a_part_are_no_budget_row() -> None:
    part = fund("1", "1", "1", weight="20", role=Role.PART)
    assert chosen(form(ROW, funds=[part], kind=FormKind.DEPARTMENT))[0] == "cn-2020"
