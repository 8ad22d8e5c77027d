"""One walk down a sheet: which block starts in each row, and the forms that the blocks make."""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import FormKind
from perf_xlsx.reading.building import Building
from perf_xlsx.reading.complete import complete
from perf_xlsx.reading.forms import inline, kinds_of, title_kind
from perf_xlsx.reading.fund_pairs import is_pairs, read_fund_pairs
from perf_xlsx.reading.funds import fund_header, read_fund_table, says_points
from perf_xlsx.reading.goals import goal_header, goal_pairs, read_goal_table
from perf_xlsx.reading.headers import Header, find_header
from perf_xlsx.reading.indicators import is_total, read_table, read_total
from perf_xlsx.reading.view import Anchor, View

_IDLE: Final = 300
"""Rows without any known word after which a sheet holds no further form."""
_BARREN: Final = 300
"""Headers one below the other without any row of theirs, after which none is looked for."""
_HEADS: Final = frozenset({"project", "department", "agency", "implementing_unit"})
"""Labels that begin a form's head; below a title they begin the next form's."""
_BLOCKS: Final = (
    ("fund", "fund", fund_header),
    ("goal", "goal", goal_header),
    ("goal_pairs", "goal", goal_pairs),
)


class Walk:
    """Reads the forms of one view from top to bottom."""

    def __init__(self, view: View):
        self.view = view
        self.done: list[Building] = []
        self.form: Building | None = None
        self.barren = 0
        self._title: Anchor | None = None
        self._starts: dict[int, tuple[str, object]] = {}

    def run(self) -> list[Building]:
        """The forms found, in their order; one without an indicator header is no form."""
        index = idle = 0
        while index < len(self.view.order) and idle < _IDLE and self.barren < _BARREN:
            kind, found = self.start(index)
            idle = 0 if kind else idle + 1
            index = self._read(index, kind, found)
        self._close()
        return self.done

    @property
    def exhausted(self) -> bool:
        """Whether the sheet is a heap of headers: no form stands beside it either."""
        return self.barren >= _BARREN

    def _line(self, index: int) -> list[Anchor]:
        return self.view.rows[self.view.order[index]]

    # ------------------------------------------------------------ what starts where

    def start(self, index: int) -> tuple[str, object]:
        """Which block starts in a row, with what was recognised of it."""
        known = self._starts.get(index)
        if known is None:
            known = self._starts[index] = self._recognise(index)
        return known

    def ends(self, index: int) -> bool:
        """Whether a block of any kind starts in a row, so that the one above ends."""
        return self.start(index)[0] != ""

    def _ends_but_for_pairs(self, index: int) -> bool:
        return self.start(index)[0] not in ("", "pairs")

    def _ends_table(self, index: int) -> bool:
        """Within indicators only a line's first text counts: names and reasons may hold any words."""
        kind, _ = self.start(index)
        if kind in ("", "pairs", "total"):
            return False
        first = self._line(index)[0]
        if kind == "head":
            return first.names("head") not in ("", "reported_total", "grade") or bool(inline(first.text))
        return True

    def _recognise(self, index: int) -> tuple[str, object]:
        line = self._line(index)
        title = self._title_of(line)
        if title is not None:
            return "title", title
        kinds = frozenset[str]().union(*(kinds_of(anchor.text) for anchor in line))
        if not kinds:
            return "", None
        header = find_header(self.view, index) if "indicator" in kinds else None
        if header is not None:
            return "header", header
        if self._awaits_total() and is_total(self.view, self.view.order[index]):
            return "total", None
        if any(anchor.names("mark") == "tasks" for anchor in line[:2]):
            return "tasks", None
        return self._recognise_blocks(index, kinds)

    def _recognise_blocks(self, index: int, kinds: frozenset[str]) -> tuple[str, object]:
        for kind, section, recognise in _BLOCKS:
            found = recognise(self.view, index) if section in kinds else None
            if found is not None:
                return kind, found
        line = self._line(index)
        if is_pairs(line):
            return "pairs", None
        if "head" in kinds or any(inline(anchor.text) for anchor in line):
            return "head", None
        return "note" if line[0].names("mark") in ("note", "sign") else "", None

    def _title_of(self, line: list[Anchor]) -> Anchor | None:
        if len(line) > 3:
            return None
        return next((anchor for anchor in line if title_kind(anchor.text)), None)

    def _awaits_total(self) -> bool:
        return self.form is not None and self.form.header is not None and self.form.table.total is None

    # ------------------------------------------------------------ where one form ends and the next begins

    def _current(self, index: int, *, anew: bool = False) -> Building:
        """The form that a block belongs to: a new one where the last one is at its end."""
        row = self.view.order[index]
        if anew:
            self._close()
        if self.form is None:
            self.form = Building(row)
        if self._title is not None and (not self.form.begun or "title" not in self.form.fields):
            self.form.take_title(self._title)
            self._title = None
        self.form.bottom = row
        return self.form

    def _close(self) -> None:
        if self.form is not None:
            self.done.append(self.form)
        self.form = None

    def _after_table(self) -> bool:
        """A fund or goal block below an indicator table: the next form's, unless this one lacks it."""
        if self.form is None or self.form.header is None:
            return False
        return self._title is not None or (self.form.complete and bool(self.form.funds.lines))

    def _take_title(self, found: object) -> None:
        assert isinstance(found, Anchor)
        form = self.form
        if form is not None and not form.begun and "title" in form.fields:
            if form.kind is FormKind.PROJECT:
                form.take_title(found)
            return
        self._title = found
        if form is not None and form.table.total is not None:
            self._close()
        elif form is not None:
            form.use(found)

    # ------------------------------------------------------------ reading the blocks

    def _read(self, index: int, kind: str, found: object) -> int:
        if kind == "title":
            self._take_title(found)
        elif kind == "header":
            return self._indicators(index, found)
        elif kind in ("fund", "pairs"):
            return self._funds(index, found)
        elif kind in ("goal", "goal_pairs"):
            return self._goals(index, kind, found)
        elif kind == "tasks":
            return self._tasks(index)
        elif kind == "total":
            self._total(index)
        else:
            self._labels(index, kind)
        return index + 1

    def _indicators(self, index: int, found: object) -> int:
        assert isinstance(found, Header)
        header = complete(self.view, index, found)
        anew = self._title is not None and self.form is not None and self.form.complete
        form = self._current(index, anew=anew)
        form.header = form.header or header
        form.problems += header.problems
        for column in header.columns:
            form.columns.setdefault(column.field, column.header.cell)
        before = len(form.table.rows)
        after = read_table(self.view, index, header, self._ends_table, form.table, form.carried)
        self.barren = 0 if len(form.table.rows) > before else self.barren + 1
        form.bottom = max(form.bottom, form.table.bottom)
        form.take_unit(self._line(index))
        return after

    def _total(self, index: int) -> None:
        form = self._current(index)
        assert form.header is not None
        read_total(self.view, self.view.order[index], form.header, form.table)

    def _funds(self, index: int, found: object) -> int:
        if any(anchor.names("head") for anchor in self._line(index)):
            self._labels(index, "head")
        form = self._current(index, anew=self._after_table())
        self._above_funds(form, index)
        if isinstance(found, dict):
            return read_fund_table(self.view, index, found, self._ends_but_for_pairs, form.funds)
        base = "initial" if form.kind in (FormKind.DECLARATION, FormKind.MONITORING) else "full_year"
        return read_fund_pairs(self.view, index, self._ends_but_for_pairs, form.funds, base)

    def _above_funds(self, form: Building, index: int) -> None:
        """The row above may hold the heading of the block: 项目资金（万元）, 预算执行情况（20分）."""
        for row in self.view.order[max(0, index - 1) : index + 1]:
            for anchor in self.view.rows[row]:
                form.funds.say_unit(anchor)
                if anchor.names("mark") == "fund_side":
                    form.use(anchor)
                    if says_points(anchor.text):
                        form.fields.setdefault("budget_weight", anchor.cell)

    def _goals(self, index: int, kind: str, found: object) -> int:
        assert isinstance(found, dict)
        form = self._current(index, anew=self._after_table())
        if kind == "goal":
            return read_goal_table(self.view, index, found, self.ends, form.goals)
        for anchor in self._line(index):
            if anchor.names("goal") or anchor.names("mark"):
                form.use(anchor)
        for anchor in found.values():
            form.use(anchor)
        form.goals.add(found)
        return index + 1

    def _tasks(self, index: int) -> int:
        """年度主要任务 of a 部门整体 form: carried on as they stand, up to the next block."""
        form = self._current(index)
        side = self._line(index)[0]
        index += 1
        while index < len(self.view.order):
            kind, _ = self.start(index)
            row = self.view.order[index]
            if kind == "header" or (row > side.bottom and self._after_tasks(index, kind, side)):
                break
            form.bottom = row
            index += 1
        return index

    def _after_tasks(self, index: int, kind: str, side: Anchor) -> bool:
        """Money words may head columns of the tasks, unless their heading at the side has ended."""
        if kind in ("fund", "pairs"):
            return side.bottom > side.row or self._line(index)[0].names("mark") == "fund_side"
        return kind in ("title", "goal", "goal_pairs", "head", "note")

    def _labels(self, index: int, kind: str) -> None:
        """Head and foot; a line without labels counts only between a title and its form."""
        line = self._line(index)
        if kind == "" and self.form is None and self._title is None:
            return
        if kind == "":
            form = self._current(index)
            form.take_year(line)
            form.take_unit(line)
            return
        fresh = {anchor.names("head") for anchor in line}
        fresh |= {name for anchor in line for name, _ in inline(anchor.text)}
        begun = self.form is not None and self.form.begun
        titled = self._title is not None and bool(fresh & _HEADS)
        self._current(index, anew=begun and ("project" in fresh or titled)).take_labels(line)
