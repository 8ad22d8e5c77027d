"""Reading one table of a scheme file: each key is asked for by name, and every fault is kept.

Nothing stops at the first fault: a reader gives a stand-in and goes on, so that one run tells all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Raw = Mapping[str, Any]


@dataclass(slots=True)
class Faults:
    """The faults of one file, each with file and key."""

    file: str
    told: list[str] = field(default_factory=list)

    def tell(self, key: str, message: str) -> None:
        self.told.append(f"{self.file}：{key}：{message}")


class Section:
    """A table of the file and the path of its name; ``close`` tells the keys nobody asked for."""

    def __init__(self, raw: object, path: str, faults: Faults) -> None:
        self.path = path
        self.faults = faults
        self.numbers: list[str] = []
        self._asked: set[str] = {"source", "sources"}
        self._raw: Raw = raw if isinstance(raw, Mapping) else {}
        if not isinstance(raw, Mapping):
            faults.tell(path, "应为一张表")

    def fault(self, key: str, message: str) -> None:
        self.faults.tell(f"{self.path}.{key}" if self.path else key, message)

    def _get(self, key: str, required: bool) -> Any:
        self._asked.add(key)
        value = self._raw.get(key)
        if value is None and required:
            self.fault(key, "缺少这一项")
        return value

    def has(self, key: str) -> bool:
        return key in self._raw

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(key, "应为文字")
            return ""
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self._get(key, default is None)
        if value is None:
            return default or allowed[0]
        if value not in allowed:
            self.fault(key, f"“{value}”不在可选范围：{'、'.join(allowed)}")
            return allowed[0]
        return str(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._get(key, default is None)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "应为 true 或 false")
            return False
        return bool(default if value is None else value)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._get(key, default is None)
        if value is None:
            return default or ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fault(key, "应为文字的列表")
            return ()
        return tuple(value)

    def number(self, key: str, low: str, high: str, default: Decimal | None = None) -> Decimal:
        """A number between ``low`` and ``high``, both included; it must have a source."""
        value = self._get(key, default is None)
        if value is None:
            return Decimal(low) if default is None else default
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(key, "应为数字")
            return Decimal(low)
        self.numbers.append(key)
        if not Decimal(low) <= value <= Decimal(high):
            self.fault(key, f"{value} 不在 {low} 至 {high} 之间")
            return Decimal(low)
        return Decimal(value)

    def whole(self, key: str, low: int, high: int) -> int:
        value = self.number(key, str(low), str(high))
        if value != int(value):
            self.fault(key, "应为整数")
        return int(value)

    def mark(self, key: str) -> Decimal | None:
        """A number by which forms are recognised; no points depend on it, so it needs no source."""
        value = self._get(key, required=False)
        if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
            return None if value is None else Decimal(value)
        self.fault(key, "应为数字")
        return None

    def sections(self, key: str) -> list[Section]:
        """A list of tables; their numbers count as numbers of this section."""
        value = self._get(key, required=True)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, "应为表的列表")
            return []
        if value:
            self.numbers.append(key)
        return [Section(each, f"{self.path}.{key}[{n}]", self.faults) for n, each in enumerate(value, 1)]

    def section(self, key: str) -> Section:
        """A table within this one; its numbers count as numbers of this section."""
        value = self._get(key, required=True)
        self.numbers.append(key)
        return Section({} if value is None else value, f"{self.path}.{key}", self.faults)

    def source_keys(self) -> Mapping[str, str]:
        """The name of the source of every number that was read; a number without one is a fault."""
        own = self._raw.get("source", "")
        single = self._raw.get("sources", {})
        if not isinstance(single, Mapping) or self.path == "":
            single = {}
        for key in single:
            if key not in self.numbers:
                self.fault(f"sources.{key}", "这里没有这个数字")
        found = {key: str(single.get(key, own)) for key in self.numbers}
        for key, source in found.items():
            if not source:
                self.fault(key, "数字没有出处（source）")
        return found

    def close(self) -> None:
        for key in self._raw:
            if key not in self._asked:
                self.fault(key, "不认识这一项")
