"""From resolved galleys to the chapters of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace as changed
from xml.etree.ElementTree import Element, tostring

from publish.errors import Place
from publish.manuscript.context import Work
from publish.manuscript.elements import make, plain
from publish.manuscript.finishing import bare, body_html, finish, inner_html, title_html
from publish.manuscript.galley import Galley
from publish.manuscript.model import Chapter, Target
from publish.manuscript.page import Page
from publish.manuscript.places import unstamped
from publish.manuscript.shaping import text_of

_HOMES = ("p", "h2", "h3", "h4")


def roots(galley: Galley) -> Iterator[Element]:
    """Yield all trees of a chapter in reading order."""
    above = (galley.heading, galley.standfirst)
    yield from (tree for tree in (*above, galley.root, *galley.further) if tree is not None)


def places_of(galley: Galley) -> dict[str, Place]:
    """Return where what has an id was written, by the id; before `finish` takes the stamps out.

    What holds no text of its own, as a mark for the index, has the place of the text before it.
    """
    places: dict[str, Place] = {}
    stamps = galley.sheet.places
    for tree in roots(galley):
        last = galley.top
        for element in tree.iter():
            last = stamps.first(element.get("at")) or stamps.last(element.text) or last
            if name := element.get("id"):
                own = galley.place(element)
                places[name] = last if own is galley.top else own
    places[galley.id] = galley.place(galley.heading) if galley.heading is not None else galley.top
    return places


def make_chapter(
    work: Work, page: Page, known: Mapping[str, str], used: set[str], targets: dict[str, Target]
) -> Chapter:
    galley = page.galley
    _rehouse_marks(galley.root)
    for tree in roots(galley):
        finish(work, tree, known, used)
    _retitle(galley, targets)
    messages = _key_messages(galley)
    title = _plain_title(galley.heading) or galley.name
    standfirst = inner_html(galley.standfirst).strip() if galley.standfirst is not None else ""
    return Chapter(
        name=galley.name, kind=galley.kind, number=galley.number, id=galley.id, title=title,
        title_html=title_html(galley.heading) or title,
        short_title=galley.front.short_title or title,
        standfirst_html=standfirst,
        key_messages_html=messages,
        body_html=body_html(galley.root),
        pictures=tuple(galley.pictures[url] for url in sorted(galley.pictures)),
        marks=tuple(page.marks), part=galley.part, place=galley.top,
        private=_private(galley),
        further_html=tuple(inner_html(text).strip() for text in galley.further),
    )  # fmt: skip


def _private(galley: Galley) -> tuple[str, ...]:
    """Return what conditions keep from participants, as far as it stands in the body."""
    there = set(galley.root.iter())
    return tuple(
        tostring(element, encoding="unicode", method="html")
        for element in galley.private
        if element in there
    )


def _rehouse_marks(root: Element) -> None:
    """Move index marks that stand alone in a paragraph to the text before, or else behind."""
    for parent in list(root.iter()):
        for block in list(parent):
            if not _holds_marks_only(block):
                continue
            at = list(parent).index(block)
            near = [*parent[max(at - 1, 0) : at], *parent[at + 1 : at + 2]]
            if homes := [one for one in near if one.tag in _HOMES]:
                for mark in list(block):
                    mark.tail = None
                    homes[0].append(mark)
                parent.remove(block)


def _holds_marks_only(block: Element) -> bool:
    marks = all(inner.get("class") == "index-mark" for inner in block)
    return block.tag == "p" and len(block) > 0 and marks and not unstamped(plain(block)).strip()


def _retitle(galley: Galley, targets: dict[str, Target]) -> None:
    """Give the chapter's targets their titles as printed, now that they are resolved."""
    titles: dict[str, Element | None] = {galley.id: galley.heading}
    for element in galley.root.iter():
        if element.tag in ("h2", "h3", "h4"):
            titles[element.get("id", "")] = element.find("span[@class='heading-text']")
    for thing in galley.things.values():
        titles[thing.block.get("id")] = thing.title
    for name, title in titles.items():
        if name in targets and title is not None:
            html = title_html(title)
            targets[name] = changed(targets[name], title=_plain_title(title), title_html=html)


def _key_messages(galley: Galley) -> str:
    """Take the first key messages out of the chapter, for its opener."""
    for parent in list(galley.root.iter()):
        for box in parent:
            if "box-key-messages" not in box.get("class", "").split():
                continue
            content = next((e for e in box.iter() if e.get("class") == "box-body"), make("div"))
            parent.remove(box)
            return body_html(content)
    return ""


def _plain_title(element: Element | None) -> str:
    return text_of(bare(element)) if element is not None else ""
