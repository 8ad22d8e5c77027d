"""Frozen dataclasses of which a workbook has thousands, made as quickly as open ones."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def quickly_made(frozen: type[_T]) -> type[_T]:
    """A frozen, slotted dataclass (without default factories) with an ``__init__`` that assigns its fields.

    The one that ``dataclass`` writes calls ``object.__setattr__`` field by field, which is most of what
    making an instance costs.  This one lets the new object be, for the time of its making, of an open
    class with the same slots.  All else stays as ``dataclass`` made it.
    """
    names = [field.name for field in fields(frozen)]  # type: ignore[arg-type]
    defaults = {field.name: field.default for field in fields(frozen) if field.default is not MISSING}  # type: ignore[arg-type]
    taken = [f"{name}=defaults[{name!r}]" if name in defaults else name for name in names]
    open_class = type(f"Open{frozen.__name__}", (), {"__slots__": tuple(names)})
    lines = [
        f"def __init__(self, {', '.join(taken)}):",
        " be(self, '__class__', open_class)",
        *(f" self.{name} = {name}" for name in names),
        " self.__class__ = frozen",
    ]
    known: dict[str, Any] = {
        "be": object.__setattr__,
        "open_class": open_class,
        "frozen": frozen,
        "defaults": defaults,
    }
    exec("\n".join(lines), known)
    frozen.__init__ = known["__init__"]  # type: ignore[method-assign]
    return frozen
