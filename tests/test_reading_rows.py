# ruff: noqa: RUF005 - lists of odd things read best in pieces
"""Rows read by patterns are the rows that the parser reads: cells, order, problems, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import fuzz_reader
import pytest
from cases.parts import HEAD, MAIN, sheet_xml
from cases.readable import READABLE
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.model import Book, Problem
from perf_xlsx.reading import limits, sheet_part
from perf_xlsx.reading.blanks import without_blanks
from perf_xlsx.reading.cells import Cells
from perf_xlsx.reading.contents import Contents
from perf_xlsx.reading.open import read_book
from perf_xlsx.reading.refusal import Refusal
from perf_xlsx.reading.rows import Merge, TakeRow, without_plain_rows

SAMPLES = sorted((Path(__file__).parent.parent / "samples").rglob("*.xlsx"))
Way = Callable[[Iterator[bytes], str, Callable[[], bool], TakeRow, Merge], Iterator[bytes]]


def parser_alone(
    chunks: Iterator[bytes], encoding: str, inside: Callable[[], bool], take: TakeRow, merge: Merge
) -> Iterator[bytes]:
    return without_blanks(chunks)


class Pieces:
    """Stands for a package with one part."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data = data
        self.size = size
        self.left = limits.TOTAL_BYTES

    def chunks(self, part: str, limit: int) -> Iterator[bytes]:
        yield self.data[: self.data.find(b"<sheetData>") + 12 + self.size]
        for start in range(self.data.find(b"<sheetData>") + 12 + self.size, len(self.data), self.size):
            yield self.data[start : start + self.size]


TEXTS = ["一", "甲 & 乙", "", "3", " ", "'0012", "（空）", '=DISPIMG("ID")']
FORMATS = ["General", "0.00%", "0", '"≥"0%', "@", "yyyy-mm-dd"]


def told(data: bytes, way: Way, size: int = 1 << 18, room: int = 1000) -> str:
    """All that comes of a sheet's part, in its order; a refusal by its rule."""
    contents = Contents(TEXTS, Cells(FORMATS))
    kept = sheet_part.without_plain_rows
    sheet_part.without_plain_rows = way
    try:
        found = sheet_part.read_sheet(Pieces(data, size), "part", "表", contents, room)  # type: ignore[arg-type]
    except Refusal as refused:
        return refused.problem.rule
    finally:
        sheet_part.without_plain_rows = kept
    unanswered = contents.cells.unanswered
    return "\n".join(
        map(repr, [*found.cells.items(), found.merges, found.problems, found.margins, unanswered])
    )


def same(data: bytes, size: int = 1 << 18, room: int = 1000) -> None:
    assert told(data, without_plain_rows, size, room) == told(data, parser_alone, size, room)


def left_for_parser(data: bytes) -> tuple[bytes, int]:
    """The bytes that the parser still sees, and how many rows it doesn't."""
    taken: list[int] = []
    left = without_plain_rows(
        iter([data]), "utf-8", lambda: True, lambda row, *_: taken.append(row), lambda _: None
    )
    return b"".join(left), len(taken)


def test_plain_rows_never_reach_the_parser() -> None:
    plain = sheet_xml('<row r="1" spans="1:2"><c r="A1" s="3" t="s"><v>1</v></c><c r="B1"/></row>\n').encode()
    left, rows = left_for_parser(plain)
    assert rows == 1
    assert b"<row" not in left
    assert b"<mergeCell" not in left


@pytest.mark.parametrize(
    "row",
    [
        "<row r='2'><c r='A2'><v>1</v></c></row>",
        '<row r="2"><c r="A2"><v>&#49;</v></c></row>',
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="A2" vm="1" t="e"><v>#VALUE!</v></c></row>',
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>',
    ],
)
def test_an_odd_row_goes_to_the_parser_and_the_next_one_does_not(row: str) -> None:
    before, after = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="3"><c r="A3"><v>1</v></c></row>'
    left, rows = left_for_parser(sheet_xml(before + row + after).encode())
    assert rows == 2
    assert left.count(b"<row") == 1


@pytest.mark.parametrize("begun", ["<!-- -->", "<?a?>", "<other/>", "</sheetData>", "<row/>"])
def test_where_anything_but_rows_begins_all_goes_to_the_parser(begun: str) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    left, rows = left_for_parser(sheet_xml(row + begun + row).encode())
    assert rows == 1
    assert begun.encode() + row.encode() in left


