"""The participants' handout: what is read in the session, done in it, and taken home."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from publish.catalogue.model import Catalogue
from publish.composing.desk import Desk, draft
from publish.composing.fragments import end_of
from publish.composing.layouts import Layout
from publish.composing.model import Resource, Slot, Start
from publish.composing.pack_html import Box, around, box_of, levelled, unmarked
from publish.composing.pack_links import Ids, Piece, document_ids, joined
from publish.composing.pack_model import (
    Composed,
    Pack,
    boxes_of,
    cited,
    desk_for,
    once,
    pictures_of,
    session_context,
)
from publish.composing.pack_views import drawn, references_for_paper, web_links
from publish.composing.parts import composed, page_context
from publish.composing.templates import NBSP, html
from publish.composing.views import Entry
from publish.manuscript.excerpting import Excerpt
from publish.manuscript.model import Picture, Reference

_SRC = re.compile(r'\bsrc="([^":]+)"')
_ITEM = re.compile(r"<li\b[^>]*>")
_EMPTY = re.compile(r"<td([^>]*)>\s*</td>")
_FIXED = ("excerpts", "exercises", "references", "own-notes", "evaluation", "links")
_RULE = '<div class="write-rule"></div>'
_LINES = {0: 0, 1: 2, 2: 3}  # ruled lines on paper for those that an author asks for
_MANY = 5  # questions; more have a line less each, to keep to their page


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a handout, before any template.

    Attributes:
        anchors: id of each excerpt in the handout.
        ids: of everything that has one.
    """

    excerpts: tuple[Piece, ...]
    boxes: tuple[Box, ...]
    exercises: tuple[Piece, ...]
    anchors: tuple[str, ...]
    ids: Ids
    references: tuple[Reference, ...]
    pictures: tuple[Picture, ...]


def handout_parts(pack: Pack) -> Parts:
    """Return the pieces of a pack's handout; nothing in them is the facilitator's."""
    text = pack.participants
    boxes = boxes_of(pack, text)
    exercises = tuple(Piece(text.slug, _with_room(box)) for box in boxes)
    excerpts = tuple(_excerpt(one) for one in pack.excerpts)
    anchors = tuple(f"excerpt-{n}" for n in range(1, len(excerpts) + 1))
    taken = (*_FIXED, *anchors, *(box.id for box in boxes))
    ids = dict(document_ids((*excerpts, *exercises), taken))
    ids |= {(text.slug, box.id): box.id for box in boxes}
    for one, anchor in zip(pack.excerpts, anchors, strict=True):
        ids.setdefault((one.slug, one.anchor), anchor)
    references = [*cited((text,), (piece.html for piece in exercises))]
    references += [one for excerpt in pack.excerpts for one in excerpt.references]
    shown = (*_pictures(pack), *pictures_of(text))
    return Parts(excerpts, boxes, exercises, anchors, ids, once(references), shown)


def compose_handout(pack: Pack, layout: Layout, catalogue: Catalogue) -> Composed:
    """Return the participants' handout and what is wrong with its layout.

    It is composed of what is read for participants alone.
    """
    made = handout_parts(pack)
    desk = desk_for(pack, layout, catalogue, pack.participants, made.references)

    shared, symbols = _contents(desk, pack, made)

    def part(name: str, title: str, start: Start = "any") -> Callable[[Desk], Sequence[Slot]]:
        context = page_context(name, title, shared)

        def compose(desk: Desk) -> list[Slot]:
            page = draft(desk, f"{name}.html.j2", context, symbols, made.pictures)
            return [Slot(name, title, page, "arabic", start)]

        return compose

    parts = [part("opening", pack.title)]
    parts += [part("excerpts", desk.t("excerpts"))] if made.excerpts else []
    parts += [part("exercises", desk.t("exercises"))] if made.exercises else []
    parts += [part("closing", desk.t("references"))]
    parts += [part("evaluation", desk.t("evaluation"), "recto")]
    return composed(desk, parts)


