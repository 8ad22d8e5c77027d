"""What a result depends on, as one short text: input, tool, schemes and options."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import perf_xlsx

_LENGTH: Final = 32
_PARTS: Final = frozenset({".py", ".toml"})


@cache
def tool_digest() -> str:
    """The digest of this very program: another version, or a changed rule, is another tool."""
    package = Path(perf_xlsx.__file__).parent
    digest = sha256(perf_xlsx.__version__.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in _PARTS:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(data: bytes, parts: Iterable[str]) -> str:
    """The fingerprint of a result: the input's bytes and all that else decides it."""
    digest = sha256(tool_digest().encode())
    for part in parts:
        digest.update(b"\0")
        digest.update(part.encode("utf-8", "surrogateescape"))
    digest.update(b"\0")
    digest.update(sha256(data).digest())
    return digest.hexdigest()[:_LENGTH]
