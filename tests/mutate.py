"""Mutation testing: change the code in one place, and a test must fail.

    python tests/mutate.py                            values, scoring and checks: hours of one core
    python tests/mutate.py perf_xlsx/scoring          one folder or file
    python tests/mutate.py --every 20 --first 7       a sample: the 7th of each 20 mutants
    python tests/mutate.py --new                      only those never asked, and of changed functions

``mutants.py`` says what is changed.  The tests that run the changed line are run in a forked child,
likely killers first, until one fails or ``--budget`` is spent.  The changed code takes the place of
the old one in the living function, decorated or not, and caches are emptied: nothing is imported again.
Tables of a module, and functions that only run while it is imported, are left out.

``.mutation/`` keeps which tests run which lines, as long as the code stays as it is, and the verdicts:
killed mutants are not asked again as long as their function stays as it is.
"""

from __future__ import annotations

import argparse
import functools
import gc
import hashlib
import json
import os
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".mutation"
PACKAGES = ("values", "scoring", "checks")
"""In the order of the data: a cache of an earlier one can't hold what a later one made."""

TESTS = [
    *(str(path) for package in PACKAGES for path in sorted((ROOT / "tests").glob(f"test_{package}_*.py"))),
    str(ROOT / "tests/test_review.py"),
]


class Runner:
    """A pytest plugin: measures every test once, then runs them against each mutant."""

    def __init__(self, mutants: list[Mutant], verdicts: dict[str, str], budget: float) -> None:
        self.mutants, self.verdicts, self.budget = mutants, verdicts, budget
        self.killers: dict[Path, list[str]] = defaultdict(list)
        self.data = coverage.Coverage(
            data_file=str(KEPT / "lines"), source=[str(ROOT / "perf_xlsx")], config_file=False
        )
        self.seconds: dict[str, float] = _read("seconds")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
        self.living: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and "perf_xlsx" in each.__code__.co_filename:
                self.living[_place(each.__code__)].append(each)
        self._measure([item for name, item in self.items.items() if name not in self.seconds])
        gc.freeze()
        for number, mutant in enumerate(self.mutants, 1):
            self.verdicts[mutant.key] = self._verdict(mutant, self._chosen(mutant))
            if number % 50 == 0 or number == len(self.mutants):
                print(f"{number} of {len(self.mutants)} asked", file=sys.stderr, flush=True)
                _write("verdicts", self.verdicts)
        return True

    def _measure(self, items: list[pytest.Item]) -> None:
        """Which tests run which lines; every test on its own, with empty caches."""
        self.data.load()
        self.data.start()
        for item in items:
            self._empty_caches(lambda cache: cache.cache_parameters()["maxsize"] is not None)
            self.data.switch_context(item.nodeid)
            begun = time.process_time()
            failed = any(report.failed for report in runtestprotocol(item, log=False))
            self.seconds[item.nodeid] = time.process_time() - begun
            if failed:
                print(f"left out, as it fails without any mutant: {item.nodeid}", file=sys.stderr)
                del self.items[item.nodeid]
        self.data.stop()
        self.data.save()
        _write("seconds", self.seconds)

    @functools.cache  # noqa: B019
    def _tests(self, path: Path) -> dict[int, list[str]]:
        return self.data.get_data().contexts_by_lineno(str(path))

    @functools.cache  # noqa: B019
    def _rarity(self, path: Path) -> dict[str, float]:
        """By test, how rare the lines of a file are that it runs."""
        rarity: dict[str, float] = defaultdict(float)
        for names in self._tests(path).values():
            for name in names:
                rarity[name] += 1 / len(names)
        return rarity

    def _chosen(self, mutant: Mutant) -> list[str]:
        """The covering tests, as many as the budget allows: likely killers first.

        Those that killed others in this file, then those that run the lines of the function and of its
        file that few tests run, in least time: every workbook asks every check, few make it speak.
        """
        covering = self._tests(mutant.path)
        names = {name for line in mutant.lines for name in covering.get(line, ())} & self.items.keys()
        rarity = self._rarity(mutant.path).copy()
        for line in mutant.span:
            for name in covering.get(line, ()):
                rarity[name] += 1 / len(covering[line])
        known = [name for name in self.killers[mutant.path] if name in names][:10]
        rest = sorted(names.difference(known), key=lambda name: (-rarity[name] / self._cost(name), name))
        chosen, spent = [], 0.0
        for name in known + rest:
            if chosen and spent + self._cost(name) > self.budget:
                continue
            spent += self._cost(name)
            chosen.append(name)
        return chosen

    def _cost(self, name: str) -> float:
        return 0.005 + self.seconds[name]

    def _verdict(self, mutant: Mutant, tests: list[str]) -> str:
        if not tests:
            return "untested" if self._tests(mutant.path).keys() & set(mutant.span) else "import"
        read, write = os.pipe()
        child = os.fork()
        if not child:
            self._die_by_result(mutant, tests, write)
        os.close(write)
        with os.fdopen(read) as pipe:
            killer = pipe.read()
        _, status = os.waitpid(child, 0)
        if killer:
            known = self.killers[mutant.path]
            known[:] = [killer, *(name for name in known if name != killer)]
        return "survived" if status == 0 else "killed"

    def _die_by_result(self, mutant: Mutant, tests: list[str], write: int) -> None:
        """In the child: status 0 when every test passes; a limit of CPU time ends endless loops."""
        limit = int(10 + 3 * sum(self.seconds[name] for name in tests))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        gc.disable()
        status = 1
        try:
            self._put_in_place(mutant)
            later = PACKAGES[: PACKAGES.index(mutant.package)]
            earlier = tuple(f"perf_xlsx.{package}" for package in ("reading", *later))
            self._empty_caches(lambda cache: not cache.__module__.startswith(earlier))
            items = [self.items[name] for name in tests]
            for item, following in zip(items, [*items[1:], None], strict=True):
                if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                    os.write(write, item.nodeid.encode())
                    break
            else:
                status = 0
        finally:
            os._exit(status)

    def _put_in_place(self, mutant: Mutant) -> None:
        for code in _codes(mutant.compiled()):
            if code.co_qualname.split(".<locals>")[0] == mutant.function:
                for function in self.living.get(_place(code), ()):
                    function.__code__ = code

    def _empty_caches(self, which) -> None:
        for cache in filter(which, self.caches):
            cache.cache_clear()


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> list[CodeType]:
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return [code, *(found for each in inner for found in _codes(each))]


