"""What the pages of a finished PDF show, read from their content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.opened import Opened, items, raw, resolved
from publish.errors import Finding, Rule

NO_GLYPH = Rule(
    "P115",
    "Every character that is shown has its glyph.",
    "ISO 19005-2:2011, 6.2.11.8: a missing glyph prints as an empty square.",
)

NO_DECORATION = Rule(
    "P116",
    "Text is left out of the tags only in running heads, folios and the like.",
    "ISO 14289-1:2014, 7.1: a screen reader passes over artefacts, and so over these words.",
)

RULES: tuple[Rule, ...] = (NO_GLYPH, NO_DECORATION)

_TEXT_SHOWN = re.compile(rb"\[([^\]]*)\]\s*TJ|(<[0-9A-Fa-f\s]*>)\s*Tj")
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_NO_CODE = re.compile(rb"(?:[0-9A-Fa-f]{4})*?0000")


def content_of(page: DictionaryObject) -> bytes:
    """Return a page's content streams as one."""
    streams = [resolved(part) for part in items(raw(page, "/Contents"))]
    return b"\n".join(s.get_data() for s in streams if isinstance(s, StreamObject))


def check_glyphs(opened: Opened, contents: tuple[bytes, ...]) -> Iterator[Finding]:
    """Yield a finding for every page that shows the glyph that stands for a missing one.

    Args:
        contents: each page's content; codes are those of glyphs, two bytes each.
    """
    for n, content in enumerate(contents, 1):
        if b"0000" not in content:
            continue
        shown = (array or single for array, single in _TEXT_SHOWN.findall(content))
        if any(_NO_CODE.match(codes) for text in shown for codes in _CODES.findall(text)):
            message = "the page shows a character that its font does not have"
            yield NO_GLYPH.at(opened.place, message, "give it a font that has it", n)


_MARK = re.compile(rb"/(\w+)\s*(<<[^>]*>>|/\w+)?\s*B[MD]C\b|\bEMC\b|\bT[jJ]\b")


def check_decoration(opened: Opened, contents: tuple[bytes, ...]) -> Iterator[Finding]:
    """Yield a finding for every page that has text in an artefact that is not of pagination.

    Args:
        contents: each page's content.
    """
    for n, content in enumerate(contents, 1):
        marks: list[bool] = []  # of those that are open: whether text in it would be lost
        lost = 0
        for found in _MARK.finditer(content):
            if found[1]:
                plain = found[1] == b"Artifact" and b"Pagination" not in (found[2] or b"")
                marks.append(plain or (bool(marks) and marks[-1]))
            elif found[0] != b"EMC":
                lost += bool(marks) and marks[-1]
            elif marks:
                marks.pop()
        if lost:
            message = f"{lost} lines of text are marked as decoration"
            remedy = "if it is in a decorative picture, give the picture alternative text"
            yield NO_DECORATION.at(opened.place, message, remedy, n)