def test_many_odd_rows_end_the_search_for_plain_ones() -> None:
    odd = "".join(f"<row r='{row}'><c r='A{row}'><v>1</v></c></row>" for row in range(1, 80))
    left, rows = left_for_parser(sheet_xml(odd + '<row r="80"><c r="A80"><v>1</v></c></row>').encode())
    assert rows == 0
    assert left.count(b"<row") == 80


def test_tags_of_plain_rows_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 1000)
    row = '<row r="1">' + '<c r="A1"><v>1</v></c>' * 100 + "</row>"
    same(sheet_xml(row).encode())
    assert told(sheet_xml(row * 3).encode(), without_plain_rows) == "file.unpacks_too_large"
    same(sheet_xml(row * 3).encode())


# ---------------------------------------------------------------- laws

TEXT = st.sampled_from(
    ["1", "0", "2", "12.50", "1E3", "-3", "x", "44260", "89.740000000000009", "TRUE", "#N/A", "2021-03-05"]
    + [
        "",
        " ",
        "甲乙",
        "&amp;",
        "&lt;b&gt;",
        "&quot;&apos;",
        "&#10;",
        "&#x4e00;",
        "&nbsp;",
        "&",
        "a>b",
        "]]>",
    ]
    + ["_x000D_", "a\tb", "a\nb", "a\r\nb", "\x01", "\ufffe", "\u200b", "'007", "=SUM(A1)", "\U0001f600"]
)
FORMULA = st.sampled_from(
    [
        "<f>SUM(A1:B2)</f>",
        "<f/>",
        "<f></f>",
        "<f> =A1&amp;B1</f>",
        '<f aca="false">A1+1</f>',
        "<f>A1&lt;2</f>",
    ]
    + ['<f t="shared" ref="A1:A9" si="0">B1</f>', '<f t="shared" si="0"/>', '<f t="array" ref="A1">B1</f>']
    + ['<f>DISPIMG("ID")</f>', "<f>image(A1)</f>", "<f>_xlfn.IMAGE(A1)</f>", "<f>1<!-- 2 -->3</f>"]
)
VALUE = st.builds(
    str.format,
    st.sampled_from(
        ["<v>{}</v>"] * 8
        + ["<v/>", "<v></v>", "", "<is><t>{}</t></is>", '<is><t xml:space="preserve">{}</t></is>']
        + [
            "<is><r><t>{}</t></r><r><t>甲</t></r></is>",
            "<v><![CDATA[{}]]></v>",
            "<is><t>a</t><rPh><t>{}</t></rPh></is>",
        ]
        + ["<v>{}</v><v>2</v>", "<V>{}</V>", '<v xmlns="other">{}</v>', "<v>{}</v><extLst/>"]
    ),
    TEXT,
)
BLANK_ATTRIBUTES = (
    ["", ' s="1"', ' t="s"', ' s="2" t="s"', ' t="s" s="3"', ' t="str"', ' s="4" t="str"', ' t="inlineStr"']
    + [' t="b"', ' t="e"', ' t="e" vm="1"', ' t="d"', ' s="5"', ' t="n"', ' s="99"', ' t="z"', " s='1'"]
    + [' cm="1"', '  s="1"']
)
ODD_ATTRIBUTES = [' s="1" s="2"', ' xmlns="other"', ' x:s="1"']
"""Not of blank cells: what is wrong with one of them isn't noticed either way, when it isn't looked at."""


MERGED = [
    '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C3"/></mergeCells>',
    '<mergeCells><mergeCell ref="B2:A1"/><mergeCell ref="A1:XFE9"/></mergeCells><mergeCells/>',
    '<autoFilter ref="A1:B2"/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>",
    '<mergeCells><mergeCell ref="$A$1:B2"/> </mergeCells>',
    '<mergeCells x="<"/>',
    "",
]


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    column = draw(st.sampled_from(["A", "B", "C", "D", "H", "AA", "XFD", "XFE", "b", "$A"]))
    at = draw(st.sampled_from([row] * 12 + [row + 1, 0]))
    address = draw(st.sampled_from([f' r="{column}{at}"'] * 20 + [f" r='{column}{at}'", "", ' r="?"']))
    kind = draw(st.integers(0, 9))
    inner = (draw(FORMULA) if kind > 6 else "") + (draw(VALUE) if kind > 2 else "")
    if not inner:
        blank = f"<c{address}{draw(st.sampled_from(BLANK_ATTRIBUTES))}"
        return f"{blank}/>" if kind else f"{blank}></c>"
    return f"<c{address}{draw(st.sampled_from(BLANK_ATTRIBUTES + ODD_ATTRIBUTES))}>{inner}</c>"


