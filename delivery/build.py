"""Builds the package for offices without internet: ``python delivery/build.py windows -o dist``.

The package is one .zip: the library and all it needs unpacked in ``lib/``, a launcher that scores by
double click, and a page of instructions.  Python itself is put in from a file that the builder gives
(``--python``); without it the instructions say which file goes where.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PYTHON_VERSION = "3.11"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of machine: its wheel tags and what its people double-click."""

    name: str
    tags: tuple[str, ...]
    launcher: str
    template: str
    line_end: str
    python_note: str
    platform_note: str


_NO_PYTHON_LINUX = (
    f"本机需有 Python {PYTHON_VERSION} 或更高版本；也可以把便携版 Python 解压到本文件夹的 python 目录。"
)

PLATFORMS = {
    "windows": Platform(
        "windows-x64",
        ("win_amd64",),
        "评分.bat",
        "模板.bat",
        "\r\n",
        "如果本文件夹里没有 python 目录：请把 Python 官方网站的 Windows embeddable package"
        f"（64 位，{PYTHON_VERSION}）解压成 python 目录，"
        "并把其中 python311._pth 的内容改成三行：python311.zip、.、..\\lib",
        "Windows 10 及以上，64 位。Windows 7、8 与 32 位系统不支持。",
    ),
    "linux-x64": Platform(
        "linux-x64",
        ("manylinux2014_x86_64", "manylinux_2_24_x86_64", "manylinux_2_27_x86_64", "manylinux_2_28_x86_64"),
        "评分.sh",
        "模板.sh",
        "\n",
        _NO_PYTHON_LINUX,
        "统信、麒麟等 Linux，x86_64。",
    ),
    "linux-arm64": Platform(
        "linux-arm64",
        (
            "manylinux2014_aarch64",
            "manylinux_2_24_aarch64",
            "manylinux_2_27_aarch64",
            "manylinux_2_28_aarch64",
        ),
        "评分.sh",
        "模板.sh",
        "\n",
        _NO_PYTHON_LINUX,
        "统信、麒麟等 Linux，aarch64（飞腾、鲲鹏）。",
    ),
}


def launcher(platform: Platform, command: str) -> bytes:
    """The text of a launcher.  ASCII only: a .bat is read in the console's own code page."""
    if platform.launcher.endswith(".bat"):
        lines = [
            "@echo off",
            "setlocal",
            'cd /d "%~dp0"',
            'set "PYTHONPATH=%~dp0lib"',
            'set "PY=python"',
            'if exist "%~dp0python\\python.exe" set "PY=%~dp0python\\python.exe"',
            f'"%PY%" -m perf_xlsx {command} %*',
            "echo.",
            "pause",
        ]
    else:
        lines = [
            "#!/bin/sh",
            'here=$(cd "$(dirname "$0")" && pwd)',
            'PYTHONPATH="$here/lib"; export PYTHONPATH',
            f"py=python{PYTHON_VERSION}",
            'command -v "$py" >/dev/null 2>&1 || py=python3',
            '[ -x "$here/python/bin/python3" ] && py="$here/python/bin/python3"',
            'cd "$here" || exit 3',
            f'exec "$py" -m perf_xlsx {command} "$@"',
        ]
    return (platform.line_end.join(lines) + platform.line_end).encode("ascii")


def instructions(platform: Platform, *, with_python: bool) -> bytes:
    """The one-page 使用说明, with a byte order mark so that every 记事本 shows it."""
    note = "Python 已在本文件夹的 python 目录里，不必另装。" if with_python else platform.python_note
    text = (HERE / "使用说明.txt").read_text("utf-8")
    filled = text.format(
        python_note=note,
        launcher=platform.launcher,
        template=platform.template,
        platform_note=platform.platform_note,
    )
    return filled.replace("\n", platform.line_end).encode("utf-8-sig")


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "-q", *arguments], check=True)


def collect_wheels(platform: Platform, wheels: Path) -> None:
    """The project's own wheel and every pinned one for the platform."""
    _pip("wheel", "--no-deps", "-w", str(wheels), str(HERE.parent))
    _pip("download", "-d", str(wheels), *_target(platform), "-r", str(HERE / "requirements.txt"))


def unpack(platform: Platform, wheels: Path, library: Path) -> None:
    """Install from the wheels alone; fails when one that is needed is missing."""
    target = ("--target", str(library), "--no-index", "--find-links", str(wheels), "--no-compile")
    _pip("install", *target, *_target(platform), "perf_xlsx[report]")


def _target(platform: Platform) -> list[str]:
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    return [*tags, "--python-version", PYTHON_VERSION, "--implementation", "cp", "--only-binary=:all:"]


def put_python(archive: Path, folder: Path) -> None:
    """Unpack an embeddable Python and let it see ``lib/``."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    for path in folder.glob("python3*._pth"):
        path.write_text("\r\n".join([f"{path.stem}.zip", ".", "..\\lib", ""]), "ascii", newline="")


def pack(folder: Path, archive: Path) -> None:
    """All files of a folder as one .zip, in a fixed order and with fixed times."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
                packed.writestr(entry, path.read_bytes())


def build(platform: Platform, output: Path, python: Path | None) -> Path:
    """The package of one platform; returns its path."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        wheels, folder = Path(work, "wheels"), Path(work, "package")
        folder.mkdir()
        collect_wheels(platform, wheels)
        unpack(platform, wheels, folder / "lib")
        if python is not None:
            put_python(python, folder / "python")
        (folder / platform.launcher).write_bytes(launcher(platform, "run"))
        (folder / platform.template).write_bytes(launcher(platform, "template"))
        (folder / "使用说明.txt").write_bytes(instructions(platform, with_python=python is not None))
        archive = output / f"perf_xlsx-{platform.name}.zip"
        pack(folder, archive)
    return archive


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("platform", choices=sorted(PLATFORMS))
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"))
    parser.add_argument("--python", type=Path, help="embeddable Python (.zip) to put in")
    arguments = parser.parse_args()
    print(build(PLATFORMS[arguments.platform], arguments.output, arguments.python))


if __name__ == "__main__":
    main()
