"""What a document's tags are worth to those who have the bundle read aloud.

Tags that can be kept are kept. Where there are none, each page becomes one paragraph: its words
are read at least, in the order in which they were drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf

from publish.binding.foreign.contents import Content
from publish.binding.foreign.elements import Element, Marked
from publish.binding.foreign.tags import Broken, Pages, Tags, read_tags
from publish.binding.foreign.walking import dictionary
from publish.binding.foreign.wording import pages_in_words
from publish.errors import Finding, Place, Rule

UNTAGGED = Rule(
    "B178",
    "A document is tagged.",
    "ISO 14289-1:2014, 7.1: who has it read aloud hears its words without headings, lists, tables "
    "and descriptions of pictures, and cannot go from one to the next.",
    "warning",
)
NO_WORDS = Rule(
    "B187",
    "The pages of a document hold their words, not pictures of them.",
    "They cannot be read aloud, searched, copied or enlarged without loss.",
    "warning",
)
BROKEN_TAGS = Rule(
    "B188",
    "The tags of a document lead to what is on its pages.",
    "ISO 32000-1:2008, 14.7: tags that lead astray tell readers less than none.",
    "warning",
)
MENDED = Rule(
    "B189",
    "The tags of a document need no mending.",
    "What could be put right was; what it meant may be lost.",
    "note",
)
RULES: tuple[Rule, ...] = (UNTAGGED, NO_WORDS, BROKEN_TAGS, MENDED)

WHOLE_PAGE = "/P <</MCID 0>> BDC"
_REMEDY = "ask its publisher for a tagged PDF; Word and LibreOffice export one, Acrobat adds tags"
_LEVELS = 6  # of forms within forms that are looked into
_MOST_FORMS = 200


def tags_of(
    root: pikepdf.Object, pages: Pages, where: Place
) -> tuple[Tags | None, tuple[Finding, ...]]:
    """Return the tags of a document that can be kept, and what is to be said of them."""
    try:
        tags = read_tags(root, pages)
    except Broken as fault:
        return None, (BROKEN_TAGS.at(where, f"its tags are left out: {fault}", _REMEDY),)
    if tags is None:
        return None, ()
    findings = []
    loose = [number for number, content in enumerate(pages.contents, 1) if content.loose]
    if loose:
        message = f"some words are outside its tags on {pages_in_words(loose)}"
        findings.append(UNTAGGED.at(where, f"{message}: nobody hears them", _REMEDY))
    if tags.mended:
        said = ", ".join(f"{what} ({times})" for what, times in sorted(tags.mended.items()))
        findings.append(MENDED.at(where, f"mended: {said}"))
    return tags, tuple(findings)


def plain_tags(count: int) -> Element:
    """Return a tree of one paragraph for each page."""
    return Element("Document", [Element("P", [Marked(page, 0)]) for page in range(count)])


def untagged(
    pages: Sequence[pikepdf.Object], contents: Sequence[Content], where: Place
) -> Iterator[Finding]:
    """Yield what readers lose of a document without tags, and on which pages."""
    worded, pictures = [], []
    for number, (page, content) in enumerate(zip(pages, contents, strict=True), 1):
        if content.shows_text or _has_faces(page):
            worded.append(number)
        elif len(dictionary(dictionary(page.get("/Resources")).get("/XObject"))):
            pictures.append(number)
    if worded:
        message = (
            f"it has no tags: {pages_in_words(worded)} can be heard in the order in which they "
            "were drawn only, without headings, lists, tables and descriptions of pictures"
        )
        yield UNTAGGED.at(where, message, _REMEDY)
    if pictures:
        message = f"there are no words, only pictures, on {pages_in_words(pictures)}"
        remedy = "have the text recognized (OCR), or ask for the original file"
        yield NO_WORDS.at(where, message, remedy)
    if not worded and not pictures:
        message = "it has no tags and no words: nobody hears anything of its drawings"
        yield UNTAGGED.at(where, message, _REMEDY)


def _has_faces(page: pikepdf.Object) -> bool:
    """Do forms that a page may show use a font?"""
    waiting = [(dictionary(page.get("/Resources")), 0)]
    for _ in range(_MOST_FORMS):
        if not waiting:
            return False
        resources, level = waiting.pop()
        if level and len(dictionary(resources.get("/Font"))):
            return True
        if level < _LEVELS:
            forms = dictionary(resources.get("/XObject")).values()
            inside = (f.get("/Resources") for f in forms if isinstance(f, pikepdf.Stream))
            waiting += [(dictionary(found), level + 1) for found in inside]
    return False
