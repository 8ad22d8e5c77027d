"""The output folder of a run: which results stand there already, and how new ones get there."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Final

from perf_xlsx.batch.discovery import Source
from perf_xlsx.batch.names import MAIL, SCORED
from perf_xlsx.batch.seal import seal_of
from perf_xlsx.batch.store import Saved, Saving, current, save

_WORDS: Final[Mapping[Saving, str]] = MappingProxyType(
    {
        Saving.KEPT_EDITED: "已有结果经人工修改，原样保留：{name}",
        Saving.BESIDE_EDITED: "同名结果经人工修改，未覆盖，另存为 {name}",
        Saving.BESIDE_LOCKED: "同名结果正被打开或只读，另存为 {name}",
    }
)
_BESIDE_A_PERSON: Final = frozenset([Saving.KEPT_EDITED, Saving.BESIDE_EDITED])
_ATTACHED: Final = "邮件草稿所附的是本程序生成的结果，不含人工修改；要寄修改后的，请对修改过的文件再运行一次"
_BESIDE: Final = re.compile(r"_(填分|报送稿|邮件草稿)(?:\(\d+\))?\.\w+$")
_ERRORS: Final[Mapping[int, str]] = MappingProxyType(
    {
        errno.ENOSPC: "磁盘已满",
        errno.EROFS: "磁盘是只读的",
        errno.ENAMETOOLONG: "名称过长",
        getattr(errno, "EDQUOT", -1): "磁盘配额已满",
    }
)


def said(error: OSError) -> str:
    """An error of the system in words that a clerk understands, else the system's own."""
    match error:
        case PermissionError():
            return "没有权限"
        case FileExistsError() | NotADirectoryError() | IsADirectoryError():
            return "同名的文件或文件夹已存在"
        case FileNotFoundError():
            return "文件不存在"
    return _ERRORS.get(error.errno or 0, error.strerror or "系统没有说明原因")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written of a product, with a word where it is not as usual."""

    saved: tuple[Saved, ...] = ()
    words: tuple[str, ...] = ()
    unwritten: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The output folder."""

    folder: Path
    force: bool

    def target(self, source: Source, ending: str) -> Path:
        """Where a result of a workbook belongs."""
        path = self.folder.joinpath(*source.output.parts)
        return path.with_name(path.name + ending)

    def standing(self, source: Source, endings: Sequence[str], fingerprint: str) -> tuple[Saved, ...] | None:
        """The results of an earlier run over the same input; None unless all are still there."""
        if self.force:
            return None
        found = [current(self.target(source, ending), seal_of(ending, fingerprint)) for ending in endings]
        return None if None in found else tuple(each for each in found if each is not None)

    def keep(self, source: Source, files: Sequence[tuple[str, bytes]], fingerprint: str) -> Kept:
        """Write the files of a product; what can't be written is told."""
        saved: list[Saved] = []
        try:
            for ending, data in files:
                path = self.target(source, ending)
                path.parent.mkdir(parents=True, exist_ok=True)
                saved.append(save(path, data, seal_of(ending, fingerprint), force=self.force))
        except OSError as error:
            return Kept(tuple(saved), (*words(saved), f"结果未能写入：{said(error)}。"), unwritten=True)
        return Kept(tuple(saved), (*words(saved), *([] if files else self._old(source))))

    def _old(self, source: Source) -> list[str]:
        """A word on the result of an earlier run, when this one gave none."""
        target = self.target(source, SCORED)
        return [f"上次的结果仍保留，但已不是现在的原表：{target.name}"] if target.exists() else []


def words(saved: Sequence[Saved]) -> tuple[str, ...]:
    """What people should know of how results were written."""
    told = [_WORDS[each.saving].format(name=each.path.name) for each in saved if each.saving in _WORDS]
    drafts = [each for each in saved if is_draft(each)]
    if drafts and any(each.saving in _BESIDE_A_PERSON and not is_draft(each) for each in saved):
        told.append(_ATTACHED)
    return tuple(told)


def also(saved: Sequence[Saved]) -> tuple[str, ...]:
    """What lies beside the scored workbooks: 填分, 报送稿, 邮件草稿."""
    found = (_BESIDE.search(each.path.name) for each in saved)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def is_draft(saved: Saved) -> bool:
    """Whether a result is a mail draft."""
    return saved.path.suffix == PurePath(MAIL).suffix
