# ruff: noqa: E501 - XML reads best on one line
"""Files that can't be read, each with the one reason that a person is told."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final
from zipfile import ZIP_BZIP2, ZIP_LZMA

from cases import binary_books, locks, old_books, open_documents, zips
from cases.compound_files import compound
from cases.parts import (
    BOOK_LINKS,
    CONTENT_TYPES,
    HEAD,
    MAIN,
    SHEET,
    STYLES,
    TEXTS,
    THEME,
    WORKBOOK,
    Parts,
    clean,
    data_of,
    link,
    links_xml,
    sheet_xml,
    without,
    workbook_xml,
    zipped,
)
from cases.readable import BASE, case, more_sheets, sheet, utf_16

Case = tuple[str, Callable[[], bytes], str]
"""The file's name, its bytes, and the rule that tells why it can't be read."""

DOCTYPE: Final = '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE: Final = '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'


def declared(part: str, doctype: str) -> Callable[[], bytes]:
    return case(lambda base: base | {part: str(base[part]).replace(HEAD, HEAD + doctype)})


def wide_doctype() -> bytes:
    content = str(clean()[SHEET]).replace(HEAD, HEAD + DOCTYPE)
    return zipped(clean() | {SHEET: utf_16(content, "utf-16-le", b"\xff\xfe")})


def only_charts() -> bytes:
    parts = more_sheets()
    sheets = '<sheet name="图" sheetId="5" r:id="rId5"/>'
    return zipped(parts | {WORKBOOK: workbook_xml(sheets)})


def blank_records(rows: int) -> bytes:
    """Rows of 256 blank cells each."""
    body = struct.pack("<256H", *([0] * 256))
    return b"".join(
        old_books.record(0x00BE, struct.pack("<HH", row, 0) + body + b"\xff\x00") for row in range(rows)
    )


def binary_part(name: str, length: int) -> Parts:
    """An .xlsb of which one part is cut after so many bytes."""
    base = binary_books.parts()
    return base | {name: data_of(base[name])[:length]}


def sheetjs_marks(data: bytes) -> bytes:
    """Unused sectors marked as ends of chains, as SheetJS marks them."""
    return data[:512] + data[512:1024].replace(b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff") + data[1024:]


def word() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "", "word/document.xml": "<w/>"})


def visio() -> bytes:
    root = links_xml(link("rId1", "officeDocument", "visio/document.xml"))
    return zipped(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": root, "visio/document.xml": "<VisioDocument/>"}
    )


def slides() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "", "ppt/presentation.xml": "<p/>"})


def message() -> str:
    return "From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: x\r\n\r\nhello\r\n"


WEB: Final = b"<html><head></head><body><table><tr><td>1</td></tr></table></body></html>"
XML_2003: Final = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
MHTML: Final = b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
FLAT: Final = (
    b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
)

UNREADABLE: Final[dict[str, Case]] = {
    "nothing at all": ("a.xlsx", lambda: b"", "file.empty"),
    "blanks": ("a.xlsx", lambda: b" \r\n\r\n", "file.empty"),
    "zeros": ("a.xlsx", lambda: bytes(20_000), "file.only_zeros"),
    "random bytes": ("a.xlsx", lambda: bytes((i * i * 7 + 13) % 251 for i in range(3000)), "file.unknown"),
    "Excel's lock file": ("~$a.xlsx", lambda: b"\x05admin".ljust(55, b" ") + b"\x05\x00a\x00d\x00m\x00i\x00n".ljust(110, b" "), "file.lock"),
    "a lock file under another name": ("a.xlsx", lambda: b"\x05admin".ljust(55, b" ") + (b"\x05\x00" + "admin".encode("utf-16-le")).ljust(110, b" "), "file.lock"),
    "LibreOffice's lock file": (".~lock.a.xlsx#", lambda: b",user,host,01.01.2022 10:00,file:///x;", "file.lock"),
    "a companion file": ("._a.xlsx", lambda: b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X".ljust(200, b"\x01"), "file.companion"),
    "too large": ("a.xlsx", lambda: BASE + b"\x00" * (50 * 2**20), "file.too_large"),
    "an .xlsb with its sheet broken off": ("a.xlsb", lambda: zipped(binary_part("xl/worksheets/sheet1.bin", 200)), "file.sheet_damaged"),
    "an .xlsb without its sheet": ("a.xlsb", lambda: zipped(without("xl/worksheets/sheet1.bin")(binary_books.parts())), "file.sheet_damaged"),
    "an .xlsb with an empty workbook part": ("a.xlsb", lambda: zipped(binary_part("xl/workbook.bin", 0)), "file.no_sheets"),
    # zip files
    "cut in the middle": ("a.xlsx", lambda: BASE[: len(BASE) // 2], "file.truncated"),
    "cut before the last bytes": ("a.xlsx", lambda: BASE[:-30], "file.truncated"),
    "the first four bytes only": ("a.xlsx", lambda: BASE[:4], "file.truncated"),
    "the beginning lost": ("a.xlsx", lambda: BASE[600:], "file.part_damaged"),
    "a directory that makes no sense": ("a.xlsx", lambda: BASE.replace(zips.CENTRAL, b"PK\x09\x09"), "file.damaged"),
    "line ends changed on the way": ("a.xlsx", lambda: BASE.replace(b"\n", b"\r\n").replace(b"\x00\x00", b"\x00"), "file.damaged"),
    "a wrong checksum in the sheet": ("a.xlsx", lambda: zips.wrong_checksum(BASE, SHEET), "file.sheet_damaged"),
    "a wrong byte in the sheet": ("a.xlsx", lambda: zips.flipped(BASE, SHEET), "file.sheet_damaged"),
    "a wrong checksum in the texts": ("a.xlsx", lambda: zips.wrong_checksum(BASE, TEXTS), "file.part_damaged"),
    "a wrong checksum in the workbook": ("a.xlsx", lambda: zips.wrong_checksum(BASE, WORKBOOK), "file.part_damaged"),
    "a wrong checksum in the links": ("a.xlsx", lambda: zips.wrong_checksum(BASE, BOOK_LINKS), "file.part_damaged"),
    "the sheet broken off": ("a.xlsx", sheet(sheet_xml()[:-300]), "file.sheet_damaged"),
    "the sheet is empty": ("a.xlsx", sheet(""), "file.sheet_damaged"),
    "the sheet is no XML": ("a.xlsx", sheet("nonsense"), "file.sheet_damaged"),
    "an undeclared prefix": ("a.xlsx", sheet(sheet_xml().replace("<row ", "<q:row ", 1)), "file.sheet_damaged"),
    "a control character": ("a.xlsx", sheet(sheet_xml().replace("<v>4521", "<v>\x01")), "file.sheet_damaged"),
    "the shared texts missing": ("a.xlsx", case(without(TEXTS)), "file.part_damaged"),
    "the only sheet missing": ("a.xlsx", case(without(SHEET)), "file.sheet_damaged"),
    "no workbook": ("a.xlsx", case(without(WORKBOOK)), "file.not_a_workbook"),
    "a workbook without sheets": ("a.xlsx", case(lambda base: base | {WORKBOOK: workbook_xml("")}), "file.no_sheets"),
    "a workbook of charts only": ("a.xlsx", only_charts, "file.no_sheets"),
    "a sheet written twice with different contents": ("a.xlsx", lambda: zips.disagreeing(clean(), SHEET, sheet_xml().replace("<v>4521", "<v>9")), "file.sheet_damaged"),
    "encrypted parts": ("a.xlsx", lambda: zips.patched_headers(zips.flipped_all(BASE), zips.flags(1)), "file.zip_encrypted"),
    "packed with BZip2": ("a.xlsx", lambda: zips.packed(clean(), ZIP_BZIP2), "file.zip_method"),
    "packed with LZMA": ("a.xlsx", lambda: zips.packed(clean(), ZIP_LZMA), "file.zip_method"),
    # attacks
    "entities": ("a.xlsx", declared(SHEET, DOCTYPE), "file.document_type"),
    "entities in the texts": ("a.xlsx", declared(TEXTS, DOCTYPE), "file.document_type"),
    "entities in the styles": ("a.xlsx", declared(STYLES, DOCTYPE), "file.document_type"),
    "entities in UTF-16": ("a.xlsx", wide_doctype, "file.document_type"),
    "entities in the content types": ("a.xlsx", declared(CONTENT_TYPES, DOCTYPE), "file.document_type"),
    "a document type elsewhere": ("a.xlsx", declared(WORKBOOK, OUTSIDE), "file.document_type"),
    "a sheet of 161 MB": ("a.xlsx", lambda: zips.bomb(SHEET, 161), "file.unpacks_too_large"),
    "texts of 65 MB": ("a.xlsx", lambda: zips.bomb(TEXTS, 65), "file.unpacks_too_large"),
    "texts of 65 MB that say 1,000 bytes": ("a.xlsx", lambda: zips.lying_bomb(TEXTS, 65), "file.unpacks_too_large"),
    "a theme of 1.1 GB": ("a.xlsx", lambda: zips.declared_size(BASE, THEME, 1_100_000_000), "file.unpacks_too_large"),
    "3,000 parts": ("a.xlsx", lambda: zips.many_parts(3000), "file.too_many_parts"),
    "2,000 sheets": ("a.xlsx", case(lambda base: base | {WORKBOOK: workbook_xml("".join(f'<sheet name="{i}" r:id="rId1"/>' for i in range(2000)))}), "file.too_many_sheets"),
    # passwords
    "a password": ("a.xlsx", lambda: locks.encrypted(locks.AGILE_OTHER), "file.encrypted"),
    "a password, standard encryption": ("a.xlsx", lambda: locks.encrypted(locks.STANDARD_OTHER), "file.encrypted"),
    "an unknown encryption": ("a.xlsx", lambda: locks.encrypted(struct.pack("<HH", 9, 9) + bytes(40)), "file.encrypted"),
    "Excel's own password": ("a.xlsx", lambda: locks.encrypted(locks.AGILE_DEFAULT), "file.encrypted_default"),
    "Excel's own password, standard encryption": ("a.xlsx", lambda: locks.encrypted(locks.STANDARD_DEFAULT), "file.encrypted_default"),
    "managed rights": ("a.xlsx", lambda: compound({"EncryptedPackage": bytes(5000), "\x06DataSpaces": b""}), "file.rights"),
    "managed rights on .xls": ("a.xls", lambda: compound({"Workbook": old_books.stream(), "\x09DRMContent": bytes(5000)}), "file.rights"),
    "a password on .xls": ("a.xls", lambda: old_books.book(lock=locks.rc4("x")), "file.encrypted"),
    "a password on .xls, with a provider": ("a.xls", lambda: old_books.book(lock=locks.rc4_api("x")), "file.encrypted"),
    "a password on .xls, oldest kind": ("a.xls", lambda: old_books.book(lock=locks.obfuscated(False)), "file.encrypted"),
    "Excel's own password on .xls": ("a.xls", lambda: old_books.book(lock=locks.rc4(locks.DEFAULT)), "file.encrypted_default"),
    "Excel's own password on .xls, with a provider": ("a.xls", lambda: old_books.book(lock=locks.rc4_api(locks.DEFAULT)), "file.encrypted_default"),
    "Excel's own password on .xls, 40 bits": ("a.xls", lambda: old_books.book(lock=locks.rc4_api(locks.DEFAULT, 40)), "file.encrypted_default"),
    "Excel's own password on .xls, oldest kind": ("a.xls", lambda: old_books.book(lock=locks.obfuscated(True)), "file.encrypted_default"),
    "a password on .ods": ("a.ods", lambda: zipped(open_documents.parts(manifest="<manifest:encryption-data/>")), "file.encrypted"),
    # other documents, whatever their names say
    "Word": ("a.xlsx", word, "file.word"),
    "Visio": ("a.xlsx", visio, "file.not_a_workbook"),
    "old Word": ("a.xls", lambda: compound({"WordDocument": b"x"}), "file.word"),
    "PowerPoint": ("a.xlsx", slides, "file.slides"),
    "old PowerPoint": ("a.xls", lambda: compound({"PowerPoint Document": b"x"}), "file.slides"),
    "a text of OpenDocument": ("a.ods", lambda: zipped(open_documents.parts(kind="text")), "file.word"),
    "slides of OpenDocument": ("a.ods", lambda: zipped(open_documents.parts(kind="presentation")), "file.slides"),
    "a drawing of OpenDocument": ("a.ods", lambda: zipped(open_documents.parts(kind="graphics")), "file.other_package"),
    "a mail of Outlook": ("a.xls", lambda: compound({"__properties_version1.0": b"x"}), "file.message"),
    "another compound file": ("a.xls", lambda: compound({"Something": b"x"}), "file.other_compound"),
    "an .xls of 2.5 million blank cells": ("a.xls", lambda: old_books.stream(more=blank_records(10_000)), "file.too_many_cells"),
    "an .xls cut off": ("a.xls", lambda: old_books.book()[:3000], "file.truncated"),
    "a compound file cut off": ("a.xls", lambda: old_books.book()[:1000], "file.truncated"),
    "a compound file with a broken table": ("a.xls", lambda: zips.overwritten(old_books.book(), 512, b"\x9c\xbb\xda\xf1" * 128), "file.damaged"),
    "an .xls of nothing but zeros, in a compound file of SheetJS": ("a.xls", lambda: sheetjs_marks(compound({"Workbook": old_books.stream()[:600] + bytes(6000)})), "file.old_excel"),
    "an .xls with broken records": ("a.xls", lambda: compound({"Workbook": old_books.stream()[:900]}), "file.old_excel"),
    "PDF": ("a.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file.pdf"),
    "PDF behind other bytes": ("a.xlsx", lambda: b"\r\n\r\n%PDF-1.4\n1 0 obj", "file.pdf"),
    "OFD": ("a.xlsx", lambda: zipped({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<d/>"}), "file.ofd"),
    "RTF": ("a.xls", lambda: b"{\\rtf1\\ansi x}", "file.rtf"),
    "CSV": ("a.xlsx", lambda: "项目,指标,完成值\n甲,乙,3\n".encode(), "file.csv"),
    "CSV below a title": ("a.xlsx", lambda: "自评表\n项目,指标,完成值\n甲,乙,3\n丙,丁,4\n".encode(), "file.csv"),
    "CSV in GBK": ("a.csv", lambda: "项目,指标,完成值\n甲,乙,3\n".encode("gbk"), "file.csv"),
    "text with tabs in UTF-16": ("a.xls", lambda: "项目\t指标\n甲\t乙\n".encode("utf-16"), "file.csv"),
    "text": ("a.txt", lambda: "关于报送绩效自评表的说明。\n请查收。\n".encode(), "file.text"),
    "a web page": ("a.xls", lambda: WEB, "file.html"),
    "a web page with a mark": ("a.xls", lambda: b"\xef\xbb\xbf\r\n<!DOCTYPE html>" + WEB, "file.html"),
    "a web page in UTF-16": ("a.xls", lambda: WEB.decode().encode("utf-16"), "file.html"),
    "a web page in one file": ("a.xls", lambda: MHTML, "file.mhtml"),
    "an XML table of 2003": ("a.xls", lambda: XML_2003, "file.xml_2003"),
    "an OpenDocument in one file": ("a.ods", lambda: FLAT, "file.flat_ods"),
    "another XML file": ("a.xlsx", lambda: b"<?xml version='1.0'?><data/>", "file.xml"),
    "SYLK": ("a.xls", lambda: b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "file.sylk"),
    "JSON": ("a.xlsx", lambda: b'{"a": [1, 2]}', "file.json"),
    "a saved mail": ("a.xlsx", lambda: message().encode(), "file.message"),
    "a saved mail that came from far": ("a.xlsx", lambda: b"Received: from x (y)\r\n\tby z\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", "file.message"),
    "a PNG": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "file.image"),
    "a JPEG": ("a.xlsx", lambda: b"\xff\xd8\xff\xe0" + bytes(50), "file.image"),
    "a WebP": ("a.xlsx", lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(50), "file.image"),
    "a picture of a phone": ("a.xlsx", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50), "file.image"),
    "RAR": ("a.xlsx", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50), "file.archive"),
    "7z": ("a.xlsx", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(50), "file.archive"),
    "gzip": ("a.xlsx", lambda: b"\x1f\x8b\x08" + bytes(50), "file.archive"),
    "tar": ("a.xlsx", lambda: b"a.xlsx".ljust(257, b"\x00") + b"ustar\x0000" + bytes(250), "file.archive"),
    "a zip of workbooks": ("a.xlsx", lambda: zipped({"甲.xlsx": BASE, "乙.xlsx": BASE}), "file.zip"),
    "a zip of zips": ("a.zip", lambda: zipped({"a.zip": zipped({"b.zip": BASE})}), "file.zip"),
    "an empty zip": ("a.zip", lambda: zipped({}), "file.zip"),
    "a program": ("a.xlsx", lambda: b"MZ\x90\x00" + bytes(100), "file.program"),
    "a shortcut": ("a.xlsx", lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100), "file.shortcut"),
    "another sheet's namespace": ("a.xlsx", case(lambda base: base | {WORKBOOK: str(base[WORKBOOK]).replace(MAIN, "urn:other")}), "file.not_a_workbook"),
    "an .ods without tables": ("a.ods", lambda: zipped(open_documents.parts(f"{HEAD}<x/>")), "file.no_sheets"),
    "an .ods without its content": ("a.ods", lambda: zipped(without("content.xml")(open_documents.parts())), "file.part_damaged"),
    "an .ods broken off": ("a.ods", lambda: zipped(open_documents.parts(open_documents.content()[:-200])), "file.part_damaged"),
}  # fmt: skip
"""Name → file name, bytes, rule."""
