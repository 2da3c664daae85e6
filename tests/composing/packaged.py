"""Made-up works and what a bundle has of its own when they are bound together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.catalogue.model import Catalogue, Document, Identifiers, Imprint, Publication
from publish.composing.layouts import load_layout
from publish.composing.members import Member, member_of, member_of_document
from publish.errors import Place
from publish.manuscript.model import (
    Chapter,
    GlossaryEntry,
    IndexMark,
    Manuscript,
    Reference,
    Target,
)

LAYOUT = load_layout(Path("/nowhere"), "bundle")[0]
HOUSE = Catalogue(Path(), Imprint("The House", "Town", url="https://house.example"), {})


@dataclass(frozen=True)
class Outline:
    """A bookmark of a foreign document."""

    title: str
    anchor: str


def chapter(number: int, body: str = "<p>Text</p>") -> Chapter:
    return Chapter(
        name=f"{number:02}-chapter",
        kind="chapter",
        number=str(number),
        id=f"sec-{number}",
        title=f"Chapter {number}",
        title_html=f"Chapter <em>{number}</em>",
        short_title="",
        standfirst_html="",
        key_messages_html="",
        body_html=body,
        pictures=(),
        marks=(IndexMark("financing!taxes", f"idx-{number}"),),
        part=0,
        place=Place(),
    )


def manuscript(slug: str, chapters: Sequence[Chapter], **more: Any) -> Manuscript:
    targets = {
        one.id: Target(one.id, "chapter", one.number, "", one.title, one.title_html, 1, at)
        for at, one in enumerate(chapters)
    }
    targets |= {
        f"sec-{one.number}-a": Target(f"sec-{one.number}-a", "section", "", "", "A", "A", 2, at)
        for at, one in enumerate(chapters)
    }
    for at, one in enumerate(chapters):
        name = f"fig-{one.number}"
        targets[name] = Target(name, "figure", f"{one.number}.1", "", "Seen", "Seen", 0, at)
    plain: dict[str, Any] = {
        "lang": "en",
        "part_titles": ("",),
        "abbreviations": (("ILO", "International Labour Organization"),),
        "glossary": (
            GlossaryEntry("gls-floor", "floor", 'What <a href="#sec-1">chapter 1</a> says.'),
            GlossaryEntry("gls-branch", "branch", 'See <a href="#gls-floor">floor</a>.'),
        ),
        "references": (Reference("ref-a", "a", "A. 2020. <em>Title</em>."),),
        "index_see": (IndexMark("taxes", "", see="financing"),),
        "sources": (),
    }
    return Manuscript(slug=slug, chapters=tuple(chapters), targets=targets, **{**plain, **more})


def publication(slug: str, lang: str = "en", **more: Any) -> Publication:
    plain: dict[str, Any] = {
        "title": {lang: f"The work {slug}"},
        "subtitle": {},
        "short_title": {},
        "kind": "guide",
        "layout": "guide",
        "languages": (lang,),
        "parts": (),
        "accent": "red",
    }
    return Publication(slug=slug, **{**plain, **more})


def works() -> list[tuple[Manuscript, Publication]]:
    """Return a guide, a brief whose sections stand for its only chapter, and a bare leaflet."""
    term = '<h2 id="sec-2-a">A</h2><p><a class="term" href="#gls-floor">floor</a></p>'
    brief = publication(
        "briefs/one", title={"en": "Chapter 1"}, accent="turquoise", series="Briefs"
    )
    leaflet = publication("leaflet", accent="yellow", licence="all-rights-reserved")
    identifiers = Identifiers(doi="10.1234/x")
    return [
        (
            manuscript("guide", (chapter(1), chapter(2, term))),
            publication("guide", subtitle={"en": "And more"}, identifiers=identifiers),
        ),
        (manuscript("briefs/one", (chapter(1, term),)), brief),
        (manuscript("leaflet", (), glossary=(), references=(), index_see=()), leaflet),
    ]


def members() -> tuple[Member, ...]:
    """Return the works as members, and a foreign document in another language."""
    own = [
        member_of(number, text, LAYOUT, HOUSE, work)
        for number, (text, work) in enumerate(works(), start=1)
    ]
    document = Document(
        slug="convention",
        title={"en": "A Convention"},
        file=Path("/convention.pdf"),
        lang="fr",
        publisher="An <Office>",
        url="https://office.example/c",
    )
    outline = [Outline("Part I & more", "p-1"), Outline("Part II", "p-2")]
    return (*own, member_of_document(len(own) + 1, document, outline, 34))
