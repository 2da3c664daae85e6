"""The answer key of a session."""

from __future__ import annotations

from publish.catalogue.model import Catalogue
from publish.composing.desk import Desk, draft
from publish.composing.layouts import Layout
from publish.composing.model import Slot
from publish.composing.pack_html import asked, unmarked
from publish.composing.pack_links import Piece, document_ids, joined
from publish.composing.pack_model import (
    Composed,
    Pack,
    boxes_of,
    cited,
    desk_for,
    pictures_of,
    session_context,
)
from publish.composing.pack_module import exercise_sections
from publish.composing.pack_views import rewritten, solved
from publish.composing.parts import composed, page_context


def compose_answers(pack: Pack, layout: Layout, catalogue: Catalogue) -> Composed:
    """Return the answer key: every exercise, its questions in short, and its answers."""
    text = pack.facilitator
    desk = desk_for(pack, layout, catalogue, text)
    boxes = [box for box in boxes_of(pack, text) if box.answers]
    bodies = ["".join((asked(box), *box.answers)) for box in boxes]
    ids = {
        **document_ids([Piece(text.slug, body) for body in bodies]),
        **{(text.slug, name): own for name, own in exercise_sections(pack, text).items()},
        **{(text.slug, box.id): box.id for box in boxes},
    }

    def own(part: str) -> str:
        return joined(Piece(text.slug, unmarked(part)), ids)

    title = desk.t("answer_key")
    shared = {
        **session_context(pack, desk),
        "references": cited((text,), bodies),
        "solved": [solved(rewritten(box, own)) for box in boxes],
    }

    def key(desk: Desk) -> list[Slot]:
        context = page_context("answers", title, shared)
        page = draft(desk, "answers.html.j2", context, (), pictures_of(text))
        return [Slot("answers", title, page, "arabic", "any")]

    return composed(desk, [key])