def _read(name: str) -> dict:
    path = KEPT / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _write(name: str, content: dict) -> None:
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=0), "utf-8")


def _digest() -> str:
    files = sorted((ROOT / "perf_xlsx").rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _report(found: list[Mutant], verdicts: dict[str, str]) -> None:
    """The survivors, then the figures of each package."""
    for mutant in found:
        if verdicts[mutant.key] in ("survived", "untested"):
            print(f"{verdicts[mutant.key]}  {mutant.shown}")
    for package in (*PACKAGES, ""):
        told = [verdicts[each.key] for each in found if package in (each.package, "")]
        asked = len(told) - told.count("import")
        if asked:
            killed = told.count("killed")
            print(f"{package or 'all'}: {killed} of {asked} killed, {killed / asked:.1%}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("paths", nargs="*", default=[f"perf_xlsx/{package}" for package in PACKAGES])
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--first", type=int, default=1)
    arguments.add_argument("--budget", type=float, default=10.0, help="seconds of tests for one mutant")
    arguments.add_argument("--new", action="store_true")
    chosen = arguments.parse_args()
    sys.path.insert(0, str(ROOT))
    KEPT.mkdir(exist_ok=True)
    if _read("code") != {"digest": _digest()}:
        for name in ("lines", "seconds.json"):
            (KEPT / name).unlink(missing_ok=True)
        _write("code", {"digest": _digest()})
    verdicts = _read("verdicts")
    every = [mutant for path in chosen.paths for mutant in mutants_of(ROOT / path)]
    found = every[chosen.first - 1 :: chosen.every]
    done = ("killed", "survived", "untested", "import") if chosen.new else ("killed",)
    settings.register_profile(
        "mutants",
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    runner = Runner([each for each in found if verdicts.get(each.key) not in done], verdicts, chosen.budget)
    pytest.main(["-p", "no:cacheprovider", "-p", "no:warnings", *TESTS], [runner])
    _report(found, verdicts)


if __name__ == "__main__":
    main()