@st.composite
def rows(draw: st.DrawFn) -> str:
    row = draw(st.integers(1, 6))
    written = draw(
        st.sampled_from([f' r="{row}"'] * 12 + [f" r='{row}'", "", ' r="1048577"', ' r="0"', ' r=" 3"'])
    )
    space = draw(st.sampled_from([""] * 5 + ["\n  ", "\r\n", "x", "<!-- <c> -->", "<?p?>"]))
    inner = space.join(draw(st.lists(cells(row), max_size=4)))
    usual = ["", "", "", ' ht="15" customHeight="1"', ' hidden="1"', ' ht="0"', ' spans="1:9"']
    odd = [
        ' x14ac:dyDescent="0.2"',
        ' ht="1" ht="2"',
        ' x="a&gt;b"',
        ' xmlns="other"',
        ' r="2"',
        ' note="甲"',
    ]
    attributes = draw(st.sampled_from([*usual, *odd] if "<v>" in inner else usual))
    if not inner and draw(st.booleans()):
        return f"<row{written}{attributes}/>"
    return f"<row{written}{attributes}>{inner}{space}</row>"


@st.composite
def parts(draw: st.DrawFn) -> bytes:
    between = st.sampled_from(
        [""] * 12
        + [
            "\n",
            "<!-- x -->",
            "<other>",
            "</other>",
            "<other/>",
            "<sheetData>",
            "</sheetData>",
            "<row>",
            "</row>",
        ]
        + [
            '<mc:AlternateContent><mc:Choice Requires="zz">',
            "</mc:Choice></mc:AlternateContent>",
            "<![CDATA[",
            "]]>",
        ]
    )
    body = "".join(part for row in draw(st.lists(rows(), max_size=6)) for part in (row, draw(between)))
    begin = draw(
        st.sampled_from(
            ["<sheetData>"] * 6
            + ['<cols><col min="2" max="3" hidden="1"/></cols><sheetData>', "<!-- <sheetData> --><sheetData>"]
            + ['<sheetFormatPr zeroHeight="1"/><sheetData>', "<sheetData >", '<sheetData xmlns="other">']
        )
    )
    names = draw(st.sampled_from(["", ' xmlns:x14ac="a"', ' xmlns:x="b"']))
    compatible = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    whole = (
        f'{HEAD}<worksheet xmlns="{MAIN}"{compatible}{names}>{begin}{body}</sheetData>'
        f"{draw(st.sampled_from(MERGED))}</worksheet>"
    )
    data = whole.encode("utf-8", "surrogatepass")
    cut = draw(st.sampled_from([None] * 9 + [0.3, 0.6, 0.9]))
    if cut is not None:
        at = int(len(data) * cut)
        data = data[:at] + draw(st.sampled_from([b"", b"\xff", b"\xed\xa0\x80", b"\x00"])) + data[at + 1 :]
    return data


@settings(max_examples=200, deadline=None, derandomize=True)
@given(parts(), st.sampled_from([7, 64, 1 << 18]), st.sampled_from([3, 1000]))
def test_rows_say_the_same_by_pattern_and_by_parser(data: bytes, size: int, room: int) -> None:
    same(data, size, room)


def looked_at(book: Book | Problem) -> str:
    if isinstance(book, Problem):
        return repr(book)
    return repr(
        [(each.name, list(each.cells.items()), each.merges, each.margins) for each in book.sheets]
    ) + repr(book.problems)


def both(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    by_pattern = looked_at(read_book(data, "a.xlsx"))
    monkeypatch.setattr(sheet_part, "without_plain_rows", parser_alone)
    return by_pattern, looked_at(read_book(data, "a.xlsx"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_say_the_same_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_pattern, by_parser = both(path.read_bytes(), monkeypatch)
    assert by_pattern == by_parser


@pytest.mark.parametrize("name", READABLE)
def test_odd_workbooks_say_the_same_both_ways(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_pattern, by_parser = both(READABLE[name](), monkeypatch)
    assert by_pattern == by_parser


def test_damaged_workbooks_say_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = range(100)
    by_pattern = [looked_at(fuzz_reader.outcome(seed)) for seed in seeds]
    monkeypatch.setattr(sheet_part, "without_plain_rows", parser_alone)
    assert by_pattern == [looked_at(fuzz_reader.outcome(seed)) for seed in seeds]
