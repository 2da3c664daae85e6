"""A content stream as its operators: one regular expression finds each with its operands.

Source: ISO 32000-1:2008, 7.8.2 (content streams), 7.2 (tokens), 8.9.7 (inline images).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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

INLINE = b"BI"
GARBAGE = b""
LONG = 1 << 21  # bytes of content whose operators are not all held at once


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


def _plain(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    """Return the operators of a stretch without inline pictures."""
    if len(content) > LONG:  # it may be made to fill memory: one by one
        return _with_garbage(match.groups(b"") for match in STEP.finditer(content))
    found = STEP.findall(content)
    clean = [(operands, operator) for operands, operator, _ in found if operator]
    if len(clean) == len(found) - 1 and not found[-1][0].strip(b"\0\t\n\f\r "):
        return clean  # all but the last match, which is that of the end
    return _with_garbage(found)


def _with_garbage(found: Iterable[tuple[bytes, ...]]) -> Iterator[tuple[bytes, bytes]]:
    for operands, operator, garbage in found:
        if garbage:
            yield garbage, GARBAGE
        elif operator:
            yield operands, operator
        elif operands.strip(b"\0\t\n\f\r "):
            yield operands, GARBAGE


_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")  # 7.3.5


def name_in(operands: bytes) -> str:
    """Return the last name among operands, with its slash.

    Raises:
        ValueError: there is none.
    """
    start = operands.rindex(b"/")
    name = operands[start:].split(None, 1)[0]
    if b"#" in name:
        name = _CODE.sub(lambda code: bytes.fromhex(code[1].decode()), name)
    return name.decode("utf-8", "replace")