def _contents(
    desk: Desk, pack: Pack, made: Parts
) -> tuple[dict[str, object], tuple[Resource, ...]]:
    """Return what the templates of a handout see, and the symbols of its links."""

    def own(piece: Piece) -> Markup:
        return html(joined(piece, made.ids, lambda _own, late: desk.t("page_here", p=late)))

    excerpts = [
        {"one": one, "id": anchor, "html": own(piece), "whole": whole(one),
         "page": _page_of(desk, one)}
        for one, anchor, piece in zip(pack.excerpts, made.anchors, made.excerpts, strict=True)
    ]  # fmt: skip
    exercises = [
        {"box": box, "title": html(box.title), "html": own(piece)}
        for box, piece in zip(made.boxes, made.exercises, strict=True)
    ]
    printed = [one.html for one in made.references]
    bodies = [piece.html for piece in (*made.excerpts, *made.exercises)]
    links, symbols = drawn(web_links([*printed, *bodies]))
    in_list = set(web_links(printed))
    return {
        **session_context(pack, desk),
        "excerpts": excerpts,
        "exercises": exercises,
        "references": references_for_paper(made.references, links),
        "links": [link for link in links if link.href not in in_list],
        "inside": _inside(desk, pack, made),
    }, symbols


def _page_of(desk: Desk, one: Excerpt) -> Markup:
    """Return " (p. 23)", for where an excerpt stands in its work."""
    pattern = desk.t("page_abbr")
    pattern = pattern if "{p}" in pattern else f"{pattern}{NBSP}{{p}}"
    late = f'<span class="late" data-late="page:{one.slug}#{one.anchor}"></span>'
    return html(f" ({pattern.replace('{p}', late)})")


def whole(one: Excerpt) -> bool:
    """Has an excerpt a heading of its own?"""
    return one.kind in ("section", "chapter")


def _inside(desk: Desk, pack: Pack, made: Parts) -> list[Entry]:
    """Return the lines of what is inside."""
    lines = [
        Entry(anchor, "", html(escaped(one.title)), "excerpt")
        for one, anchor in zip(pack.excerpts, made.anchors, strict=True)
    ]
    lines += [Entry(box.id, box.label, html(box.title), "exercise") for box in made.boxes]
    if made.references:
        lines.append(Entry("references", "", html(desk.t("references")), "furniture"))
    lines.append(Entry("own-notes", "", html(desk.t("own_notes")), "furniture"))
    return [*lines, Entry("evaluation", "", html(desk.t("evaluation")), "furniture")]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _excerpt(one: Excerpt) -> Piece:
    """Return an excerpt as it stands below its source line; each work has its own pictures."""
    text = _SRC.sub(lambda found: f'src="{one.slug}/{found[1]}"', unmarked(one.html))
    if one.kind == "exercise":
        box = box_of(text)
        head = f'<span class="exercise-number">{box.label}</span> {box.title}'
        text = f'<p class="exercise-head" id="{one.anchor}">{head}</p>{_with_room(box)}'
        return Piece(one.slug, f'<div class="exercise-text">{text}</div>')
    return Piece(one.slug, levelled(text, 2 if whole(one) else 3))


def _pictures(pack: Pack) -> list[Picture]:
    return [
        replace(picture, url=f"{one.slug}/{picture.url}")
        for one in pack.excerpts
        for picture in one.pictures
    ]


def _with_room(box: Box) -> str:
    """Return what an exercise asks, with room to write under each question and in empty cells."""
    body = _EMPTY.sub(_to_fill, levelled(unmarked(box.body), 3))
    opening = re.search(r"<ol\b[^>]*>", body)
    count = _LINES[box.lines] - (box.lines > 1 and len(around(body)[1]) > _MANY)
    rules = _RULE * count
    if opening is None:
        return f"{body}{_room(rules)}" if rules and 'to-fill"></td>' not in body else body
    end = end_of(body, "ol", opening.end())
    points = _points(body[opening.end() : end - len("</ol>")], _room(rules))
    return f"{body[: opening.end()]}{points}</ol>{body[end:]}"


def _to_fill(cell: re.Match[str]) -> str:
    """Return an empty cell as one to write in, whatever else it is."""
    attributes = re.sub(r' class="([^"]*)"', "", cell[1])
    classes = re.findall(r' class="([^"]*)"', cell[1])
    return f'<td{attributes} class="{" ".join([*classes, "to-fill"])}"></td>'


def _points(points: str, room: str) -> str:
    """Return the points of a list, each with room at its end."""
    made, at = [], 0
    while opening := _ITEM.search(points, at):
        at = end_of(points, "li", opening.end())
        made.append(f"{opening[0]}{points[opening.end() : at - len('</li>')]}{room}</li>")
    return "".join(made)


def _room(rules: str) -> str:
    return f'<div class="write" data-tag="Artifact">{rules}</div>' if rules else ""
