"""Whether an encrypted workbook opens with Excel's own default password.

Excel protects some files with a password that it tries by itself ("VelvetSweatshop"): people never
see a question.  Such a file is told in its own words.  Nothing is decrypted here but the verifier.
Sources: [MS-OFFCRYPTO] 2.3.4.7 to 2.3.4.13 and 2.3.5 to 2.3.7; [MS-XLS] 2.4.117.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Final

from perf_xlsx.reading.aes import cbc_decrypted, ecb_decrypted
from perf_xlsx.reading.compound import SIGNATURE, BrokenCompoundError, Compound

PASSWORD: Final = "VelvetSweatshop"

_INFO_BYTES: Final = 64 * 1024
_MOST_SPINS: Final = 1_000_000
_VERIFIER_BLOCKS: Final = (b"\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79", b"\xd7\xaa\x0f\x6d\x30\x61\x34\x4e")
_HASHES: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_BOF: Final = (0x0809, 0x0409, 0x0209, 0x0009)
_FILEPASS: Final = 0x002F
_RECORDS: Final = 50


def opens_by_default(compound: Compound) -> bool:
    """Whether the default password opens the encrypted package of a compound file."""
    info = compound.read("EncryptionInfo", _INFO_BYTES)
    if len(info) < 12:
        return False
    major, minor = struct.unpack_from("<HH", info)
    try:
        if (major, minor) == (4, 4):
            return _agile(info[8:])
        return minor == 2 and _standard(info[8:])
    except (struct.error, ValueError, Base64Error, KeyError):
        return False


def _standard(info: bytes) -> bool:
    """AES in ECB mode, the key from 50,000 rounds of SHA-1."""
    header_size = struct.unpack_from("<I", info)[0]
    bits = struct.unpack_from("<I", info, 4 + 16)[0]
    verifier = info[4 + header_size :]
    salt, secret, hashed = verifier[4:20], verifier[20:36], verifier[40:72]
    digest = hashlib.sha1(salt + PASSWORD.encode("utf-16-le")).digest()
    for spin in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", spin) + digest).digest()
    digest = hashlib.sha1(digest + b"\x00\x00\x00\x00").digest()
    key = _stretched(digest, 0x36) + _stretched(digest, 0x5C)
    key = key[: (bits or 128) // 8]
    opened = hashlib.sha1(ecb_decrypted(key, secret)).digest()
    return hmac.compare_digest(ecb_decrypted(key, hashed)[:20], opened)


def _stretched(digest: bytes, pad: int) -> bytes:
    block = bytes((digest[index] if index < len(digest) else 0) ^ pad for index in range(64))
    return hashlib.sha1(block).digest()


def _agile(xml: bytes) -> bool:
    """AES in CBC mode, described in XML; the key from as many rounds as the file says."""
    at = xml.find(b"encryptedKey ")
    fields = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(xml[at:])} if at >= 0 else {}
    algorithm = _HASHES[fields["hashAlgorithm"].replace("-", "")]
    salt, spins = b64decode(fields["saltValue"]), int(fields["spinCount"])
    if fields["cipherAlgorithm"] != "AES" or spins > _MOST_SPINS:
        return False
    digest = hashlib.new(algorithm, salt + PASSWORD.encode("utf-16-le")).digest()
    for spin in range(spins):
        digest = hashlib.new(algorithm, struct.pack("<I", spin) + digest).digest()
    size = int(fields["keyBits"]) // 8

    def opened(name: str, block: bytes) -> bytes:
        key = hashlib.new(algorithm, digest + block).digest()[:size].ljust(size, b"\x36")
        return cbc_decrypted(key, salt[:16].ljust(16, b"\x36"), b64decode(fields[name]))

    secret = opened("encryptedVerifierHashInput", _VERIFIER_BLOCKS[0])[: int(fields["saltSize"])]
    hashed = opened("encryptedVerifierHashValue", _VERIFIER_BLOCKS[1])
    expected = hashlib.new(algorithm, secret).digest()
    return hmac.compare_digest(hashed[: len(expected)], expected)


# ---------------------------------------------------------------- old workbooks


def old_workbook_lock(data: bytes) -> str:
    """The rule that tells of an old workbook's open password; empty when it has none."""
    stream = data[:_INFO_BYTES]
    if data.startswith(SIGNATURE):
        try:
            compound = Compound(data)
            names = {name.lower(): name for name in compound.streams}
            stream = compound.read(names.get("workbook") or names.get("book") or "", _INFO_BYTES)
        except BrokenCompoundError:
            return "file.damaged"
    body = _file_pass(stream)
    if body is None:
        return ""
    return "file.encrypted_default" if _old_default(body) else "file.encrypted"


def _file_pass(stream: bytes) -> bytes | None:
    """The record that says how the stream is encrypted: among the first ones, or nowhere."""
    position = 0
    for _ in range(_RECORDS):
        if position + 4 > len(stream):
            return None
        kind, size = struct.unpack_from("<HH", stream, position)
        if kind == _FILEPASS:
            return stream[position + 4 : position + 4 + size]
        position += 4 + size
    return None


def _old_default(body: bytes) -> bool:
    try:
        if len(body) == 4 or struct.unpack_from("<H", body)[0] == 0:
            verifier: int = struct.unpack_from("<H", body, len(body) - 2)[0]
            return verifier == _xor_verifier(PASSWORD.encode("ascii"))
        if struct.unpack_from("<H", body, 2)[0] == 1:
            return _rc4_plain(body[6:54])
        return _rc4_api(body[6:])
    except struct.error:
        return False


def _xor_verifier(password: bytes) -> int:
    verifier = 0
    for byte in reversed(bytes([len(password)]) + password):
        verifier = ((verifier >> 14) & 1 | verifier << 1 & 0x7FFF) ^ byte
    return verifier ^ 0xCE4B


def _rc4_plain(body: bytes) -> bool:
    salt, secret, hashed = body[:16], body[16:32], body[32:48]
    digest = hashlib.md5(PASSWORD.encode("utf-16-le")).digest()[:5]
    digest = hashlib.md5((digest + salt) * 16).digest()[:5]
    opened = _rc4(hashlib.md5(digest + b"\x00\x00\x00\x00").digest(), secret + hashed)
    return hmac.compare_digest(hashlib.md5(opened[:16]).digest(), opened[16:])


def _rc4_api(body: bytes) -> bool:
    header_size = struct.unpack_from("<I", body, 4)[0]
    bits = struct.unpack_from("<I", body, 8 + 16)[0] or 40
    verifier = body[8 + header_size :]
    salt, secret, hashed = verifier[4:20], verifier[20:36], verifier[40:60]
    digest = hashlib.sha1(salt + PASSWORD.encode("utf-16-le")).digest()
    key = hashlib.sha1(digest + b"\x00\x00\x00\x00").digest()[: bits // 8]
    key = key.ljust(16, b"\x00") if bits == 40 else key
    opened = _rc4(key, secret + hashed)
    return hmac.compare_digest(hashlib.sha1(opened[:16]).digest(), opened[16:])


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
