"""The mutants of a module: each function changed in one place.

    <  ↔  <=    >  ↔  >=    ==  ↔  !=    in  ↔  not in    is  ↔  is not
    +  ↔  -     *  ↔  /     //  →  /     %  →  *     **  →  *
    and  ↔  or      not a  →  a      -a  →  a      True  ↔  False     break  ↔  continue
    1  →  2         "a"  →  "XXaXX"  return a  →  return None        a = b  →  a = None
    a if c else b  →  b if c else a
    lower ↔ upper   lstrip ↔ rstrip  find ↔ rfind   startswith ↔ endswith   min ↔ max   any ↔ all
    strip("a")  →  strip("")

Annotations, docstrings, decorators, default values and ``strict=`` (a fault of ours, never a user's)
stay as they are.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_PAIRS = ("lower upper", "lstrip rstrip", "find rfind", "startswith endswith", "min max", "any all")
NAMES = {a: b for pair in _PAIRS for a, b in (pair.split(), reversed(pair.split()))}
Slot = tuple[ast.AST, str, int | None]
"""Where a node hangs: the node above, its field, and the place in a list."""


@dataclass(frozen=True)
class Mutant:
    """One change on ``lines`` of a function on ``span``; ``key`` holds while the function stays as it is."""

    path: Path
    package: str
    function: str
    span: range
    lines: range
    shown: str
    key: str
    compiled: Callable[[], CodeType]

    @property
    def place(self) -> str:
        return f"{self.path}:{self.function}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """The mutants of a file or of all files in a folder."""
    for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
        source = file.read_text("utf-8")
        tree = ast.parse(source)
        for name, function in _functions(tree, ""):
            digest = hashlib.sha256((ast.get_source_segment(source, function) or "").encode()).hexdigest()[:8]
            for number, (slot, new) in enumerate(_changes(function)):
                span = range(function.lineno + 1, (function.end_lineno or 0) + 1)
                yield _mutant(file, tree, name, span, f"{digest}-{number}", slot, new)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")


def _mutant(
    file: Path, tree: ast.Module, name: str, span: range, key: str, slot: Slot, new: ast.AST
) -> Mutant:
    old = _at(slot)
    shown_of = slot[0] if isinstance(old, (ast.operator, ast.cmpop, ast.boolop)) else old
    line = _line(old, slot[0])
    before = ast.unparse(shown_of)

    def compiled() -> CodeType:
        _put(slot, new)
        try:
            return compile(ast.fix_missing_locations(tree), str(file), "exec")
        finally:
            _put(slot, old)

    _put(slot, new)
    after = ast.unparse(slot[0] if shown_of is slot[0] else new)
    _put(slot, old)
    end = getattr(old, "end_lineno", None) or line
    shown = f"{file.parent.name}/{file.name}:{line} {name}: {before} → {after}"
    place = f"{file.parent.name}/{file.name}:{name}"
    lines = range(line, end + 1)
    return Mutant(file, file.parent.name, name, span, lines, shown, f"{place}:{key}", compiled)


def _line(node: ast.AST, above: ast.AST) -> int:
    return getattr(node, "lineno", 0) or getattr(above, "lineno", 0)


def _at(slot: Slot) -> ast.AST:
    above, field, index = slot
    value = getattr(above, field)
    return value if index is None else value[index]


def _put(slot: Slot, node: ast.AST) -> None:
    above, field, index = slot
    if index is None:
        setattr(above, field, node)
    else:
        getattr(above, field)[index] = node


def _changes(function: ast.FunctionDef) -> Iterator[tuple[Slot, ast.AST]]:
    for slot in _slots(function):
        for new in _news(_at(slot), slot):
            yield slot, new


def _slots(node: ast.AST) -> Iterator[Slot]:
    """All slots below, but for annotations, decorators, defaults, docstrings and patterns' names."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "defaults", "kw_defaults", "ctx"):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if (
                not isinstance(child, ast.AST)
                or _is_docstring(child)
                or getattr(child, "arg", "") == "strict"
            ):
                continue
            yield node, field, index if isinstance(value, list) else None
            yield from _slots(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _news(node: ast.AST, slot: Slot) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    above, field, _ = slot
    if type(node) in SWAPS:
        yield SWAPS[type(node)]()
    elif isinstance(node, ast.Constant):
        yield from _constants(node, above)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Name) and field == "func" and node.id in NAMES:
        yield ast.Name(NAMES[node.id], node.ctx)
    elif isinstance(node, ast.Attribute) and field == "func" and node.attr in NAMES:
        yield ast.Attribute(node.value, NAMES[node.attr], node.ctx)
    if _may_be_none(node, above, field):
        yield ast.Constant(None)


def _constants(node: ast.Constant, above: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str):
        yield ast.Constant("" if _is_strip(above) else f"XX{node.value}XX")


def _is_strip(above: ast.AST) -> bool:
    """Whether a text is the set of characters that a strip takes off: more of them change nothing."""
    return (
        isinstance(above, ast.Call)
        and isinstance(above.func, ast.Attribute)
        and above.func.attr in ("strip", "lstrip", "rstrip")
    )


def _may_be_none(node: ast.AST, above: ast.AST, field: str) -> bool:
    if isinstance(node, (ast.Constant, ast.Starred)):
        return False
    return isinstance(above, (ast.Return, ast.Assign)) and field == "value"
