"""A content stream as its operators: one regular expression finds each with its operands.

Source: ISO 32000-1:2008, 7.8.2 (content streams), 7.2 (tokens), 8.9.7 (inline images), Annex A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACE = rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+)"
_NAME = rb"/[^\0\t\n\f\r ()<>\[\]{}/%]*+"
_HEX = rb"<[0-9A-Fa-f\0\t\n\f\r ]*+>"


def _string(depth: int) -> bytes:
    """Return what matches a literal string with brackets nested so deep, 7.3.4.2."""
    inner = b"|" + _string(depth - 1) if depth else b""
    return rb"\((?:[^()\\]++|\\.%s)*+\)" % inner


_STRING = _string(3)
_ARRAY = rb"\[(?:[^\[\]()<>%%]++|%s|%s|%s)*+\]" % (_HEX, _STRING, _SPACE)


def _dictionary(depth: int) -> bytes:
    inner = b"|" + _dictionary(depth - 1) if depth else b""
    parts = (_HEX, _STRING, _ARRAY, _SPACE)
    return rb"<<(?:[^<>()\[\]%%]++|%s|%s|%s|%s%s)*+>>" % (*parts, inner)


_OPERAND = rb"[-+.\d\0\t\n\f\r ]++|%s|%s|%s|%s|%s|%s" % (
    _NAME, _HEX, _ARRAY, _STRING, _dictionary(2), _SPACE,
)  # fmt: skip
_INLINE = (
    rb"(?<!\S)BI(?=[\s/])(.{0,1000}?)\sID\s(.{0,9999999}?)\sEI"
    rb"(?=\s*\Z|\s[\t\n\r -~]{0,8}\Z|\s[\t\n\r -~]{8})"  # text follows, not more data
)
_OPERATOR = rb"[A-Za-z'\"][A-Za-z0-9*'\"]*+"
_TORN = rb"[(\[].*|<<.*"  # a string, array or dictionary without end takes all that follows

STEP = re.compile(rb"((?:%s)*+)(?:(%s)|(%s|.)|\Z)" % (_OPERAND, _OPERATOR, _TORN), re.DOTALL)
_PICTURE = re.compile(_INLINE, re.DOTALL)

# How many operands each operator takes; None: any, Annex A.
OPERANDS: dict[bytes, int | None] = {
    b"b": 0, b"B": 0, b"b*": 0, b"B*": 0, b"BDC": 2, b"BMC": 1, b"BT": 0, b"BX": 0, b"c": 6,
    b"cm": 6, b"CS": 1, b"cs": 1, b"d": 2, b"d0": 2, b"d1": 6, b"Do": 1, b"DP": 2, b"EMC": 0,
    b"ET": 0, b"EX": 0, b"f": 0, b"F": 0, b"f*": 0, b"G": 1, b"g": 1, b"gs": 1, b"h": 0, b"i": 1,
    b"j": 1, b"J": 1, b"K": 4, b"k": 4, b"l": 2, b"m": 2, b"M": 1, b"MP": 1, b"n": 0, b"q": 0,
    b"Q": 0, b"re": 4, b"RG": 3, b"rg": 3, b"ri": 1, b"s": 0, b"S": 0, b"SC": None, b"sc": None,
    b"SCN": None, b"scn": None, b"sh": 1, b"T*": 0, b"Tc": 1, b"Td": 2, b"TD": 2, b"Tf": 2,
    b"Tj": 1, b"TJ": 1, b"TL": 1, b"Tm": 6, b"Tr": 1, b"Ts": 1, b"Tw": 1, b"Tz": 1, b"v": 4,
    b"w": 1, b"W": 0, b"W*": 0, b"y": 4, b"'": 1, b'"': 3,
}  # fmt: skip

INLINE = b"BI"
GARBAGE = b""


def steps(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each operator with its operands before it: `(operands, operator)`.

    An inline picture comes as `(dictionary, INLINE)`, followed by its data as
    `(data, INLINE)`; what is neither operand nor operator as `(bytes, GARBAGE)`.
    """
    start = 0
    while content.find(b"BI", start) >= 0 and (found := _PICTURE.search(content, start)):
        yield from _plain(content[start : found.start()])
        yield found[1], INLINE
        yield found[2], INLINE
        start = found.end()
    yield from _plain(content[start:] if start else content)


def _plain(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    for operands, operator, garbage in STEP.findall(content):
        if garbage:
            yield garbage, GARBAGE
        elif operator:
            yield operands, operator
        elif operands.strip(b"\0\t\n\f\r "):
            yield operands, GARBAGE


_PART = re.compile(
    rb"(%s)|(%s)|(%s)|(%s)|(%s)|([-+.\d]++)" % (_dictionary(2), _ARRAY, _NAME, _HEX, _STRING),
    re.DOTALL,
)


def count_operands(operands: bytes) -> int:
    """Return how many operands there are."""
    return sum(1 for _ in _PART.finditer(operands))


def name_in(operands: bytes) -> str:
    """Return the last name among operands, with its slash; empty if there is none."""
    names = re.findall(_NAME, operands)
    if not names:
        return ""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), names[-1])
    return plain.decode("utf-8", "replace")
