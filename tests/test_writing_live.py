"""The form's own cells drive the output: typed numbers, texts, choices and open cells."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import parity
import pytest
from parity import At
from scored_case import AID, LAW, book, evaluated
from tables import sheet

from perf_xlsx.evaluate import evaluate
from perf_xlsx.writing.scored import write_scored

FIRST = "01 法援业务经费"
SECOND = "02 普法 业务 经费 二"
CASES, ASKED, RATE, WORDS, CALLS, VISITS, PLEASED = range(12, 19)
TOTAL = 19
CHANGED = "文字已改，请重新运行"


@pytest.fixture(scope="module")
def output() -> bytes:
    return write_scored(evaluated(book(sheet("项目1", AID), sheet("项目2", LAW))))


def after(output: bytes, changes: dict[str, object], project: str = FIRST) -> dict[At, parity.Result]:
    typed = {At(project, cell): value for cell, value in changes.items()}
    return parity.by_formualizer(output, typed)  # type: ignore[arg-type]


def test_every_formula_gives_its_stored_result(output: bytes) -> None:
    assert len(parity.formulas(output)) > 300
    assert parity.differences(parity.formulas(output), parity.by_formualizer(output)) == []


def test_a_wrong_stored_result_is_found(output: bytes) -> None:
    stored = dict(parity.formulas(output))
    stored[At(FIRST, f"W{CASES}")] = 19.0
    told = parity.differences(stored, parity.by_formualizer(output))
    assert told == [f"{FIRST}!W{CASES}: stored 19.0, recalculated 20.0"]


def test_a_number_typed_over_4521_changes_points_status_totals_and_summary(output: bytes) -> None:
    now = after(output, {f"G{CASES}": 3000.0})
    assert now[At(FIRST, f"W{CASES}")] == 15.0  # 20 × 3000 ÷ 4000
    assert now[At(FIRST, f"S{CASES}")] == "未完成"
    assert now[At(FIRST, f"W{TOTAL}")] == 63.0
    assert now[At(FIRST, f"X{TOTAL}")] == 90.0
    summary = {at.cell: value for at, value in now.items() if at.sheet == "评分汇总"}
    assert "63.00～90.00" in summary.values()


def test_the_same_text_with_another_number_is_read_in_the_form(output: bytes) -> None:
    now = after(output, {f"G{CASES}": "3000件"})
    assert now[At(FIRST, f"W{CASES}")] == 15.0
    assert now[At(FIRST, f"Z{CASES}")] == "已按改后的数复算"


def test_a_text_that_says_something_else_is_marked_and_counts_as_open(output: bytes) -> None:
    now = after(output, {f"G{CASES}": "很多"})
    assert now[At(FIRST, f"Z{CASES}")] == CHANGED
    assert now[At(FIRST, f"S{CASES}")] == "未填"
    assert [now[At(FIRST, f"{column}{CASES}")] for column in "WX"] == [0.0, 20.0]


def test_a_changed_text_that_no_format_shows_is_marked_here_and_in_the_summary(output: bytes) -> None:
    assert parity.values(output)[At(FIRST, f"G{CALLS}")] == (None, "3.7万余人次")
    now = after(output, {f"G{CALLS}": "3.6万余人次"})
    assert now[At(FIRST, f"Z{CALLS}")] == CHANGED
    conclusion = [value for at, value in now.items() if at.sheet == "评分汇总" and "文字已改" in str(value)]
    assert conclusion


def test_a_number_typed_into_a_blank_actual_counts(output: bytes) -> None:
    now = after(output, {f"G{PLEASED}": 0.96})
    assert now[At(FIRST, f"S{PLEASED}")] == "完成"
    assert now[At(FIRST, f"W{TOTAL}")] == 78.0


def test_a_choice_in_a_words_row_moves_its_points(output: bytes) -> None:
    assert parity.values(output)[At(FIRST, f"S{WORDS}")] == (None, "部分达成")
    now = after(output, {f"S{WORDS}": "达成"})
    assert [now[At(FIRST, f"{column}{WORDS}")] for column in "WX"] == [10.0, 10.0]


def test_points_decided_for_an_open_row_close_the_interval(output: bytes) -> None:
    now = after(output, {f"U{VISITS}": 12.0})
    assert [now[At(FIRST, f"{column}{VISITS}")] for column in "WX"] == [12.0, 12.0]
    assert [now[At(FIRST, f"{column}{TOTAL}")] for column in "WX"] == [80.0, 92.0]


def test_totals_stay_an_interval_and_the_grade_open_while_a_row_is_undecided(output: bytes) -> None:
    stored = parity.values(output)
    assert stored[At(FIRST, f"I{TOTAL}")][1] == "68.00～95.00"
    assert stored[At(FIRST, f"S{TOTAL}")][1] == "待定"


def test_money_typed_into_the_form_moves_the_budget_points(output: bytes) -> None:
    now = after(output, {"G7": 125.0})
    assert now[At(FIRST, "R7")] == 0.5
    assert now[At(FIRST, "W7")] == 5.0


def test_a_cost_above_its_target_is_valued_by_the_target(output: bytes) -> None:
    stored = parity.values(output)
    row = next(int(at.cell[1:]) for at, (_, value) in stored.items() if value == "等级“优”下限")
    now = parity.by_formualizer(output, {At("评分标准", f"B{row}"): 99.0})
    grades = [value for at, value in now.items() if at.sheet == SECOND and value in ("优", "良")]
    assert grades == ["良"]


def test_review_points_give_a_review_total(output: bytes) -> None:
    now = after(output, {f"AA{CASES}": 18.0, f"AA{VISITS}": 10.0})
    assert now[At(FIRST, f"AA{TOTAL}")] == "76.00～88.00"


# ---------------------------------------------------------------- LibreOffice, in one run

EDITS = {At(FIRST, f"G{CASES}"): 3000.0, At(FIRST, f"G{CALLS}"): "3.6万余人次"}


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    found = {}
    for path in sorted((Path(__file__).parent.parent / "samples").glob("*.xlsx")):
        (evaluation,) = evaluate(path.read_bytes(), path.name)
        found[path.stem] = write_scored(evaluation)
    return found


@pytest.fixture(scope="module")
def recalculated(
    output: bytes, samples: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[At, parity.Result]]:
    if parity.SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    books = {**samples, "as_written": output, "edited": parity.edited(output, EDITS)}
    books["wrong"] = output_with(output, f'r="W{CASES}"', "<v>20</v>", "<v>19</v>")
    row = _aid_cases(samples[SEED])
    typed = {At(row.sheet, f"G{row.cell[1:]}"): 3000.0}
    books["seed_edited"] = parity.edited(samples[SEED], typed)
    return parity.by_libreoffice(books, tmp_path_factory.mktemp("libreoffice"))


SEED = "江门市司法局2021年自评表"


def _aid_cases(seed: bytes) -> At:
    """The name of 法律援助案件数 in the first project's form."""
    places = [at for at, (_, value) in parity.values(seed).items() if value == "法律援助案件数"]
    return next(at for at in places if at.sheet.startswith("01"))


