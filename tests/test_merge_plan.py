"""Which files become one workbook: file | unit | department | year | scheme | answers | forms."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from perf_xlsx.batch.discovery import Source
from perf_xlsx.batch.likeness import alike
from perf_xlsx.batch.merging import MOST_FORMS, Joint, Plan, plan
from perf_xlsx.batch.survey import Identity, keep, load

ROOT = Path("/收来")


def planned(table: str, *, backwards: bool = False, old: Identity | None = None) -> Plan:
    """The plan for a table; a unit that begins with ! could not be read, for that reason."""
    rows = [[each.strip() for each in line.split("|")] for line in table.strip().splitlines()]
    sources, identities = [], {}
    for number, row in enumerate(rows):
        file, unit, department, year, scheme, answers, forms = [*row, *[""] * (7 - len(row))]
        path = ROOT / file
        sources.append(Source(path, file, PurePosixPath(file).with_suffix("")))
        trouble = unit[1:] if unit.startswith("!") else ""
        identities[path] = Identity(
            f"{number:064x}",
            trouble=trouble,
            unit="" if trouble else unit,
            department=department,
            year=int(year or 2021) if year != "-" else None,
            scheme=scheme,
            answers=answers,
            forms=int(forms or 1),
        )
    if old is not None:
        sources.append(Source(ROOT / "旧.xlsx", "旧.xlsx", PurePosixPath("旧")))
        identities[ROOT / "旧.xlsx"] = old
    return plan(sources[::-1] if backwards else sources, identities)


def books(made: Plan) -> list[str]:
    """The merged workbooks: where, and of which files."""
    return [f"{job.told}: {' '.join(each.file for each in job.members)}" for job in made.joints]


def alone(made: Plan) -> list[str]:
    return [job.file for job in made.jobs if not isinstance(job, Joint)]


def test_the_files_of_a_unit_become_one_and_a_single_file_stays_itself() -> None:
    made = planned("""
        甲/一.xlsx | 某市 某处 |
        甲/二.xlsx | 某市某处  |
        乙.xlsx    | 某市别处  |
    """)
    assert books(made) == ["甲/某市 某处2021年_汇总上报.xlsx: 甲/一.xlsx 甲/二.xlsx"]
    assert alone(made) == ["乙.xlsx"]


def test_the_order_in_which_files_are_given_changes_no_workbook() -> None:
    table = """
        局/二.xlsx  | 某市某局   | 某市某局
        处/一.xlsx  | 某市 某处  | 某市某局
        处/三.xlsx  | 某市某处   | 某市某局
        局/一.xlsx  | 某市某局   | 某市 某局
        局/坏.xlsx  | !打不开
    """
    forwards, backwards = planned(table), planned(table, backwards=True)
    assert set(books(forwards)) == set(books(backwards))
    assert {job.spec for job in forwards.joints} == {job.spec for job in backwards.joints}


def test_units_of_one_department_have_its_workbook_beside_theirs() -> None:
    made = planned("""
        处/一.xlsx | 某市法援处 | 某市司法局
        处/二.xlsx | 某市法援处 | 某市司法局
        证/公.xlsx | 某市公证处 | 某市司法局
        局/一.xlsx | 某市司法局 | 某市司法局
        局/二.xlsx | 某市司法局 | 某市司法局
    """)
    assert books(made) == [
        "处/某市法援处2021年_汇总上报.xlsx: 处/一.xlsx 处/二.xlsx",
        "局/某市司法局本级2021年_汇总上报.xlsx: 局/一.xlsx 局/二.xlsx",
        "某市司法局2021年_汇总上报.xlsx: 局/一.xlsx 局/二.xlsx 处/一.xlsx 处/二.xlsx 证/公.xlsx",
    ]


def test_years_and_schemes_make_workbooks_of_their_own() -> None:
    made = planned("""
        一.xlsx | 某处 | | 2021 | cn-2020
        二.xlsx | 某处 | | 2021 | cn-2020
        三.xlsx | 某处 | | 2022 | cn-2020
        四.xlsx | 某处 | | 2022 | cn-2020
        五.xlsx | 某处 | | 2022 | hubei
    """)
    assert books(made) == [
        "某处2021年_汇总上报.xlsx: 一.xlsx 二.xlsx",
        "某处2022年_汇总上报.xlsx: 三.xlsx 四.xlsx",
    ]
    assert alone(made) == ["五.xlsx"]
    assert made.words == ("“某处2022年”的文件评分标准不同，分别成簿。",)


def test_different_answers_to_the_rubric_stay_apart() -> None:
    made = planned("""
        一.xlsx | 某处 | | 2021 | guangdong | 甲
        二.xlsx | 某处 | | 2021 | guangdong | 乙
    """)
    assert books(made) == []
    assert "“某处2021年”的文件组织实施的自评不同，分别成簿。" in made.words


def test_a_nameless_file_goes_by_its_folder_and_is_told() -> None:
    made = planned("""
        甲/一.xlsx | 某处
        甲/二.xlsx |
        乙/一.xlsx |
        乙/二.xlsx |
        丙/一.xlsx | 此处 | 甲局
        丙/二.xlsx | 彼处 | 乙局
        丙/三.xlsx |      |
    """)
    assert books(made) == [
        "甲/某处2021年_汇总上报.xlsx: 甲/一.xlsx 甲/二.xlsx",
        "乙/乙2021年_汇总上报.xlsx: 乙/一.xlsx 乙/二.xlsx",
    ]
    assert alone(made) == ["丙/一.xlsx", "丙/二.xlsx", "丙/三.xlsx"]
    assert "甲/二.xlsx 没有填写单位名称，按所在文件夹归入“某处”。" in made.words
    assert "丙/三.xlsx 没有填写单位名称，所在文件夹中有几个单位，单独评分。" in made.words
    first, second = made.joints
    assert [note.rule for note in first.spec.notes] == ["merge.by_folder"]
    assert (second.spec.name, second.spec.title) == ("", "乙")  # the folder is no name that anybody stated


def test_a_file_without_a_year_has_that_of_its_unit() -> None:
    made = planned("""
        一.xlsx | 某处 | | 2021
        二.xlsx | 某处 | | -
        三.xlsx | 彼处 | | 2021
        四.xlsx | 彼处 | | 2022
        五.xlsx | 彼处 | | -
    """)
    assert books(made) == ["某处2021年_汇总上报.xlsx: 一.xlsx 二.xlsx"]
    assert [note.rule for note in made.joints[0].spec.notes] == ["merge.year_taken"]


def test_a_unit_without_a_department_goes_by_its_folder() -> None:
    made = planned("""
        司法/法援.xlsx | 法援处 | 司法局
        司法/公证.xlsx | 公证处 |
        教育/一小.xlsx | 第一小学 |
        教育/二小.xlsx | 第二小学 |
        散.xlsx        | 某馆 |
    """)
    assert alone(made) == ["司法/法援.xlsx", "司法/公证.xlsx", "教育/一小.xlsx", "教育/二小.xlsx", "散.xlsx"]
    assert books(made) == [
        "司法/司法局2021年_汇总上报.xlsx: 司法/公证.xlsx 司法/法援.xlsx",
        "教育/教育2021年_汇总上报.xlsx: 教育/一小.xlsx 教育/二小.xlsx",
    ]
    assert [job.spec.name for job in made.joints] == ["司法局", ""]
    assert all(job.spec.notes for job in made.joints)


def test_the_given_folder_tells_a_department_only_where_there_is_no_other() -> None:
    beside = planned("""
        一.xlsx | 甲处 | 某局
        二.xlsx | 乙处 |
        三.xlsx | 丙处 |
    """)
    assert books(beside) == ["某局2021年_汇总上报.xlsx: 一.xlsx 三.xlsx 二.xlsx"]
    below = planned("""
        甲/一.xlsx | 甲处 | 某局
        乙/二.xlsx | 乙处 |
        丙/三.xlsx | 丙处 |
    """)
    assert books(below) == []
    two = planned("""
        一.xlsx | 甲处 | 某局
        二.xlsx | 乙处 | 别局
        三.xlsx | 丙处 |
    """)
    assert books(two) == []


def test_what_could_not_be_read_is_told_where_its_folder_belongs() -> None:
    made = planned("""
        甲/一.xlsx | 某处
        甲/二.xlsx | 某处
        甲/坏.xlsx | !文件已加密。
        一.xlsx    | 彼处
        二.xlsx    | 彼处
        三.xlsx    | 别处
        坏.xlsx    | !文件已加密。
    """)
    assert [job.spec.missing for job in made.joints] == [(("甲/坏.xlsx", "文件已加密。"),), ()]
    assert alone(made) == ["甲/坏.xlsx", "三.xlsx", "坏.xlsx"]


def test_an_earlier_merged_workbook_gives_way_to_its_units_own_files() -> None:
    table = """
        甲.xlsx | 甲处 | 某局
        乙.xlsx | 乙处 | 某局
    """
    old = Identity(
        "f" * 64, unit="某局", department="某局", year=2021, forms=2, draft=1, units=("甲处", "丙处")
    )
    made = planned(table, old=old)
    assert books(made) == ["某局2021年_汇总上报.xlsx: 乙.xlsx 甲.xlsx"]
    assert "旧.xlsx 是以前的汇总上报，其中的单位另有自己的文件，没有再并入。" in made.words
    other = planned(table, old=replace(old, units=("丁处", "丙处")))
    assert books(other) == ["某局2021年_汇总上报.xlsx: 旧.xlsx 乙.xlsx 甲.xlsx"]


def test_too_many_forms_stay_apart_and_it_is_told() -> None:
    many = MOST_FORMS // 2
    made = planned(f"""
        甲/一.xlsx | 甲处 | 某局 | | | | {many}
        甲/二.xlsx | 甲处 | 某局 | | | | {many}
        乙/一.xlsx | 乙处 | 某局 | | | | 1
    """)
    assert books(made) == ["甲/甲处2021年_汇总上报.xlsx: 甲/一.xlsx 甲/二.xlsx"]
    assert made.words == (
        f"“某局2021年”共 {MOST_FORMS + 1} 张自评表，超过一个工作簿 {MOST_FORMS} 张的上限，只按单位成簿。",
    )


def test_a_merged_workbook_never_takes_the_name_of_a_file() -> None:
    made = planned("""
        某处2021年.xlsx | 某处
        二.xlsx         | 某处
    """)
    assert [str(job.output) for job in made.joints] == ["某处2021年_2"]


def test_nothing_to_merge_is_told() -> None:
    assert "没有可以合并的文件" in planned("一.xlsx | 某处").words[0]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("江门市司法局", "江门市司法局本级", True),
        ("司法局", "江门市司法局", True),
        ("某市法律援助处", "某市法律援助中心", True),
        ("某市法律援助处", "某市法律授助处", True),
        ("某市新会区人力资源和社会保障局", "某市江海区人力资源和社会保障局", False),
        ("某市第一中学", "某市第一小学", False),
        ("某县第一小学", "某县第二小学", False),
        ("某县东街小学", "某县西街小学", False),
        ("财政局", "教育局", False),
    ],
)
def test_similar_names_are_told_and_never_joined(one: str, other: str, near: bool) -> None:
    assert bool(list(alike([one, other], "单位"))) is near


def test_what_was_learned_of_the_files_is_kept_and_a_torn_cache_is_none(tmp_path: Path) -> None:
    path = tmp_path / "识别.jsonl"
    known = {
        "b": Identity("1" * 64, unit="某处", projects=("甲", "乙")),
        "a": Identity("2" * 64, trouble="坏"),
    }
    keep(path, known)
    assert load(path) == known
    path.write_bytes(path.read_bytes()[:-20] + b"\n[1]\n{}\n")
    assert load(path) == {"a": known["a"]}
    assert load(tmp_path / "没有.jsonl") == {}


# ---------------------------------------------------------------- thousands of files


def steps_for(units: int, department: str) -> int:
    """How many calls a plan takes for units of two files each, beside one broken file in every folder."""
    table = "\n".join(
        f"{unit}/{file}.xlsx | {said}"
        for unit in range(units)
        for file, said in (
            ("一", f"第{unit}镇|{department}"),
            ("二", f"第{unit}镇|{department}"),
            ("坏", "!打不开"),
        )
    )
    calls = 0

    def count(_frame: object, event: str, _given: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        planned(table)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("department", ["", "某局"], ids=["by folder", "stated"])
def test_twice_the_files_cost_about_twice_the_steps(department: str) -> None:
    few, many = (steps_for(units, department) for units in (420, 840))
    assert many < 2.3 * few
