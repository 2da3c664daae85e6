"""SHA256SUMS: the checksums of a package, as `sha256sum -c` reads them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\]+)\n")


def sums_text(sums: Mapping[str, str]) -> str:
    """Return the lines for paths and their SHA-256, sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))


def parse_sums(text: str) -> dict[str, str]:
    """Return the SHA-256 by path.

    Raises:
        ValueError: not one character is as `sums_text` writes it.
    """
    sums = {path: digest for digest, path in _LINE.findall(text)}
    if sums_text(sums) != text:
        raise ValueError("it is not as it was written")
    return sums


def digest_of(chunks: Iterable[bytes]) -> str:
    """Return the SHA-256 of what comes in pieces."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
