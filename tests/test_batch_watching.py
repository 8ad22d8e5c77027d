"""watch: a dropped file is scored once it is completely written, and a bad one harms no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

import pytest
from batch_work import workbook
from click.testing import CliRunner, Result

from perf_xlsx.batch.engines import Serial
from perf_xlsx.batch.watching import Snapshot, Watch, look
from perf_xlsx.cli.app import app

A, B = Path("待评分/a.xlsx"), Path("待评分/下级/b.xlsx")
GUARD = 120  # seconds; only so that a fault can't hang the suite
posix = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")


def seen(*looks: Snapshot) -> list[set[Path]]:
    """What is new at each of a sequence of looks, each turn done at once."""
    watch, found = Watch(), []
    for now in looks:
        turn = watch.turn(now)
        found.append(set(turn.new))
        watch.done(turn)
    return found


def test_a_file_that_still_grows_waits_until_it_stands_still() -> None:
    assert seen({A: (1, 10)}, {A: (2, 20)}, {A: (3, 30)}) == [set(), set(), set()]
    assert seen({A: (1, 10)}, {A: (2, 20)}, {A: (2, 20)}) == [set(), set(), {A}]


def test_a_file_comes_once_and_again_only_when_it_changed() -> None:
    same, changed = {A: (1, 10)}, {A: (5, 11)}
    assert seen(same, same, same, same) == [set(), {A}, set(), set()]
    assert seen(same, same, changed, changed) == [set(), {A}, set(), {A}]


def test_what_is_complete_already_goes_along_with_the_new() -> None:
    watch = Watch()
    watch.turn({A: (1, 10)})
    watch.done(watch.turn({A: (1, 10), B: (1, 10)}))
    turn = watch.turn({A: (1, 10), B: (1, 10)})
    assert (turn.new, turn.complete) == ({B}, {A, B})


def test_a_turn_that_failed_comes_again() -> None:
    watch = Watch()
    turns = [watch.turn({A: (1, 10)}) for _ in range(3)]
    assert [set(turn.new) for turn in turns] == [set(), {A}, {A}]


def test_an_empty_file_is_not_ready() -> None:
    assert seen({A: (1, 0)}, {A: (1, 0)}) == [set(), set()]


def test_a_look_sees_workbooks_and_not_results_locks_and_half_downloads(tmp_path: Path) -> None:
    (tmp_path / "评分结果").mkdir()
    for name in ("表.xlsx", "~$表.xlsx", "说明.txt", "表2.xlsx.crdownload"):
        (tmp_path / name).write_bytes(b"PK\x03\x04rest" if "表" in name else b"x")
    assert [path.name for path in look(tmp_path, tmp_path / "评分结果")] == ["表.xlsx"]


# ---------------------------------------------------------------- the command, look by look


def watched(
    monkeypatch: pytest.MonkeyPatch, root: Path, *steps: Callable[[], None], options: Sequence[str] = ()
) -> Result:
    """The command, with a step of a story in place of each wait and Ctrl-C at the end."""
    coming: Iterator[Callable[[], None]] = iter(steps)

    def wait(_: float) -> None:
        step = next(coming, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.chdir(root)
    monkeypatch.setattr("perf_xlsx.cli.watch.time.sleep", wait)
    monkeypatch.setattr("perf_xlsx.cli.running.engine", lambda *_: Serial())
    return CliRunner().invoke(app, ["watch", *options])


def drop(path: Path, data: bytes) -> Callable[[], None]:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return write


def together(*steps: Callable[[], None]) -> Callable[[], None]:
    def all_of_them() -> None:
        for step in steps:
            step()

    return all_of_them


def nothing() -> None:
    """A look passes."""


def test_files_are_scored_as_they_become_complete_and_bad_ones_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, whole = tmp_path / "待评分", workbook()
    result = watched(
        monkeypatch,
        tmp_path,
        *(drop(box / "长.xlsx", whole[: 1000 * part]) for part in range(1, 4)),
        together(drop(box / "~$长.xlsx", b"lock"), drop(box / "长.xlsx", whole[:4000])),
        together(drop(box / "坏.xlsx", b"PK\x03\x04 and no more"), drop(box / "长.xlsx", whole[:5000])),
        drop(box / "长.xlsx", whole),
        nothing,
        nothing,
        drop(box / "下级" / "后.xlsx", whole),
        nothing,
        nothing,
    )
    assert result.exit_code == 130
    lines = result.stdout.splitlines()
    assert [line.partition("　")[0] for line in lines] == ["坏.xlsx", "长.xlsx", "下级/后.xlsx"]
    assert [("未评分" in line) for line in lines] == [True, False, False]
    assert result.stderr.count("跳过 ~$长.xlsx") == 1
    assert (tmp_path / "评分结果" / "下级" / "后_评分.xlsx").is_file()
    assert result.stderr.endswith("已停止；已完成的结果都已保存。\n")


def test_results_of_files_with_the_same_stem_don_t_take_each_other_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = tmp_path / "待评分"
    watched(
        monkeypatch,
        tmp_path,
        drop(box / "表.xlsx", workbook()),
        nothing,
        nothing,
        drop(box / "表.xlsm", workbook()),
        nothing,
        nothing,
    )
    made = sorted(path.name for path in (tmp_path / "评分结果").glob("*_评分.xlsx"))
    assert made == ["表_xlsm_评分.xlsx", "表_评分.xlsx"]


def test_an_output_folder_that_can_t_be_used_for_a_while_is_told_once_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "评分结果"
    result = watched(
        monkeypatch,
        tmp_path,
        drop(blocked, b"a file in the way"),
        drop(tmp_path / "待评分" / "表.xlsx", workbook()),
        nothing,
        nothing,
        nothing,
        blocked.unlink,
        nothing,
    )
    assert result.stderr.count("稍后自动再试") == 1
    assert (blocked / "表_评分.xlsx").is_file()


def test_it_makes_of_each_workbook_what_run_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(
        monkeypatch,
        tmp_path,
        drop(tmp_path / "待评分" / "表.xlsx", workbook()),
        nothing,
        nothing,
        options=("--eml", "--final", "--anyway"),
    )
    made = {path.name for path in (tmp_path / "评分结果").iterdir()}
    assert made == {"表_评分.xlsx", "表_报送稿.xlsx", "表_邮件草稿.eml"}


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["watch", str(tmp_path / "没有")])
    assert result.exit_code == 2
    assert "找不到文件夹" in result.stderr


# ---------------------------------------------------------------- the command as a process


class Lines:
    """Lines of a stream as they come; a line that never comes fails the test after ``GUARD``."""

    def __init__(self, stream: IO[str]) -> None:
        self._queue: Queue[str | None] = Queue()
        Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._queue.put(line)
        self._queue.put(None)

    def until(self, text: str) -> str:
        while (line := self._queue.get(timeout=GUARD)) is not None:
            if text in line:
                return line
        raise AssertionError(f"{text} never came")


@posix
def test_a_process_scores_what_is_dropped_and_ends_cleanly_with_ctrl_c(tmp_path: Path) -> None:
    box = tmp_path / "待评分"
    command = [sys.executable, "-m", "perf_xlsx", "watch"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            results, words = Lines(process.stdout), Lines(process.stderr)
            words.until("正在守着")
            whole = workbook()
            drop(box / "~$整.xlsx", b"lock")()
            drop(box / "坏.xlsx", b"no workbook")()
            drop(box / "半.xlsx", whole[:2000])()
            drop(box / "整.xlsx", whole)()
            assert "总分" in results.until("整.xlsx")
            drop(box / "半.xlsx", whole)()
            assert "→ 半_评分.xlsx" in results.until("半.xlsx　总分")
            process.send_signal(signal.SIGINT)
            words.until("已停止")
            assert process.wait(GUARD) == 130
        finally:
            process.kill()
    made = sorted(path.name for path in (tmp_path / "评分结果").glob("*_评分.xlsx"))
    assert made == ["半_评分.xlsx", "整_评分.xlsx"]
