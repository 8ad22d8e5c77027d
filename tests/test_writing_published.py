"""Published forms in their own layouts: every formula right, nothing lost, the same scores back again."""

from __future__ import annotations

import published
import pytest
from lint_xlsx import lint
from parity import by_formualizer, differences, formulas
from scored_case import book, evaluated
from tables import sheet
from test_locate_layouts import LAYOUTS
from test_writing_output import lost

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.writing.scored import write_scored

TABLES = sorted(name for name, table in vars(published).items() if name.isupper() and isinstance(table, str))
SCHEMES = (None, "guangdong")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", TABLES)
def test_a_published_form_is_written_whole_and_read_back(name: str, scheme: str | None) -> None:
    before = evaluated(book(sheet("表", getattr(published, name))), scheme)
    data = write_scored(before)
    assert differences(formulas(data), by_formualizer(data)) == []
    assert lint(data) == []
    assert lost(before, data) == []
    (after,) = evaluate(data, "x_评分.xlsx", Options(schemes=(scheme,) if scheme else ()))
    assert before.scorecard is not None
    assert after.scorecard is not None
    assert [form.total for form in after.scorecard.forms] == [form.total for form in before.scorecard.forms]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_visible_cell_of_a_layout_is_found_in_the_output(name: str) -> None:
    before = evaluated(book(sheet("表", LAYOUTS[name][0])))
    assert before.scorecard is not None
    assert lost(before, write_scored(before)) == []
