"""Where each workbook belongs: its unit and year, and the department of the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from perf_xlsx.batch.discovery import Source
from perf_xlsx.batch.names import shown_name
from perf_xlsx.batch.survey import Identity
from perf_xlsx.model import Problem
from perf_xlsx.text import label, listed

Known = tuple[Source, Identity]


@dataclass(frozen=True, slots=True)
class Home:
    """The unit and year that a workbook is counted under.

    ``unit`` is its name, empty when nobody tells it; ``title`` always says something, the folder's name
    if need be.  ``by_folder`` and ``year_taken``: not told by the workbook itself.
    """

    key: str
    unit: str
    title: str
    year: int | None
    by_folder: bool = False
    year_taken: bool = False
    words: tuple[str, ...] = ()

    def notes(self, file: str) -> Iterator[Problem]:
        """What the merged workbook says of a file that did not tell all by itself."""
        if self.by_folder:
            slots = {"file": file, "fields": "单位名称", "unit": self.title}
            yield Problem("merge.by_folder", found=file, slots=slots)
        if self.year_taken:
            yield Problem("merge.year_taken", found=file, slots={"file": file, "year": str(self.year)})


def homes(sources: Sequence[Source], identities: Mapping[Path, Identity]) -> dict[Path, Home]:
    """The home of every workbook that can be scored."""
    shown = _spelled(identities[source.path].unit for source in sources)
    named: dict[Path, dict[str, str]] = {}
    for source in sources:
        key = label(identities[source.path].unit)
        if key:
            named.setdefault(source.path.parent, {})[key] = shown[key]
    found = {
        source.path: _home(source, identities[source.path], shown, named.get(source.path.parent, {}))
        for source in sources
    }
    return _with_years(found)


def _spelled(names: Iterable[str]) -> dict[str, str]:
    """Of several spellings of a name always the same one, in whatever order they come."""
    shown: dict[str, str] = {}
    for name in names:
        if name:
            shown[label(name)] = min(shown.get(label(name), name), name)
    return shown


def _home(source: Source, identity: Identity, shown: Mapping[str, str], beside: Mapping[str, str]) -> Home:
    """By its name; else by the one unit of its folder, else with the other nameless ones there."""
    if identity.unit:
        key = label(identity.unit)
        return Home(key, shown[key], shown[key], identity.year)
    folder = folder_name(source.path.parent)
    if len(beside) == 1:
        ((key, unit),) = beside.items()
        word = f"{source.file} 没有填写单位名称，按所在文件夹归入“{unit}”。"
        return Home(key, unit, unit, identity.year, by_folder=True, words=(word,))
    if beside:
        word = f"{source.file} 没有填写单位名称，所在文件夹中有几个单位，单独评分。"
        return Home(f"file\0{source.path}", "", source.path.stem, identity.year, words=(word,))
    word = f"{source.file} 没有填写单位名称，与文件夹“{folder}”中的其他文件合并。"
    return Home(f"folder\0{source.path.parent}", "", folder, identity.year, by_folder=True, words=(word,))


def folder_name(folder: Path) -> str:
    """A folder's name for people."""
    return shown_name(folder.resolve().name) or "文件夹"


def _with_years(found: dict[Path, Home]) -> dict[Path, Home]:
    """A workbook without a year has that of its unit's others, when they all have the same."""
    years: dict[str, set[int]] = {}
    for home in found.values():
        if home.year is not None:
            years.setdefault(home.key, set()).add(home.year)
    return {
        path: _dated(home, years.get(home.key, set())) if home.year is None else home
        for path, home in found.items()
    }


def _dated(home: Home, years: Iterable[int]) -> Home:
    known = sorted(years)
    if len(known) != 1:
        return home
    return replace(home, year=known[0], year_taken=True)


# ---------------------------------------------------------------- departments


@dataclass(frozen=True, slots=True)
class Department:
    """The department of a unit; ``name`` is empty when only a folder tells it."""

    key: str
    name: str
    title: str
    note: Problem | None = None


def departments(units: Sequence[Sequence[Known]]) -> list[Department | None]:
    """The department of each unit: as its forms say, else as its folder does."""
    names = [_stated(unit) for unit in units]
    shown = _spelled(names)
    stated = [
        Department(label(name), shown[label(name)], shown[label(name)]) if name else None for name in names
    ]
    beside = _Beside([_folders(unit) for unit in units], stated)
    return [told or beside.department(index, units[index]) for index, told in enumerate(stated)]


def _stated(unit: Sequence[Known]) -> str:
    counted = Counter(identity.department for _, identity in unit if identity.department)
    return counted.most_common(1)[0][0] if counted else ""


def _folders(unit: Sequence[Known]) -> list[Path]:
    """The folders that hold all of a unit's files, the deepest first, none above the given one."""
    chains = [list(_chain(source)) for source, _ in unit]
    return [folder for folder in chains[0] if all(folder in chain for chain in chains)]


def _chain(source: Source) -> Iterator[Path]:
    folder = source.path.parent
    for _ in PurePosixPath(source.file).parts:
        yield folder
        folder = folder.parent


@dataclass(slots=True)
class _Told:
    """What the units of one folder say of their department: the departments, and how many say none."""

    named: dict[str, Department] = field(default_factory=dict)
    silent: int = 0

    def add(self, department: Department | None) -> None:
        if department is None:
            self.silent += 1
        else:
            self.named[department.key] = department


class _Beside:
    """The department of a unit that names none, by the units beside it."""

    def __init__(self, folders: Sequence[Sequence[Path]], stated: Sequence[Department | None]) -> None:
        self._folders = folders
        self._below: dict[Path, _Told] = {}
        self._directly: dict[Path, _Told] = {}
        for own, department in zip(folders, stated, strict=True):
            for folder in own:
                self._below.setdefault(folder, _Told()).add(department)
            for folder in own[:1]:
                self._directly.setdefault(folder, _Told()).add(department)

    def department(self, index: int, unit: Sequence[Known]) -> Department | None:
        """The one department of the nearest folder that has any; else that folder itself, if several
        units share it and it isn't the one that was given.

        The given folder may hold anything: it tells a department only to the files that lie directly in
        it beside others, or when all others have that one.
        """
        own = self._folders[index]
        files = [source.file for source, _ in unit]
        for depth, folder in enumerate(own):
            given = depth == len(own) - 1
            direct = given and depth == 0
            told = (self._directly if direct else self._below)[folder]
            others_silent = told.silent > 1
            if len(told.named) > 1 or (told.named and given and not direct and others_silent):
                return None
            if told.named:
                (department,) = told.named.values()
                return replace(department, note=_note(files, department.title))
            if others_silent and not given:
                title = folder_name(folder)
                return Department(f"folder\0{folder}", "", title, _note(files, title))
        return None


def _note(files: Sequence[str], title: str) -> Problem:
    shown = listed(files, 3, "个文件")
    return Problem("merge.by_folder", found=shown, slots={"file": shown, "fields": "主管部门", "unit": title})
