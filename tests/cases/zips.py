"""Zip files as other programs make them, and as mishaps leave them."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cases.parts import Parts, clean, data_of, zipped

CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"


class _Stream(io.RawIOBase):
    """A target that can't be sought: the sizes come after the data, in data descriptors."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.taken += data
        return len(data)


def streamed(parts: Parts) -> bytes:
    target = _Stream()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in parts.items():
            archive.writestr(name, data_of(content))
    return bytes(target.taken)


def packed(parts: Parts, method: int) -> bytes:
    """Compressed in another way than workbooks are."""
    target = io.BytesIO()
    with ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, data_of(content))
    return target.getvalue()


def twice(parts: Parts, name: str) -> bytes:
    """One part stands in the file two times."""
    target = io.BytesIO(zipped(parts))
    with warnings.catch_warnings(), ZipFile(target, "a", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(name, data_of(parts[name]))
    return target.getvalue()


def zip64(parts: Parts) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(ZipInfo(name), "w", force_zip64=True) as part:
                part.write(data_of(content))
    return target.getvalue()


def with_folders(parts: Parts) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for folder in ("_rels/", "docProps/", "xl/", "xl/worksheets/"):
            archive.writestr(folder, b"")
        for name, content in parts.items():
            archive.writestr(name, data_of(content))
    return target.getvalue()


def patched_headers(data: bytes, central: Callable[[bytearray, int], None], local: bool = True) -> bytes:
    """Every directory entry changed by ``central(data, offset)``; local headers likewise, shifted."""
    changed = bytearray(data)
    position = changed.find(CENTRAL)
    while position >= 0:
        central(changed, position)
        position = changed.find(CENTRAL, position + 4)
    if local:
        position = changed.find(LOCAL)
        while position >= 0:
            central(changed, position - 2)
            position = changed.find(LOCAL, position + 4)
    return bytes(changed)


def flags(bits: int) -> Callable[[bytearray, int], None]:
    def set_bits(data: bytearray, at: int) -> None:
        data[at + 8] |= bits & 0xFF
        data[at + 9] |= bits >> 8

    return set_bits


def version(number: int) -> Callable[[bytearray, int], None]:
    def set_version(data: bytearray, at: int) -> None:
        data[at + 6] = number

    return set_version


def no_date(data: bytearray, at: int) -> None:
    data[at + 12 : at + 16] = b"\x00\x00\x00\x00"


def other_local_names(data: bytes) -> bytes:
    """The local headers name their parts in capitals, the directory does not."""
    changed = bytearray(data)
    position = changed.find(LOCAL)
    while position >= 0:
        length = struct.unpack_from("<H", changed, position + 26)[0]
        name = bytes(changed[position + 30 : position + 30 + length])
        changed[position + 30 : position + 30 + length] = name.upper()
        position = changed.find(LOCAL, position + 4)
    return bytes(changed)


def wrong_checksum(data: bytes, part: str) -> bytes:
    """The directory tells another checksum for a part."""
    changed = bytearray(data)
    position = changed.find(CENTRAL)
    while position >= 0:
        length = struct.unpack_from("<H", changed, position + 28)[0]
        if changed[position + 46 : position + 46 + length] == part.encode():
            struct.pack_into("<I", changed, position + 16, 0xDEADBEEF)
        position = changed.find(CENTRAL, position + 4)
    return bytes(changed)


def flipped(data: bytes, part: str) -> bytes:
    """One byte in the middle of a part's data is another one, as a bad disk leaves it."""
    changed = bytearray(data)
    with ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
    begin = info.header_offset + 30 + len(part.encode())
    changed[begin + info.compress_size // 2] ^= 0x5A
    return bytes(changed)


def bomb(part: str, megabytes: int, filling: bytes = b" ") -> bytes:
    """The twin with a part that unpacks to a great size, honestly declared."""
    head = data_of(clean()[part])
    block = filling * (2**20 // len(filling))
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in clean().items():
            with archive.open(ZipInfo(name) if name != part else _deflated(name), "w") as written:
                if name == part:
                    written.write(head[: head.rindex(b"</")])
                    for _ in range(megabytes):
                        written.write(block)
                    written.write(head[head.rindex(b"</") :])
                else:
                    written.write(data_of(content))
    return target.getvalue()


def _deflated(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def lying_bomb(part: str, megabytes: int) -> bytes:
    """The same with a small declared size."""
    return patched_headers(
        bomb(part, megabytes), lambda data, at: _small_if(data, at, part.encode()), local=False
    )


def _small_if(data: bytearray, at: int, part: bytes) -> None:
    length = struct.unpack_from("<H", data, at + 28)[0]
    if data[at + 46 : at + 46 + length] == part:
        struct.pack_into("<I", data, at + 24, 1000)


def many_parts(count: int) -> bytes:
    parts = clean() | {f"xl/media/image{index}.png": b"" for index in range(count)}
    return zipped(parts, stored=True)


def declared_size(data: bytes, part: str, size: int) -> bytes:
    """The directory tells a great size for a part."""

    def tell(changed: bytearray, at: int) -> None:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == part.encode():
            struct.pack_into("<I", changed, at + 24, size)

    return patched_headers(data, tell, local=False)


def flipped_all(data: bytes) -> bytes:
    """Every part's data inverted: what an encrypted zip looks like to those without its password."""
    changed = bytearray(data)
    with ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            begin = info.header_offset + 30 + len(info.filename.encode())
            for at in range(begin, begin + info.compress_size):
                changed[at] ^= 0xFF
    return bytes(changed)


def end_in_comment(data: bytes) -> bytes:
    """A comment in which the mark of an end stands."""
    comment = b"copy of PK\x05\x06" + bytes(30)
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def broken_extra(data: bytes) -> bytes:
    """The first directory entry says a field longer than there is."""
    at = data.find(CENTRAL)
    name, extra = struct.unpack_from("<HH", data, at + 28)
    field = b"\x34\x12\xff\x00ab"
    changed = bytearray(data[: at + 46 + name + extra] + field + data[at + 46 + name + extra :])
    struct.pack_into("<H", changed, at + 30, extra + len(field))
    end = changed.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<L", changed, end + 12)[0]
    struct.pack_into("<L", changed, end + 12, size + len(field))
    return bytes(changed)


def disagreeing(parts: Parts, name: str, other: str) -> bytes:
    """One part stands in the file two times, with different contents."""
    target = io.BytesIO(zipped(parts))
    with warnings.catch_warnings(), ZipFile(target, "a", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(name, other)
    return target.getvalue()


def plain_names(data: bytes, codec: str, old: str, new: str) -> bytes:
    """A name of ASCII letters replaced by one in a codec, without a word about it (as Explorer does)."""
    encoded = new.encode(codec)
    assert len(encoded) == len(old)
    return data.replace(old.encode(), encoded)


def overwritten(data: bytes, at: int, by: bytes) -> bytes:
    """Bytes in the middle replaced, as a broken disk does."""
    return data[:at] + by + data[at + len(by) :]
