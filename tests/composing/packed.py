"""A made-up session with all that a pack is composed from, in the reader's HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from publish.catalogue.sessions import Session, Step
from publish.composing.layouts import load_layout
from publish.composing.packs import HandoutPages, Pack
from publish.errors import Place
from publish.manuscript.excerpting import Excerpt
from publish.manuscript.model import Manuscript, Picture, Reference

from .packaged import chapter, manuscript, publication

HANDOUT, TRAINING, SLIDES = (
    load_layout(Path("/nowhere"), name)[0] for name in ("handout", "training", "slides")
)
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40mm" height="20mm">'
    b'<path fill="#230050" d="M0 0h40v20H0z"/></svg>'
)
CITED = '<a class="cite" href="#ref-a">A 2020</a>'
LINK = "https://www.example.org/a-page?year=2026&amp;part=3"

QUESTION = (
    '<table class="box lines-2 box-exercise long" id="box-ex-sums" data-tag="Aside">'
    '<thead data-tag="none"><tr data-tag="none"><th class="box-head" data-tag="P">'
    '<span class="box-label">Exercise 2.1</span> <span class="late" data-late="continued"></span> '
    '<span class="box-title">Two <em>sums</em></span></th></tr></thead>'
    '<tbody data-tag="none"><tr data-tag="none"><td class="box-body" data-tag="none">'
    f'<p>Use the table ({CITED}); see <a href="{LINK}">the page</a>.</p>'
    "<ol><li><em>Pensions.</em> How much is a half of 80? Write it down.</li>"
    "<li>And a third of 90?</li></ol>%s</td></tr></tbody></table>"
)
NESTED = (
    '<aside class="box box-answer" data-tag="Aside"><p class="box-head">'
    '<span class="box-kind">Answer</span></p><div class="box-body"><p>HINT-SECRET</p></div></aside>'
)
ANSWER = (
    '<aside class="box box-answer" id="box-ans-sums" data-tag="Aside"><p class="box-head">'
    '<span class="box-kind">Answer</span></p><div class="box-body"><ol><li>Forty SECRET-A.</li>'
    "<li>Thirty.</li></ol></div></aside>"
)
NOTE = (
    '<aside class="box box-facilitator" data-tag="Aside"><p class="box-head">'
    '<span class="box-kind">Facilitator’s note</span></p>'
    '<div class="box-body"><p>SECRET-NOTE</p></div></aside>'
)
FORM = (
    '<aside class="box box-exercise" id="box-ex-form" data-tag="Aside"><p class="box-head">'
    '<span class="box-label">Exercise 2.2</span> <span class="box-title">A form</span></p>'
    '<div class="box-body"><div class="table" id="tbl-form"><table><thead><tr>'
    '<th scope="col">What</th><th scope="col">Mine</th></tr></thead><tbody><tr><td>Wage</td>'
    "<td></td></tr></tbody></table></div></div></aside>"
)
PLAN = (
    '<div class="table" id="tbl-plan"><table><thead><tr><th scope="col">Minutes</th>'
    '<th scope="col">Step</th></tr></thead><tbody><tr><td>20</td><td>1. Warm up</td></tr>'
    "<tr><td>70</td><td>2. Two sums</td></tr></tbody></table></div>"
)


def _body(nested: str, answer: str, note: str) -> str:
    return (
        '<h2 id="sec-objectives"><span class="heading-text">Learning objectives</span></h2>'
        "<p>To halve.</p>"
        '<h2 id="sec-plan"><span class="heading-text">Session plan</span></h2>'
        f'{PLAN}<p>See <a class="xref" href="#tbl-plan">Table 2.1</a> with one hour only.</p>'
        '<h2 id="sec-running"><span class="heading-text">Running the session</span></h2>'
        '<h3 id="sec-one"><span class="heading-text">Step 1. Warm up (20 minutes)</span></h3>'
        f"<p>Walk about.</p>{note}"
        '<h3 id="sec-two"><span class="heading-text">Step 2. Two sums (70 minutes)</span></h3>'
        '<p>Do <a class="xref" href="#sec-ex">the sums</a> with '
        '<a class="xref" href="xref:guide#fig-1"><cite>Guide</cite>, Figure 1.1</a>'
        '<span class="page-ref"> (p. <span class="late" data-late="page:guide#fig-1"></span>)'
        "</span>.</p>"
        '<h2 id="sec-exercises"><span class="heading-text">Exercises</span></h2>'
        '<h3 id="sec-ex"><span class="heading-text">The sums</span></h3>'
        f"{QUESTION % nested}{answer}"
        f'<h3 id="sec-form"><span class="heading-text">The form</span></h3>{FORM}'
    )


def deck(note: str) -> Manuscript:
    body = "".join(
        f'<h2 id="sec-slide-{n}" class="unnumbered"><span class="heading-text">Message {n}</span>'
        f"</h2><ul><li>Point {n} ({CITED})</li></ul>{note}"
        for n in (1, 2, 3)
    )
    return manuscript("training", (replace(chapter(1, body), name="slides-02", kind="plain"),))


def excerpts() -> tuple[Excerpt, ...]:
    """Return a figure and a section, of two works whose ids and pictures have the same names."""
    figure = (
        '<figure id="fig-1" class="figure"><figcaption><span class="label">Figure 1.1</span> '
        '<span class="caption-text">Seen</span></figcaption><img src="figures/a.svg" alt="A">'
        "</figure>"
    )
    section = (
        '<h3 id="sec-x"><span class="heading-text">A section</span></h3>'
        '<p id="fig-1">See <a class="xref" href="xref:guide#fig-1"><cite>Guide</cite>, Figure 1.1'
        '</a><span class="page-ref"> (p. <span class="late" data-late="page:guide#fig-1"></span>)'
        '</span> and <a class="xref" href="xref:guide#sec-9">section 9</a>.'
        f'<img src="figures/a.svg" alt="B"> ({CITED})</p>'
    )
    picture = Picture("figures/a.svg", SQUARE, "image/svg+xml")
    return (
        Excerpt("guide", "fig-1", "figure", "Figure 1.1", "Seen", "The <Guide>", "en", figure,
                (picture,)),
        Excerpt("brief", "sec-x", "section", "section 2.1", "A section", "Brief", "en", section,
                (replace(picture, content=SQUARE.replace(b"230050", b"1E2DBE")),),
                (Reference("ref-a", "a", f'A. 2020. <a class="url" href="{LINK}">{LINK}</a>'),)),
    )  # fmt: skip


def session(**more: Any) -> Session:
    steps = (
        Step(20, {"en": "Warm up"}, {"en": "METHOD-ONE"}, {"en": "SECRET-STEP"}, slides=(1, 2)),
        Step(70, {"en": "Two sums"}, {"en": "METHOD-TWO"}, {}, "box-ex-sums", (3,),
             ("guide#fig-1", "brief#sec-x")),
    )  # fmt: skip
    plain: dict[str, Any] = {
        "name": "halves",
        "work": "training",
        "title": {"en": "Halves & thirds"},
        "languages": ("en",),
        "chapter": "02-chapter",
        "minutes": 90,
        "group": {"en": "GROUP-OF-TEN"},
        "objectives": {"en": ("To halve <whatever> comes.",)},
        "materials": {"en": ("MATERIAL-PENS",)},
        "steps": steps,
        "excerpts": ("guide#fig-1", "brief#sec-x"),
        "exercises": (),
        "slides": "02.md",
        "accent": "",
        "participants": None,
        "place": Place("sources/training/sessions/halves/session.toml", 1, 1),
    }
    return Session(**{**plain, **more})


def pack(lang: str = "en", **more: Any) -> Pack:
    """Return a pack; the words of `lang` stand around English texts."""
    told = replace(chapter(2, _body(NESTED, ANSWER, NOTE)), name="02-chapter")
    shown = replace(told, body_html=_body("", "", ""))
    reference = Reference("ref-a", "a", f'A. 2020. <a class="url" href="{LINK}">{LINK}</a>')
    made = Pack(
        session(),
        lang,
        publication("training", lang, short_title={lang: "Training"}, accent="green"),
        manuscript("training", (told,), lang=lang, references=(reference,)),
        manuscript("training", (shown,), lang=lang, references=(reference,)),
        excerpts(),
        deck(NOTE),
        deck(""),
    )
    return replace(made, **more)


def pages() -> HandoutPages:
    """Return the pages of its handout: excerpts on 2, exercises on 3 and 4-5, 8 in all."""
    first = {"excerpt-1": 2, "fig-1": 2, "excerpt-2": 2, "box-ex-sums": 3, "box-ex-form": 4,
             "references": 6, "own-notes": 7}  # fmt: skip
    return HandoutPages(8, first, frozenset(first) - {"excerpt-2"})
