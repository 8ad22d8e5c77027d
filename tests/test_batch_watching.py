"""watch: a dropped file is scored once it is completely written, and a bad one harms no other."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from pathlib import Path

from perf_xlsx.batch.watching import Batch, Snapshot, batches, look, settled

A, B = Path("待评分/a.xlsx"), Path("待评分/下级/b.xlsx")


def seen(*looks: Snapshot) -> list[Batch]:
    """What becomes ready over a sequence of looks."""
    coming = list(looks)
    turns = iter(range(len(looks) + 1))
    found: list[Batch] = []

    def wait() -> None:
        if next(turns) == len(looks) - 1:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        for batch in batches(Path("待评分"), lambda: coming.pop(0), wait):
            found.append(batch)
    return found


def test_a_file_that_still_grows_waits_until_it_stands_still() -> None:
    assert seen({A: (1, 10)}, {A: (2, 20)}, {A: (3, 30)}) == []
    assert seen({A: (1, 10)}, {A: (2, 20)}, {A: (2, 20)}) == [Batch(Path(), (A,))]


def test_a_file_comes_once_and_again_only_when_it_changed() -> None:
    same, changed = {A: (1, 10)}, {A: (5, 11)}
    assert seen(same, same, same, same) == [Batch(Path(), (A,))]
    assert seen(same, same, changed, changed) == [Batch(Path(), (A,))] * 2


def test_files_of_subfolders_come_with_their_folder() -> None:
    both = {A: (1, 10), B: (1, 10)}
    assert seen(both, both) == [Batch(Path(), (A,)), Batch(Path("下级"), (B,))]


def test_an_empty_file_is_not_ready() -> None:
    assert settled({A: (1, 0)}, {A: (1, 0)}, {}) == ()


def test_a_look_sees_workbooks_and_not_the_results(tmp_path: Path) -> None:
    (tmp_path / "评分结果").mkdir()
    (tmp_path / "表.xlsx").write_bytes(b"PK\x03\x04rest")
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    (tmp_path / "说明.txt").write_bytes(b"x")
    assert [path.name for path in look(tmp_path, tmp_path / "评分结果")] == ["表.xlsx"]


def test_watching_goes_on_for_ever() -> None:
    looks = iter(lambda: {A: (1, 10)}, None)
    assert list(islice(batches(Path("待评分"), lambda: next(looks), lambda: None), 1)) == [
        Batch(Path(), (A,))
    ]
