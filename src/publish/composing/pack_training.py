"""The facilitator's edition of a session: its plan, and what there is to know of each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Step
from publish.composing.desk import Desk, draft
from publish.composing.layouts import Layout
from publish.composing.model import Slot
from publish.composing.pack_handout import handout_parts
from publish.composing.pack_html import (
    ANSWER,
    EXERCISE,
    Box,
    asked,
    levelled,
    unmarked,
    without,
)
from publish.composing.pack_insets import INSET, handed_out, inset_of, pages_of
from publish.composing.pack_links import Ids, Piece, document_ids, joined
from publish.composing.pack_model import (
    Composed,
    Pack,
    boxes_of,
    chapter_of,
    cited,
    desk_for,
    pictures_of,
    session_context,
)
from publish.composing.pack_module import PLAN, Module, module_of
from publish.composing.pack_slides import Slide, slides_of
from publish.composing.pack_views import (
    HandoutPages,
    Solved,
    Timed,
    ranges,
    rewritten,
    said,
    solved,
    timetable,
)
from publish.composing.parts import composed, page_context
from publish.composing.templates import NBSP, html


@dataclass(frozen=True, slots=True)
class Led:
    """A step as the facilitator's edition prints it.

    Attributes:
        notes: of the session file; `text` is the module's.
        solved: its exercise with the answers, where no earlier step has it.
        uses: what is handed out and shown, in words.
        read, done: pages of the handout that stand small beside the text and beside the exercise;
            one each, since what is beside a text takes its paragraphs along to the next page.
        below: all others that it needs.
    """

    timed: Timed
    notes: Markup
    text: Markup
    solved: Solved | None
    slides: tuple[Slide, ...]
    uses: tuple[str, ...]
    read: tuple[int, ...]
    done: tuple[int, ...]
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Script:
    """What the steps are written from."""

    desk: Desk
    pack: Pack
    module: Module
    boxes: Mapping[str, Box]
    slides: Mapping[int, Slide]
    bodies: tuple[str, ...]  # all HTML that is printed of the works
    ids: Ids
    pages: Mapping[str, tuple[int, ...]]

    def own(self, part: str, top: int = 3) -> Markup:
        """Return a part of the work's text for this document."""
        piece = Piece(self.pack.facilitator.slug, unmarked(part))
        return html(levelled(joined(piece, self.ids, self._here), top))

    def _here(self, own: str, late: str) -> str:
        if own.startswith(f"{INSET}-"):
            return self.desk.t("handout_page", n=own.removeprefix(f"{INSET}-"))
        return self.desk.t("page_here", p=late)


def compose_facilitator(
    pack: Pack, layout: Layout, catalogue: Catalogue, handout: HandoutPages
) -> Composed:
    """Return the facilitator's edition: the plan, then step by step all that there is to know.

    Args:
        handout: how the participants' handout is bound. Each of its pages stands small beside the
            first step that needs it, as a picture `inset-N` for binding to draw it into.
    """
    text = pack.facilitator
    desk = desk_for(pack, layout, catalogue, text)
    script = _script(desk, pack, handout)
    led = _steps(script)
    shown = {page for one in led for page in (*one.read, *one.done, *one.below)}
    inset = inset_of(handout, layout.settings.page.outer)
    chapter = chapter_of(pack, text)
    shared = {
        **session_context(pack, desk),
        "led": led,
        "before": [script.own(one.heading + one.body, 2) for one in script.module.before],
        "others": [n for n in range(1, handout.count + 1) if n not in shown],
        "inset": inset,
        "total": pack.session.minutes,
        "references": cited((text, pack.slides), script.bodies),
        "standfirst": html(chapter.standfirst_html) if chapter else "",
    }

    def part(name: str, title: str) -> list[Slot]:
        context = page_context(name, title, shared)
        pictures = pictures_of(text, pack.slides)
        page = draft(desk, f"{name}.html.j2", context, (inset.frame,), pictures)
        return [Slot(name, title, page, "arabic", "any")]

    plan, steps = desk.t("session_plan"), desk.t("step_by_step")
    return composed(desk, [lambda _: part("plan", plan), lambda _: part("steps", steps)])


