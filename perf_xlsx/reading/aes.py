"""AES decryption of a few blocks, to try Excel's default password (FIPS 197): not for bulk data."""

from __future__ import annotations

from functools import cache
from typing import Final

_BLOCK: Final = 16
Table = tuple[int, ...]


def ecb_decrypted(key: bytes, data: bytes) -> bytes:
    """The data decrypted block by block; raises ``ValueError`` for odd lengths."""
    rounds = _round_keys(key)
    return b"".join(_block(rounds, block) for block in _blocks(data))


def cbc_decrypted(key: bytes, vector: bytes, data: bytes) -> bytes:
    """The data decrypted with cipher block chaining; raises ``ValueError`` for odd lengths."""
    rounds = _round_keys(key)
    out, before = [], vector
    for block in _blocks(data):
        out.append(bytes(a ^ b for a, b in zip(_block(rounds, block), before, strict=True)))
        before = block
    return b"".join(out)


def _blocks(data: bytes) -> list[bytes]:
    if len(data) % _BLOCK:
        raise ValueError("no whole blocks")
    return [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]


def _times(a: int, b: int) -> int:
    """Multiplication in GF(2^8)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


@cache
def _boxes() -> tuple[Table, Table]:
    """The substitution of FIPS 197 and its inverse, from its definition."""
    forward = [0] * 256
    for value in range(256):
        inverse = next((other for other in range(256) if _times(value, other) == 1), 0)
        mixed = inverse
        for shift in range(1, 5):
            mixed ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
        forward[value] = mixed ^ 0x63
    backward = [0] * 256
    for value, mixed in enumerate(forward):
        backward[mixed] = value
    return tuple(forward), tuple(backward)


@cache
def _products() -> tuple[Table, Table, Table, Table]:
    """Tables of the multiples that the inverse mixing of columns needs."""
    nine, eleven, thirteen, fourteen = (
        tuple(_times(value, factor) for value in range(256)) for factor in (9, 11, 13, 14)
    )
    return nine, eleven, thirteen, fourteen


def _round_keys(key: bytes) -> list[bytes]:
    words = len(key) // 4
    if len(key) not in (16, 24, 32):
        raise ValueError("no AES key")
    box = _boxes()[0]
    schedule = [key[at : at + 4] for at in range(0, len(key), 4)]
    constant = 1
    while len(schedule) < 4 * (words + 7):
        last = schedule[-1]
        if len(schedule) % words == 0:
            last = bytes(box[byte] for byte in last[1:] + last[:1])
            last = bytes([last[0] ^ constant]) + last[1:]
            constant = _times(constant, 2)
        elif words > 6 and len(schedule) % words == 4:
            last = bytes(box[byte] for byte in last)
        schedule.append(bytes(a ^ b for a, b in zip(schedule[-words], last, strict=True)))
    return [b"".join(schedule[at : at + 4]) for at in range(0, len(schedule), 4)]


def _block(rounds: list[bytes], block: bytes) -> bytes:
    box = _boxes()[1]
    state = _xored(block, rounds[-1])
    for number in range(len(rounds) - 2, -1, -1):
        shifted = bytes(state[(4 * (at // 4 - at % 4) + at % 4) % 16] for at in range(16))
        state = _xored(bytes(box[byte] for byte in shifted), rounds[number])
        if number:
            state = _unmixed(state)
    return state


def _xored(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _unmixed(state: bytes) -> bytes:
    nine, eleven, thirteen, fourteen = _products()
    out = bytearray()
    for at in range(0, 16, 4):
        a, b, c, d = state[at : at + 4]
        out += bytes(
            (
                fourteen[a] ^ eleven[b] ^ thirteen[c] ^ nine[d],
                nine[a] ^ fourteen[b] ^ eleven[c] ^ thirteen[d],
                thirteen[a] ^ nine[b] ^ fourteen[c] ^ eleven[d],
                eleven[a] ^ thirteen[b] ^ nine[c] ^ fourteen[d],
            )
        )
    return bytes(out)
