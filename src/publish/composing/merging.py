"""The matter that a bundle merges of its members: glossary, references, marks of the index."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from publish.composing.index import sort_key
from publish.manuscript.model import GlossaryEntry, IndexMark, Manuscript, Reference

VARIANT = "~"  # in the id of a reference: another form of the one whose id stands before it
_HREF = re.compile(r'href="#([^"]+)"')
_PAGE = re.compile(r'data-late="page:([^"#]+)"')
_TAGS = re.compile(r"<[^>]+>")


def variant_of(reference: str, slug: str) -> str:
    """Return the id of a reference in the form that the work `slug` prints it in."""
    return f"{reference}{VARIANT}{slug.replace('/', '-')}"


def merged(
    slug: str, lang: str, manuscripts: Sequence[Manuscript], merge: Collection[str]
) -> Manuscript:
    """Return what stands once at the end of a bundle, as a manuscript without chapters.

    Links inside definitions that lead to what only the member has become `xref:slug#id`. Marks of
    the index stand in `index_see`, their anchors as "slug#id".

    Args:
        slug: of the bundle.
        manuscripts: of the members that are works, in order.
        merge: of "glossary", "references" and "index" those that the members give up.
    """
    every = tuple(manuscripts)
    return Manuscript(
        slug=slug,
        lang=lang,
        chapters=(),
        part_titles=("",),
        targets={},
        abbreviations=_abbreviations(every),
        glossary=_glossary(every, merge) if "glossary" in merge else (),
        references=_references(every) if "references" in merge else (),
        index_see=_marks(every) if "index" in merge else (),
        sources=(),
    )


def _abbreviations(manuscripts: Iterable[Manuscript]) -> tuple[tuple[str, str], ...]:
    known = {pair: None for one in manuscripts for pair in one.abbreviations}
    return tuple(sorted(known, key=lambda pair: (sort_key(pair[0]), pair[1])))


def _glossary(
    manuscripts: Iterable[Manuscript], merge: Collection[str]
) -> tuple[GlossaryEntry, ...]:
    """Return each term once: all works take it from one glossary."""
    entries: dict[str, GlossaryEntry] = {}
    for one in manuscripts:
        for entry in one.glossary:
            if entry.id not in entries:
                definition = _leading_out(entry.definition_html, one.slug, merge)
                entries[entry.id] = replace(entry, definition_html=definition)
    return tuple(sorted(entries.values(), key=lambda entry: (sort_key(entry.term), entry.id)))


def _leading_out(html: str, slug: str, merge: Collection[str]) -> str:
    """Return a definition whose links lead into the work that it was taken from."""
    own = ("gls-", "ref-") if "references" in merge else ("gls-",)

    def link(match: re.Match[str]) -> str:
        anchor = match[1]
        return match[0] if anchor.startswith(own) else f'href="xref:{slug}#{anchor}"'

    def page(match: re.Match[str]) -> str:
        anchor = match[1]
        return match[0] if anchor.startswith(own) else f'data-late="page:{slug}#{anchor}"'

    return _PAGE.sub(page, _HREF.sub(link, html))


def _references(manuscripts: Iterable[Manuscript]) -> tuple[Reference, ...]:
    """Return each reference once, in the order of an alphabetical list.

    One that is printed otherwise in a further work, such as with 2020a for 2020, stands there a
    second time, so that it can be found.
    """
    known: dict[str, Reference] = {}
    for one in manuscripts:
        for reference in one.references:
            first = known.setdefault(reference.id, reference)
            if first.html != reference.html:
                name = variant_of(reference.id, one.slug)
                known[name] = replace(reference, id=name)
    return tuple(
        sorted(known.values(), key=lambda ref: (sort_key(_TAGS.sub("", ref.html)), ref.id))
    )


def _marks(manuscripts: Iterable[Manuscript]) -> tuple[IndexMark, ...]:
    """Return all marks with anchors as "slug#id"; a term is spelt as where it comes first."""
    spelt: dict[str, str] = {}

    def spelling(term: str) -> str:
        parts = (part.strip() for part in term.split("!"))
        return "!".join(spelt.setdefault(part.casefold(), part) for part in parts)

    marks = []
    for one in manuscripts:
        own = [mark for chapter in one.chapters for mark in chapter.marks]
        for mark in (*own, *one.index_see):
            anchor = f"{one.slug}#{mark.anchor}" if mark.anchor else ""
            marks.append(replace(mark, term=spelling(mark.term), anchor=anchor))
    return tuple(marks)
