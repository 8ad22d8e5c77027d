"""The JSON of ``--json`` is what its schema says, for whatever is put in."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from batch_work import workbook
from jsonschema import Draft202012Validator

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.record import record, records

HOME = Path(__file__).parent.parent
SCHEMA = json.loads((HOME / "docs" / "json.schema.json").read_text("utf-8"))
SAMPLES = sorted((HOME / "samples").glob("*.xlsx"))


def faults(told: object) -> list[str]:
    plain = json.loads(json.dumps(told))
    return [
        f"{list(error.path)}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(plain)
    ]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_the_documented_shape(sample: Path) -> None:
    for told in records(evaluate(sample.read_bytes(), sample.name, Options(keep_all=True))):
        assert faults(told) == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html></html>"])
def test_a_file_that_was_not_scored_has_its_object_too(data: bytes) -> None:
    (told,) = records(evaluate(data, "坏.xlsx"), "局/坏.xlsx")
    assert faults(told) == []
    assert (told["source"]["file"], told["projects"], told["unit_score"]) == ("局/坏.xlsx", [], None)
    assert told["findings"]


def test_one_object_per_scheme() -> None:
    told = records(evaluate(workbook(), "甲.xlsx", Options(schemes=("cn-2020", "cn-2017"))))
    assert [each["scheme"]["id"] for each in told] == ["cn-2020", "cn-2017"]


def test_numbers_are_texts_of_exact_decimals_and_percent_is_a_ratio() -> None:
    told = record(evaluate(workbook(done=60), "甲.xlsx")[0])
    project = told["projects"][0]
    count, known, _ = project["indicators"]
    assert count["target"] == {"op": ">=", "low": "80", "high": None, "unit": "场", "words": None}
    assert known["target"]["low"] == "0.9"
    assert (count["status"], count["completion"], count["score"]) == ("unmet", "0.75", "37.5")
    assert Decimal(project["total"]) == Decimal("87.5")
    assert project["funds"][0]["rate"] == "1"


def test_open_points_have_both_ends_and_no_score() -> None:
    told = record(evaluate(workbook(done=60), "甲.xlsx", Options(schemes=("guangdong",)))[0])
    for project in told["projects"]:
        for row in project["indicators"]:
            assert (row["score"] is None) == (row["score_low"] != row["score_high"])


def test_no_number_of_a_person_stands_in_a_record() -> None:
    (told,) = records(evaluate(workbook("某局（13800138000）"), "甲.xlsx", Options(keep_all=True)))
    assert "13800138000" not in json.dumps(told, ensure_ascii=False)
    assert told["agency"] == "某局（138********）"
    assert told["source"]["sha256"].isalnum()