def test_libreoffice_gives_every_stored_result_of_the_samples(
    samples: dict[str, bytes], recalculated: dict[str, dict[At, parity.Result]]
) -> None:
    for name, data in samples.items():
        assert parity.differences(parity.formulas(data), recalculated[name]) == [], name


def test_libreoffice_agrees_before_and_after_an_edit(
    output: bytes, recalculated: dict[str, dict[At, parity.Result]]
) -> None:
    assert parity.differences(parity.formulas(output), recalculated["as_written"]) == []
    edited = recalculated["edited"]
    assert edited[At(FIRST, f"W{CASES}")] == 15.0
    assert edited[At(FIRST, f"S{CASES}")] == "未完成"
    assert edited[At(FIRST, f"Z{CALLS}")] == CHANGED
    assert parity.differences(parity.by_formualizer(output, EDITS), edited) == []


def test_3000_legal_aid_cases_instead_of_4521_move_everything_in_the_seeds_output(
    samples: dict[str, bytes], recalculated: dict[str, dict[At, parity.Result]]
) -> None:
    now, before = recalculated["seed_edited"], parity.values(samples[SEED])
    name, cell = _aid_cases(samples[SEED])
    weight = float(before[At(name, f"T{cell[1:]}")][1] or 0)
    points = now[At(name, f"W{cell[1:]}")]
    assert points == pytest.approx(round(weight * 3000 / 4000, 2), abs=0.011)
    assert now[At(name, f"S{cell[1:]}")] == "未完成"
    lost = weight - float(points or 0)
    for summary in ("O", "H"):
        old = float(before[At("评分汇总", f"{summary}11")][1] or 0)
        assert now[At("评分汇总", f"{summary}11")] == pytest.approx(old - lost)
    assert now[At("评分汇总", "K11")] == 1.0


def test_libreoffice_does_not_believe_a_wrong_stored_result(
    output: bytes, recalculated: dict[str, dict[At, parity.Result]]
) -> None:
    wrong = output_with(output, f'r="W{CASES}"', "<v>20</v>", "<v>19</v>")
    told = parity.differences(parity.formulas(wrong), recalculated["wrong"])
    assert told == [f"{FIRST}!W{CASES}: stored 19.0, recalculated 20.0"]


def output_with(data: bytes, cell: str, old: str, new: str) -> bytes:
    """The workbook with one stored result replaced in the first project's sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name == "xl/worksheets/sheet2.xml":
                head, mark, tail = text.decode().partition(cell)
                text = (head + mark + tail.replace(old, new, 1)).encode()
            made.writestr(name, text)
    return target.getvalue()
