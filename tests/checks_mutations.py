"""Single mutations of a workbook of readable tables, each by its seed: the slips that clerks make."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Grid = list[list[str]]

LEVEL1, LEVEL2, NAME, TARGET, ACTUAL, WEIGHT, SCORE, REASON = range(8)
MONEY, RATE, ROW_SCORE = (3, 4, 5), 7, 8
UNITS = {
    "场": "人",
    "件": "人次",
    "人次": "人",
    "人": "人次",
    "万元": "个",
    "%": "个",
    "起": "人",
    "次": "人",
    "期": "人",
}


@dataclass(frozen=True)
class Mutation:
    """What was changed: ``rows`` of the sheet are where an entry about it may stand."""

    kind: str
    sheet: str
    rows: frozenset[int]
    change: str
    tables: Mapping[str, str]


def mutated(tables: Mapping[str, str], seed: int) -> Mutation:
    """The mutation of a seed: its kind in turn, its form, cell and digit by chance."""
    chance = random.Random(seed)
    kind, mutate = KINDS[seed % len(KINDS)]
    forms = [name for name, table in tables.items() if "自评表" in table]
    sheet = forms[chance.randrange(len(forms))]
    grid = [[cell.strip() for cell in line.split("|")] for line in tables[sheet].strip("\n").splitlines()]
    rows, change = mutate(grid, chance)
    made = {**tables, sheet: "\n".join(" | ".join(line) for line in grid)}
    return Mutation(kind, sheet, frozenset(rows), change, made)


def _indicators(grid: Grid) -> list[int]:
    header = next(index for index, line in enumerate(grid) if "实际完成值" in line)
    return list(range(header + 1, _total(grid)))


def _total(grid: Grid) -> int:
    return next(index for index, line in enumerate(grid) if line[0] == "总分")


def _funds(grid: Grid) -> list[int]:
    header = next(index for index, line in enumerate(grid) if "全年执行数" in line)
    return [index for index in range(header + 1, header + 5) if grid[index][0] == "^"]


def _set(grid: Grid, row: int, column: int, text: str) -> tuple[list[int], str]:
    change = f"{grid[row][column]} → {text}"
    grid[row][column] = text
    return [row + 1], change


def _other_digit(text: str, chance: random.Random) -> str:
    places = [found.start() for found in re.finditer(r"\d", text)]
    place = places[chance.randrange(len(places))]
    digits = [digit for digit in "123456789" if digit != text[place]]
    return text[:place] + digits[chance.randrange(len(digits))] + text[place + 1 :]


def _a_digit(
    cells: Callable[[Grid], Iterator[tuple[int, int]]],
) -> Callable[[Grid, random.Random], tuple[list[int], str]]:
    def mutate(grid: Grid, chance: random.Random) -> tuple[list[int], str]:
        choices = [(row, column) for row, column in cells(grid) if re.search(r"\d", grid[row][column])]
        row, column = choices[chance.randrange(len(choices))]
        return _set(grid, row, column, _other_digit(grid[row][column], chance))

    return mutate


def _emptied(columns: tuple[int, ...]) -> Callable[[Grid, random.Random], tuple[list[int], str]]:
    def mutate(grid: Grid, chance: random.Random) -> tuple[list[int], str]:
        choices = [(row, column) for row in _indicators(grid) for column in columns if grid[row][column]]
        if not choices:
            choices = [(row, ACTUAL) for row in _indicators(grid)]
        row, column = choices[chance.randrange(len(choices))]
        return _set(grid, row, column, "")

    return mutate


def _row_deleted(grid: Grid, chance: random.Random) -> tuple[list[int], str]:
    rows = _indicators(grid)
    row = rows[chance.randrange(len(rows))]
    gone = grid.pop(row)
    for column in (LEVEL1, LEVEL2):
        if gone[column] != "^" and grid[row][column] == "^":
            grid[row][column] = gone[column]
    return [row + 1, *(each + 1 for each in _indicators(grid)), _total(grid) + 1], f"{gone[NAME]} 整行删除"


def _weight_moved(grid: Grid, chance: random.Random) -> tuple[list[int], str]:
    give, take = chance.sample(_indicators(grid), 2)
    points = chance.randint(1, 5)
    old = grid[give][WEIGHT], grid[take][WEIGHT]
    grid[give][WEIGHT] = str(int(grid[give][WEIGHT]) - points)
    grid[take][WEIGHT] = str(int(grid[take][WEIGHT]) + points)
    return [give + 1, take + 1], f"{old} → {grid[give][WEIGHT]}, {grid[take][WEIGHT]}"


def _unit_changed(grid: Grid, chance: random.Random) -> tuple[list[int], str]:
    choices = [row for row in _indicators(grid) if _unit(grid[row][ACTUAL])]
    row = choices[chance.randrange(len(choices))]
    text, unit = grid[row][ACTUAL], _unit(grid[row][ACTUAL])
    return _set(grid, row, ACTUAL, text.removesuffix(unit) + UNITS[unit])


def _unit(text: str) -> str:
    found = re.fullmatch(r"[\d.]+(\D+)", text)
    return found[1] if found and found[1] in UNITS else ""


def _money_cells(grid: Grid) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in _funds(grid) for column in MONEY)


def _rate_cells(grid: Grid) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in _funds(grid)[:1] for column in (RATE, ROW_SCORE))


def _score_cells(grid: Grid) -> Iterator[tuple[int, int]]:
    yield from ((row, SCORE) for row in _indicators(grid))
    yield _total(grid), 5 if grid[_total(grid)][5] not in ("100",) else 6


def _column(column: int) -> Callable[[Grid], Iterator[tuple[int, int]]]:
    return lambda grid: ((row, column) for row in _indicators(grid))


KINDS: tuple[tuple[str, Callable[[Grid, random.Random], tuple[list[int], str]]], ...] = (
    ("a digit of the money", _a_digit(_money_cells)),
    ("a digit of 执行率 or its score", _a_digit(_rate_cells)),
    ("a digit of a weight", _a_digit(_column(WEIGHT))),
    ("a digit of a score or the total", _a_digit(_score_cells)),
    ("a digit of a target", _a_digit(_column(TARGET))),
    ("a digit of an actual", _a_digit(_column(ACTUAL))),
    ("a row deleted", _row_deleted),
    ("a weight moved", _weight_moved),
    ("a cell emptied", _emptied((NAME, TARGET, ACTUAL, WEIGHT, SCORE, REASON))),
    ("a reason emptied", _emptied((REASON,))),
    ("a unit changed", _unit_changed),
)
