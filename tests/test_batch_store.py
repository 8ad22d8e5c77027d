"""Results on the disk: whole or not at all, never over a person's work."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from batch_work import archive
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.batch.names import numbered, output_stem, safe_name
from perf_xlsx.batch.seal import Seal, read_seal, sealed
from perf_xlsx.batch.store import Saving, save, sweep, write_whole

SEAL = Seal("scored", "a" * 32)
OTHER = Seal("scored", "b" * 32)


def edit(path: Path) -> None:
    """Save the workbook anew, as any program would."""
    path.write_bytes(archive("改过"))


def test_a_sealed_workbook_tells_its_fingerprint_until_it_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(sealed(archive(), SEAL))
    assert read_seal(path) == SEAL
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("more.xml", "多一点")
    assert read_seal(path) is None


@pytest.mark.parametrize("data", [b"", b"no zip", archive()])
def test_other_files_have_no_seal(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    assert read_seal(path) is None


def test_the_same_result_is_not_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "表_评分.xlsx"
    assert save(path, archive(), SEAL).saving is Saving.WRITTEN
    assert save(path, archive(), SEAL).saving is Saving.UNCHANGED


def test_a_new_result_replaces_an_untouched_one(tmp_path: Path) -> None:
    path = tmp_path / "表_评分.xlsx"
    save(path, archive(), SEAL)
    assert save(path, archive("新"), OTHER).path == path
    assert read_seal(path) == OTHER


def test_an_edited_result_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "表_评分.xlsx"
    save(path, archive(), SEAL)
    edit(path)
    edited = path.read_bytes()
    saved = save(path, archive("新"), OTHER, force=True)
    assert (saved.path.name, saved.saving) == ("表_评分(2).xlsx", Saving.BESIDE_EDITED)
    assert path.read_bytes() == edited
    again = save(path, archive("新"), OTHER)
    assert (again.path.name, again.saving) == ("表_评分(2).xlsx", Saving.UNCHANGED)


def test_a_read_only_result_gets_a_numbered_sibling(tmp_path: Path) -> None:
    path = tmp_path / "表_评分.xlsx"
    save(path, archive(), SEAL)
    path.chmod(0o444)
    before = path.read_bytes()
    saved = save(path, archive("新"), OTHER)
    assert (saved.path.name, saved.saving) == ("表_评分(2).xlsx", Saving.BESIDE_LOCKED)
    assert path.read_bytes() == before


def test_a_result_held_by_another_program_gets_a_numbered_sibling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表_评分.xlsx"
    save(path, archive(), SEAL)
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "open in another program")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    saved = save(path, archive("新"), OTHER)
    assert (saved.path.name, saved.saving) == ("表_评分(2).xlsx", Saving.BESIDE_LOCKED)
    assert read_seal(path) == SEAL
    assert sorted(each.name for each in tmp_path.iterdir()) == ["表_评分(2).xlsx", "表_评分.xlsx"]


def test_a_folder_of_that_name_is_gone_around(tmp_path: Path) -> None:
    (tmp_path / "表_评分.xlsx").mkdir()
    assert save(tmp_path / "表_评分.xlsx", archive(), SEAL).path.name == "表_评分(2).xlsx"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_half_written_is_swept(tmp_path: Path) -> None:
    (tmp_path / "深").mkdir()
    (tmp_path / "深" / ".表_评分.xlsx.perf_xlsx.tmp").write_bytes(b"half")
    (tmp_path / "深" / ".别人的.tmp").write_bytes(b"theirs")
    sweep(tmp_path)
    assert [each.name for each in (tmp_path / "深").iterdir()] == [".别人的.tmp"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("自评表", "自评表"),
        ("a:b*c?", "a_b_c_"),
        ("CON", "_CON"),
        ("com1.2021", "_com1.2021"),
        ("尾巴. ", "尾巴"),
        ("...", "_"),
    ],
)
def test_odd_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_a_safe_name_is_short_stays_safe_and_can_be_written(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 180
    assert safe_name(safe) == safe
    assert not set(safe) & set('<>:"/\\|?*')


@pytest.mark.parametrize("stem", ["表", "表_评分", "表_评分_评分", "表_评分(2)"])
def test_an_output_as_input_keeps_its_name(stem: str) -> None:
    assert output_stem(stem) == "表"


def test_numbers_stand_before_the_ending() -> None:
    assert numbered("表_评分.xlsx", 3) == "表_评分(3).xlsx"
