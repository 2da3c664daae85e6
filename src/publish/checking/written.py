"""Strings and names as they are written in the bytes of a PDF (ISO 32000-1:2008, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

STRING = re.compile(
    rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)|<[0-9A-Fa-f\s]*+>",
    re.DOTALL,
)
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"",
            b"\r": b"", b"\r\n": b""}  # fmt: skip
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
# PDFDocEncoding where it is not Latin 1 (annex D.2).
_PDF_DOC = {0x80 + n: c for n, c in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")} | {0xA0: "€"}
_UTF8 = b"\xef\xbb\xbf"


def strings_in(data: bytes) -> Iterator[str]:
    """Yield all strings and names in some objects, as texts."""
    for found in STRING.finditer(data):
        yield text_string(string_bytes(found[0]))
    for found in _NAME.finditer(data):
        name = _CODE.sub(lambda code: bytes([int(code[1], 16)]), found[1])
        yield name.decode("utf-8", "ignore")


def string_bytes(written: bytes) -> bytes:
    """Return what a string holds that is written `(…)` or `<…>`."""
    if written[:1] == b"<":
        digits = re.sub(rb"\s", b"", written[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())

    def escaped(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8) & 255]) if b"0" <= sign < b"8" else _ESCAPED.get(sign, sign)

    return _ESCAPE.sub(escaped, written[1:-1])


def text_string(content: bytes) -> str:
    """Return the text of a string (7.9.2.2; ISO 32000-2:2020 for UTF-8)."""
    if content[:2] == b"\xfe\xff":
        return content[2:].decode("utf-16-be", "ignore")
    if content[:2] == b"\xff\xfe":
        return content[2:].decode("utf-16-le", "ignore")
    if content[:3] == _UTF8:
        return content[3:].decode("utf-8", "ignore")
    return content.decode("latin-1").translate(_PDF_DOC)
