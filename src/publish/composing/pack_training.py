"""The facilitator's edition of a session, and its answer key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Step
from publish.composing.desk import Desk, draft
from publish.composing.layouts import Layout
from publish.composing.model import Resource, Slot
from publish.composing.pack_handout import CITED, Parts, handout_parts
from publish.composing.pack_html import (
    ANSWER,
    EXERCISE,
    Box,
    Section,
    asked,
    levelled,
    plain,
    sections,
    unmarked,
    without,
)
from publish.composing.pack_links import Ids, Piece, document_ids, joined
from publish.composing.pack_model import (
    Composed,
    Pack,
    boxes_of,
    chapter_of,
    desk_for,
    session_context,
)
from publish.composing.pack_slides import Slide, slides_of
from publish.composing.pack_views import HandoutPages, Timed, ranges, said, solved, timetable
from publish.composing.parts import composed, page_context
from publish.composing.templates import html
from publish.manuscript.model import Manuscript, Reference

INSET = "inset"  # "inset-3" is the id of the figure that page 3 of the handout is drawn into
_EDGE = 20.0  # millimetres of the outer margin that stay white


@dataclass(frozen=True, slots=True)
class Led:
    """A step as the facilitator's edition prints it."""

    timed: Timed
    notes: Markup  # of the session file
    text: Markup  # of the module: the section with the step's title
    box: Box | None
    question: Markup
    answers: tuple[Markup, ...]
    slides: tuple[Slide, ...]
    uses: tuple[str, ...]  # what is handed out and shown
    insets: tuple[int, ...]  # pages of the handout that stand beside it

    @property
    def title(self) -> Markup:
        """The exercise's, inline."""
        return html(self.box.title) if self.box else Markup("")


def compose_answers(pack: Pack, layout: Layout, catalogue: Catalogue) -> Composed:
    """Return the answer key: every exercise, its questions in short, and its answers."""
    text = pack.facilitator
    desk = desk_for(pack, layout, catalogue, text)
    boxes = [box for box in boxes_of(pack, text) if box.answers]
    pieces = [Piece(text.slug, "".join((asked(box), *box.answers))) for box in boxes]
    ids = {**document_ids(pieces), **_aliases(pack, text)}
    cited = _cited(text, pieces)
    solutions = [solved(_joined_box(box, text.slug, ids)) for box in boxes]
    pictures = tuple(picture for chapter in text.chapters for picture in chapter.pictures)
    title = desk.t("answer_key")
    shared = {**session_context(pack, desk), "references": cited}
    context = page_context("answers", title, {**shared, "solved": solutions})

    def key(desk: Desk) -> list[Slot]:
        page = draft(desk, "answers.html.j2", context, (), pictures)
        return [Slot("answers", title, page, "arabic", "any")]

    return composed(desk, [key])


def _joined_box(box: Box, slug: str, ids: Ids) -> Box:
    body, *answers = (
        joined(Piece(slug, unmarked(part)), ids) for part in (asked(box), *box.answers)
    )
    return Box(box.id, box.kind, box.label, box.title, body, box.lines, tuple(answers))


def compose_facilitator(
    pack: Pack, layout: Layout, catalogue: Catalogue, handout: HandoutPages
) -> Composed:
    """Return the facilitator's edition: the plan, then step by step all that there is to know.

    Args:
        handout: how the participants' handout is bound. Each of its pages stands small beside the
            first step that needs it, as a figure `inset-N` for binding to draw it into.
    """
    text = pack.facilitator
    desk = desk_for(pack, layout, catalogue, text)
    chapter = chapter_of(pack, text)
    found = sections(chapter.body_html)[1] if chapter else ()
    boxes = {box.id: box for box in boxes_of(pack, text)}
    told = _told(pack, found)
    before = _before(found, told, desk)
    pieces = [Piece(text.slug, unmarked(section.heading + section.body)) for section in before]
    pieces += [Piece(text.slug, unmarked(section.body)) for section in told.values()]
    pieces += [Piece(text.slug, "".join((asked(b), *b.answers))) for b in boxes.values()]
    ids = {**document_ids(pieces), **_aliases(pack, text)}
    parts = handout_parts(pack)
    places = _places(pack, parts, handout)
    slides = slides_of(pack.slides)
    steps = _steps(pack, desk, told, boxes, ids, places)
    used = {page for led in steps for page in led.insets}
    width = layout.settings.page.outer - _EDGE
    height = round(width * handout.height / handout.width, 2)
    shared = {
        **session_context(pack, desk),
        "led": steps,
        "before": [html(levelled(joined(piece, ids), 2)) for piece in pieces[: len(before)]],
        "others": [n for n in range(1, handout.count + 1) if n not in used],
        "pages": places,
        "handout": handout,
        "inset": {"width": width, "height": height},
        "total": pack.session.minutes,
        "references": _cited(text, pieces, slides),
        "standfirst": html(chapter.standfirst_html) if chapter else "",
    }
    frame = Resource("inset.svg", "image/svg+xml", _frame(width, height).encode())
    pictures = [picture for one in text.chapters for picture in one.pictures]
    pictures += pack.slides.chapters[0].pictures if pack.slides and pack.slides.chapters else ()

    def part(name: str, title: str) -> list[Slot]:
        context = page_context(name, title, shared)
        page = draft(desk, f"{name}.html.j2", context, (frame,), tuple(pictures))
        return [Slot(name, title, page, "arabic", "any")]

    return composed(
        desk,
        [
            lambda _desk: part("plan", desk.t("session_plan")),
            lambda _desk: part("steps", desk.t("step_by_step")),
        ],
    )


