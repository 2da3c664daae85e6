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

RULES: tuple[Rule, ...] = (NO_GLYPH,)

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
            message = f"page {n} shows a character that its font does not have"
            yield NO_GLYPH.at(opened.place, message, "give it a font that has it")
