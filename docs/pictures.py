"""Makes the pictures of the README from the samples: ``python docs/pictures.py`` (LibreOffice, poppler).

The scored sample is printed to PDF by LibreOffice; three of its pages become small PNG files.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from perf_xlsx.evaluate import evaluate
from perf_xlsx.writing.scored import write_scored

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "samples" / "示例_问题表.xlsx"
WIDTH = 1000
PAGES = {"评分汇总": ("评分汇总", 830), "项目表": ("01", 707), "问题清单": ("问题清单", 707)}
"""Picture → how the footer of its page begins (each page names its sheet there), and its height."""


def printed(folder: Path) -> Path:
    """The scored sample as a PDF."""
    (evaluation,) = evaluate(SAMPLE.read_bytes(), SAMPLE.name)
    workbook = folder / "评分.xlsx"
    workbook.write_bytes(write_scored(evaluation))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(workbook)],
        check=True,
        capture_output=True,
    )
    return workbook.with_suffix(".pdf")


def page_of(pdf: Path, sheet: str) -> int:
    """The first page whose last line names the sheet."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    for number, page in enumerate(text.stdout.split("\f"), 1):
        lines = page.rstrip().splitlines()
        if lines and lines[-1].rpartition("页")[2].strip().startswith(sheet):
            return number
    raise LookupError(sheet)


def main() -> None:
    """Write the pictures into ``docs/图``."""
    target = HERE / "图"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        pdf = printed(Path(work))
        for name, (sheet, height) in PAGES.items():
            page = str(page_of(pdf, sheet))
            subprocess.run(
                ["pdftoppm", "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-f", page, "-l", page,
                 "-x", "0", "-y", "0", "-W", str(WIDTH), "-H", str(height),
                 "-singlefile", str(pdf), str(target / name)],
                check=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