def _aliases(pack: Pack, text: Manuscript) -> dict[tuple[str, str], str]:
    """Return the exercise that stands for each section of the module that holds only this one."""
    found = {}
    for chapter in text.chapters:
        every = sections(chapter.body_html)[1]
        for box in boxes_of(pack, text):
            holding = [one for one in every if f'id="{box.id}"' in one.body and one.id]
            if holding and holding[-1].level > 2:
                found[text.slug, holding[-1].id] = box.id
    return found


def _cited(
    text: Manuscript, pieces: Sequence[Piece], slides: Sequence[Slide] = ()
) -> list[Reference]:
    """Return the references that pieces and what is said to slides cite."""
    bodies = [piece.html for piece in pieces] + [slide.note for slide in slides]
    keys = {key for body in bodies for key in CITED.findall(body)}
    return [one for one in text.references if one.id in keys]


def _told(pack: Pack, found: Sequence[Section]) -> dict[int, Section]:
    """Return the section of the module for each step: its heading has the step's title."""
    told: dict[int, Section] = {}
    for number, step in enumerate(pack.session.steps, start=1):
        title = plain(said(step.title, pack.lang)).casefold()
        for section in found:
            inside = any(other.body and section.heading in other.body for other in told.values())
            if title and title in section.title.casefold() and section.level > 2 and not inside:
                told[number] = section
                break
    return told


def _before(found: Sequence[Section], told: Mapping[int, Section], desk: Desk) -> list[Section]:
    """Return the sections of the module that are no step, hold none, and ask nothing."""
    skipped = desk.t("learning_objectives").casefold()
    return [
        section
        for section in found
        if section.level == 2
        and not any(one.heading in section.body for one in told.values())
        and EXERCISE not in section.body
        and skipped not in section.title.casefold()
    ]


def _places(pack: Pack, parts: Parts, handout: HandoutPages) -> dict[str, tuple[int, ...]]:
    """Return the pages of the handout that each exercise and excerpt of the session takes."""
    names = {box.id: box.id for box in parts.boxes}
    for one, anchor in zip(pack.excerpts, parts.anchors, strict=True):
        names[f"{one.slug}#{one.anchor}"] = anchor
    for name in pack.session.excerpts:  # of a chapter that is named by its file
        if name not in names:
            slug = name.partition("#")[0]
            for one, anchor in zip(pack.excerpts, parts.anchors, strict=True):
                if (one.slug, one.kind) == (slug, "chapter"):
                    names.setdefault(name, anchor)
    ends = (*names.values(), "references", "own-notes")
    starts = sorted({handout.first[name] for name in ends if name in handout.first})
    pages: dict[str, tuple[int, ...]] = {}
    for name, anchor in names.items():
        if (start := handout.first.get(anchor)) is not None:
            end = next((other for other in starts if other > start), handout.count + 1)
            pages[name] = tuple(range(start, end))
    return pages


def _steps(
    pack: Pack,
    desk: Desk,
    told: Mapping[int, Section],
    boxes: Mapping[str, Box],
    ids: Ids,
    places: Mapping[str, tuple[int, ...]],
) -> list[Led]:
    slug, lang = pack.facilitator.slug, pack.lang
    slides = {slide.number: slide for slide in slides_of(pack.slides)}
    shown: set[int] = set()
    done: set[str] = set()
    made = []
    for timed in timetable(pack.session, lang):
        step = timed.step
        box = boxes.get(step.exercise)
        named = (step.exercise, *step.excerpts)
        wanted = [page for name in named for page in places.get(name, ())]
        insets = tuple(dict.fromkeys(page for page in wanted if page not in shown))
        shown.update(insets)
        section = told.get(timed.number)
        again = box is not None and box.id in done
        done.update([box.id] if box else ())

        def own(part: str) -> Markup:
            return html(levelled(joined(Piece(slug, unmarked(part)), ids), 3))

        made.append(
            Led(
                timed=timed,
                notes=Markup("").join(
                    Markup("<p>{}</p>").format(line)
                    for line in said(step.notes, lang).split("\n\n")
                    if line.strip()
                ),
                text=own(without(section.body, (ANSWER, EXERCISE))) if section else Markup(""),
                box=box,
                question=own(asked(box)) if box and not again else Markup(""),
                answers=tuple(own(answer) for answer in box.answers) if box and not again else (),
                slides=tuple(slides[n] for n in step.slides if n in slides),
                uses=_uses(desk, step, box, places),
                insets=insets,
            )
        )
    return made


def _uses(
    desk: Desk, step: Step, box: Box | None, places: Mapping[str, tuple[int, ...]]
) -> tuple[str, ...]:
    """Return what a step hands out and shows, in words."""
    words = []
    if box:
        pages = places.get(box.id, ())
        page = desk.t("handout_page", n=ranges(pages)) if pages else ""
        words.append(f"{box.label} ({page})" if page else box.label)
    if read := [page for name in step.excerpts for page in places.get(name, ())]:
        words.append(desk.t("handout_page", n=ranges(read)))
    if step.slides:
        key = "slide_n" if len(step.slides) == 1 else "slides_n"
        words.append(desk.t(key, n=ranges(step.slides)))
    return tuple(words)


def _frame(width: float, height: float) -> str:
    """Return a thin frame around nothing, in millimetres."""
    half = 0.1
    sides = f'x="{half}" y="{half}" width="{width - 2 * half:g}" height="{height - 2 * half:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}mm" height="{height:g}mm">'
        f'<rect {sides} fill="none" stroke="#B8C4CC" stroke-width="0.2"/></svg>'
    )
