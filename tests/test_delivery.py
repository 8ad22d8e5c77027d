"""The offline package: what is double-clicked must work in any console and any 记事本."""

from __future__ import annotations

import configparser
import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

SCRIPT = Path(__file__).parent.parent / "delivery" / "build.py"


@pytest.fixture(scope="module")
def delivery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("delivery_build", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_bat_file_is_ascii_with_windows_line_ends(delivery: ModuleType) -> None:
    text = delivery.launcher(delivery.PLATFORMS["windows"], "run").decode("ascii")
    assert text.count("\n") == text.count("\r\n") > 5
    assert "-m perf_xlsx run %*" in text


@pytest.mark.parametrize("name", ["linux-x64", "linux-arm64"])
def test_a_shell_launcher_passes_its_arguments_on(delivery: ModuleType, name: str) -> None:
    text = delivery.launcher(delivery.PLATFORMS[name], "run").decode("ascii")
    assert text.startswith("#!/bin/sh\n")
    assert '-m perf_xlsx run "$@"' in text


@pytest.mark.parametrize("with_python", [True, False])
def test_the_instructions_name_the_launcher_and_leave_no_slot_open(
    delivery: ModuleType, with_python: bool
) -> None:
    for platform in delivery.PLATFORMS.values():
        text = delivery.instructions(platform, with_python=with_python).decode("utf-8-sig")
        assert platform.launcher in text
        assert "{" not in text


def test_an_embeddable_python_is_made_to_see_the_library(delivery: ModuleType, tmp_path: Path) -> None:
    archive = tmp_path / "python-embed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("python.exe", b"MZ")
        packed.writestr("python311._pth", "python311.zip\n.\n")
    delivery.put_python(archive, tmp_path / "python")
    assert (tmp_path / "python" / "python311._pth").read_text("ascii").split() == [
        "python311.zip", ".", "..\\lib",
    ]  # fmt: skip


def test_the_same_folder_packs_to_the_same_bytes(delivery: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "包"
    folder.mkdir()
    (folder / "评分.sh").write_bytes(b"#!/bin/sh\n")
    delivery.pack(folder, tmp_path / "one.zip")
    delivery.pack(folder, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.getinfo("评分.sh").external_attr >> 16 == 0o755


def test_the_pinned_libraries_are_those_that_the_program_asks_for() -> None:
    """One that is too old would break every offline package, and no other test would see it."""
    setup = configparser.ConfigParser()
    setup.read(SCRIPT.parent.parent / "setup.cfg", "utf-8")
    asked = setup["options"]["install_requires"] + setup["options.extras_require"]["report"]
    lines = (SCRIPT.parent / "requirements.txt").read_text("utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line)
    needed = [Requirement(line) for line in asked.split("\n") if line]
    assert {each.name for each in needed} >= {"xlsxwriter", "openpyxl", "pandas", "python-docx"}
    assert [each.name for each in needed if pinned.get(each.name, "0") not in each.specifier] == []
