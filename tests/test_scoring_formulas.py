"""Every formula template computes what the method computes in exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
import scoring_city
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_sheet import Worksheet, same

from perf_xlsx.model import Operands, Status
from perf_xlsx.scoring.methods import METHODS, STATUS_WORDS, TIER_STATUS, TIER_WORDS, Given
from perf_xlsx.scoring.scheme import Scheme, builtin

NUMBERS = st.one_of(
    st.none(),
    st.sampled_from(
        [Decimal(n) for n in ("0", "1", "0.95", "1.0", "58", "100", "4000", "-5", "0.002", "130")]
    ),
    st.decimals(min_value=-20, max_value=200, places=2, allow_nan=False),
    st.decimals(min_value=0, max_value=2, places=4, allow_nan=False),
)
WEIGHTS = st.one_of(
    st.sampled_from([Decimal(n) for n in ("10", "0", "3.33", "12.5", "56.25", "3.336")]),
    st.decimals(min_value=0, max_value=60, places=2, allow_nan=False),
)
SCHEMES = {**{scheme.id: scheme for scheme in builtin()}, **scoring_city.SCHEMES}


def _numeric(kind: str) -> bool:
    return METHODS[kind].numeric is not None


def compared(sheet: Worksheet, method: str, given_: Given, scheme: Scheme) -> None:
    """The outcome in decimals and the results of the formulas, side by side."""
    chosen = METHODS[method]
    outcome = chosen.outcome(given_, scheme)
    formulas = chosen.formulas(scheme)
    operands = given_.operands
    cells = {
        "weight": given_.weight,
        "target_low": operands.target_low,
        "target_high": operands.target_high,
        "actual_low": operands.actual_low,
        "actual_high": operands.actual_high,
        "typed": given_.typed,
        "decided": given_.decided,
    }
    word = STATUS_WORDS[outcome.status] if given_.tier is None else TIER_WORDS[given_.tier]
    order = [("completion", formulas.completion), ("points_low", formulas.points_low)]
    order += [("points_high", formulas.points_high), ("exceeded", formulas.exceeded)]
    if formulas.status:
        order = [("status", formulas.status), *order]
    else:
        cells["status"] = word
    results = sheet.evaluate(cells, order)
    shown = (results, outcome, given_)
    assert results.get("status", word) == word, shown
    assert same(results["completion"], outcome.completion), shown
    assert same(results["points_low"], outcome.points.low), shown
    assert same(results["points_high"], outcome.points.high), shown
    assert results["exceeded"] == str(outcome.far_exceeded).upper(), shown


DIFFERENT = ["cn-2020", "platform", *scoring_city.SCHEMES]
"""The other schemes value 定量 rows as cn-2020 does."""


@pytest.mark.parametrize("scheme_id", DIFFERENT)
@pytest.mark.parametrize("method", [kind for kind in METHODS if _numeric(kind)])
def test_a_numeric_method_and_its_formula_agree(scheme_id: str, method: str) -> None:
    scheme = SCHEMES[scheme_id]
    sheet = Worksheet(scheme)

    @settings(derandomize=True, max_examples=15, deadline=None, database=None)
    @given(WEIGHTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.none() | WEIGHTS)
    def agree(
        weight: Decimal,
        target: Decimal | None,
        target_high: Decimal | None,
        one: Decimal | None,
        two: Decimal | None,
        decided: Decimal | None,
    ) -> None:
        edges = sorted(each for each in (target, target_high) if each is not None)
        low, high = (edges[0], edges[-1]) if len(edges) == 2 else (target, target_high)
        ends = sorted(each for each in (one, two) if each is not None)
        first, last = (ends[0], ends[-1]) if len(ends) == 2 else (one, two)
        operands = Operands(low, high, first, last)
        compared(sheet, method, Given(weight, operands, decided=decided), scheme)

    agree()


@pytest.mark.parametrize("method", ["words", "words.apart"])
@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_tiers_and_their_formula_agree(scheme_id: str, method: str) -> None:
    scheme = SCHEMES[scheme_id]
    sheet = Worksheet(scheme)

    @settings(derandomize=True, max_examples=25, deadline=None, database=None)
    @given(WEIGHTS, st.sampled_from(list(TIER_WORDS)), st.none() | WEIGHTS, st.none() | WEIGHTS)
    def agree(weight: Decimal, tier: object, typed: Decimal | None, decided: Decimal | None) -> None:
        compared(
            sheet,
            method,
            Given(weight, tier=tier, status=TIER_STATUS[tier], typed=typed, decided=decided),
            scheme,
        )

    agree()


@pytest.mark.parametrize("scheme_id", SCHEMES)
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("decided", [None, Decimal(3), Decimal(30)])
def test_a_judged_row_and_its_formula_agree(scheme_id: str, status: Status, decided: Decimal | None) -> None:
    scheme = SCHEMES[scheme_id]
    given_ = Given(Decimal(8), status=status, decided=decided)
    compared(Worksheet(scheme), "judged", given_, scheme)


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        ("at_least", None, "5"),
        ("at_most", "5", None),
        ("between", None, "5"),
        ("between", "5", None),
        ("at_least", "0", None),
        ("at_most", None, "-1"),
    ],
)
def test_a_target_without_its_edge_or_of_nothing_has_no_rate_of_completion(
    method: str, low: str | None, high: str | None
) -> None:
    edges = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    given_ = Given(Decimal(10), Operands(*edges, Decimal(3), Decimal(3)))
    assert METHODS[method].outcome(given_, SCHEMES["cn-2020"]).completion is None
    compared(Worksheet(SCHEMES["cn-2020"]), method, given_, SCHEMES["cn-2020"])


def test_typed_text_is_no_number() -> None:
    scheme = SCHEMES["cn-2020"]
    formulas = METHODS["at_least"].formulas(scheme)
    cells = {"weight": Decimal(10), "target_low": Decimal(5), "target_high": None, "decided": None}
    cells |= {"actual_low": "约六件", "actual_high": "约六件", "typed": None}
    results = Worksheet(scheme).evaluate(
        cells,
        [
            ("status", formulas.status),
            ("points_low", formulas.points_low),
            ("points_high", formulas.points_high),
        ],
    )
    assert results == {"status": "待评定", "points_low": Decimal(0), "points_high": Decimal(10)}