def _script(desk: Desk, pack: Pack, handout: HandoutPages) -> _Script:
    """Return what the steps are written from, with the places that links in it lead to."""
    text, parts = pack.facilitator, handout_parts(pack)
    module = module_of(pack, desk.t("learning_objectives"))
    boxes = {box.id: box for box in boxes_of(pack, text)}
    slides = {slide.number: slide for slide in slides_of(pack.slides)}
    bodies = (
        *(section.heading + section.body for section in module.before),
        *(without(section.body, (ANSWER, EXERCISE)) for section in module.told.values()),
        *("".join((asked(box), *box.answers)) for box in boxes.values()),
        *(slide.note for slide in slides.values()),
    )
    steps = (f"step-{n}" for n in range(1, len(pack.session.steps) + 1))
    ids = {
        **handed_out(parts, handout),
        **document_ids([Piece(text.slug, body) for body in bodies], (PLAN, *steps, *boxes)),
        **{(text.slug, name): own for name, own in module.aliases.items()},
        **{(text.slug, name): name for name in boxes},
    }
    pages = pages_of(pack, parts, handout)
    return _Script(desk, pack, module, boxes, slides, bodies, ids, pages)


def _steps(script: _Script) -> list[Led]:
    """Return the steps; exercises and pages of the handout stand with the first that needs them."""
    shown: set[int] = set()
    done: set[str] = set()
    every = timetable(script.pack.session, script.pack.lang)
    return [_step(script, timed, shown, done) for timed in every]


def _step(script: _Script, timed: Timed, shown: set[int], done: set[str]) -> Led:
    """Return a step; `shown` pages and `done` exercises grow."""
    step, pack = timed.step, script.pack
    read, worked = _fresh(script, step.excerpts, shown), _fresh(script, (step.exercise,), shown)
    box = script.boxes.get(step.exercise)
    first = box if box and box.id not in done else None
    done.update({box.id} if box else ())
    section = script.module.told.get(timed.number)
    notes = (line for line in said(step.notes, pack.lang).split("\n\n") if line.strip())
    return Led(
        timed=timed,
        notes=Markup("").join(Markup("<p>{}</p>").format(line) for line in notes),
        text=script.own(without(section.body, (ANSWER, EXERCISE))) if section else Markup(""),
        solved=solved(rewritten(first, script.own)) if first else None,
        slides=tuple(
            replace(script.slides[n], note=script.own(script.slides[n].note))
            for n in step.slides
            if n in script.slides
        ),
        uses=_uses(script, step, box),
        read=read[:1],
        done=worked[:1],
        below=(*read[1:], *worked[1:]),
    )


def _fresh(script: _Script, names: Sequence[str], shown: set[int]) -> tuple[int, ...]:
    """Return the pages of the handout that hold what is named and stand nowhere yet."""
    pages = [page for name in names for page in script.pages.get(name, ())]
    fresh = tuple(dict.fromkeys(page for page in pages if page not in shown))
    shown.update(fresh)
    return fresh


def _uses(script: _Script, step: Step, box: Box | None) -> tuple[str, ...]:
    """Return what a step hands out and shows, in words."""
    t, words = script.desk.t, []
    if box:
        pages = script.pages.get(box.id, ())
        page = f" ({_unbroken(t('handout_page', n=ranges(pages)))})" if pages else ""
        words.append(f"{box.label}{page}")
    if read := [page for name in step.excerpts for page in script.pages.get(name, ())]:
        words.append(_unbroken(t("handout_page", n=ranges(read))))
    if step.slides:
        key = "slide_n" if len(step.slides) == 1 else "slides_n"
        words.append(_unbroken(t(key, n=ranges(step.slides))))
    return tuple(words)


def _unbroken(words: str) -> str:
    """Return words whose last number stays with what it numbers."""
    before, _, number = words.rpartition(" ")
    return f"{before}{NBSP}{number}" if before else number
