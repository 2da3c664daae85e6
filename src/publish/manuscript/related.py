"""Cards: what a chapter leads on to, each with title, page and first sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace as changed
from html import escape
from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript.context import Work
from publish.manuscript.crossrefs import Crossrefs, OtherWork
from publish.manuscript.elements import make, replace
from publish.manuscript.finishing import bare
from publish.manuscript.frontmatter import Lead
from publish.manuscript.galley import Galley
from publish.manuscript.model import Card, Target
from publish.manuscript.page import Page, Shelf, Uses
from publish.manuscript.resolving import resolve
from publish.manuscript.shaping import text_of
from publish.manuscript.typography import set_plain

NOT_ON = Rule(
    "M129",
    "A chapter leads on to others, to each once.",
    "A card would send readers to where they are, or take the place of another.",
)
RULES: tuple[Rule, ...] = (NOT_ON,)

LONGEST = 160  # characters of a card's text; what is longer ends with its first sentence, or "…"
_ENOUGH = 50  # a shorter first sentence brings the next one with it
_HEADINGS = ("h1", "h2", "h3", "h4")
_ABBREVIATED = re.compile(r"(?:\b(?:Nos?|pp?|Arts?|paras?|chs?|cf|vs|St|e\.g|i\.e)|\b[A-Z])\.$")
_SENTENCE = re.compile(r"""[.!?؟]["”’»)]*(?=\s+[^\s\W\d_a-z]|\s+["“‘«(\d]|$)|[。！？][”’）]*""")
_LOOSE = re.compile(r"\s+([.,;:!?)])")


def gather_cards(page: Page) -> tuple[Card, ...]:
    """Return the cards of a chapter whose work is resolved, but not yet finished."""
    cards = []
    seen = {page.galley.id, f"{page.work.slug}#{page.galley.id}"}
    for lead in page.galley.front.related:
        if lead.key in seen:
            itself = lead.key.endswith(page.galley.id)
            message = "leads back to itself" if itself else f"names `{lead.key}` twice"
            page.work.report(NOT_ON, lead.place, f"this chapter {message}", "take it out")
        elif card := _card(page, lead):
            cards.append(card)
        seen.add(lead.key)
    return tuple(cards)


def titled(cards: Sequence[Card], targets: Mapping[str, Target]) -> tuple[Card, ...]:
    """Return cards with the titles that the chapters got when they were finished."""
    return tuple(
        card
        if card.work_title
        else changed(card, title_html=targets[card.page].title_html or card.title_html)
        for card in cards
    )


def _card(page: Page, lead: Lead) -> Card | None:
    slug, _, name = lead.key.rpartition("#")
    crossrefs = page.shelf.crossrefs
    if slug and slug != page.work.slug:
        return _card_elsewhere(page, slug, name, lead)
    if name not in crossrefs.targets and name in crossrefs.elsewhere:
        return None  # it is not among these papers
    target = crossrefs.own(name, lead.place, page.galley.sheet.scanned.cut)
    if target is None:
        return None
    galley = page.galleys[target.chapter]
    text = _opening_text(opening(galley, target), page.work)
    return _made(target, f"#{name}", name, text, page.work, "", galley.part)


def _card_elsewhere(page: Page, slug: str, name: str, lead: Lead) -> Card | None:
    found = page.shelf.crossrefs.in_other(slug, name, lead.place)
    if found is None:
        return None
    other, target = found
    text = _opening_elsewhere(page.shelf, other, target)
    page_of = f"{slug}#{name}"
    return _made(target, f"xref:{page_of}", page_of, text, other.work or page.work, other.title)


def _made(
    target: Target, href: str, page_of: str, text: str, work: Work, title: str, part: int = -1
) -> Card:
    label = target.label if target.number else ""
    name = target.title_html or escape(set_plain(target.title, work.lang), quote=False)
    return Card(href, page_of, target.kind, target.number, label, name, text, title, part)


def _opening_elsewhere(shelf: Shelf, other: OtherWork, target: Target) -> str:
    """Return the first sentence of a target in a work that has only been numbered."""
    if other.work is None or not 0 <= target.chapter < len(other.galleys):
        return ""
    galley = other.galleys[target.chapter]
    element = opening(galley, target)
    if element is None:
        return ""
    holder = make("div")
    holder.append(deepcopy(element))
    refs = shelf.crossrefs
    own = Crossrefs(other.work, dict(other.targets), refs.works, refs.read_other)
    at_hand = Shelf(own, shelf.bibliography, shelf.facts, shelf.terms)
    resolve(Page(other.work, galley, target.chapter, at_hand, Uses()), holder)
    return _opening_text(holder, other.work)


def opening(galley: Galley, target: Target) -> Element | None:
    """Return what a target begins with: the standfirst, or a paragraph; a picture has none."""
    if target.kind == "chapter":
        first = (child for child in galley.root if child.tag == "p")
        return galley.standfirst if galley.standfirst is not None else next(first, None)
    if target.kind in ("figure", "table"):
        return None
    inside = False
    for element in galley.root.iter():
        if element.get("id") == target.id:
            inside = True
        elif inside and element.tag in _HEADINGS:
            return None
        elif inside and element.tag in ("p", "li") and element.get("class") != "box-head":
            return element
    return None


def _opening_text(element: Element | None, work: Work) -> str:
    if element is None:
        return ""
    copy = bare(element)
    for parent in list(copy.iter()):
        for child in list(parent):
            if child.tag == "m-cited":
                replace(parent, child, [])
    return first_sentences(set_plain(_LOOSE.sub(r"\1", text_of(copy)), work.lang))


def first_sentences(text: str) -> str:
    """Return the first sentence of a text, and the next where it is short and both have room."""
    ends = [
        found.end()
        for found in _SENTENCE.finditer(text)
        if not _ABBREVIATED.search(text[: found.end()])
    ]
    whole = [end for end in ends if end <= LONGEST]
    if not whole:
        return (
            text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + "…"
        )
    return text[: next((end for end in whole if end >= _ENOUGH), whole[-1])]
