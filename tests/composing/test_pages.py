from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Imprint, Publication
from publish.composing.compose import compose, compose_index, with_index
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.errors import Place
from publish.manuscript.model import (
    Card,
    Chapter,
    GlossaryEntry,
    IndexMark,
    Manuscript,
    Reference,
)
from publish.typesetting import engine

BOX_KINDS = (
    "box",
    "country-case",
    "key-messages",
    "definition",
    "checklist",
    "legal",
    "exercise",
    "answer",
    "facilitator",
)


def box(kind: str) -> str:
    items = '<ul class="checklist"><li>One</li><li>Two</li></ul><ol><li>First</li></ol>'
    return (
        f'<aside class="box box-{kind}" data-tag="Aside"><p class="box-head">'
        '<span class="box-label">Box 1.1</span> <span class="box-kind">Kind</span> '
        '<span class="box-country">Rwanda</span> <span class="box-title">Title</span></p>'
        '<div class="box-body"><ul class="outcomes"><li><span class="outcome-value">7%</span> '
        f'<span class="outcome-text">covered</span></li></ul><p>Text</p>{items}</div></aside>'
    )


def long_box(kind: str) -> str:
    text = "<p>A sentence that is long enough to run over a line of the page.</p>" * 60
    return (
        f'<table class="box box-{kind} long" data-tag="Aside"><thead data-tag="none">'
        '<tr data-tag="none"><th class="box-head" data-tag="P"><span class="box-kind">Kind</span> '
        '<span class="late" data-late="continued"></span></th></tr></thead>'
        '<tbody data-tag="none"><tr data-tag="none"><td class="box-body" data-tag="none">'
        f"{text}</td></tr></tbody></table>"
    )


def table(rows: int, more: str = "") -> str:
    body = "".join(
        f'<tr><th scope="row">Row {k}</th><td class="num">{k}</td></tr>' for k in range(rows)
    )
    return (
        f'<div class="table{more}"><table><thead><tr class="caption-row" data-tag="Caption">'
        '<th colspan="2" data-tag="none"><span class="label">Table 1.1</span> '
        '<span class="caption-text">Caption</span> '
        '<span class="late" data-late="continued"></span></th></tr>'
        '<tr><th scope="col">Name</th><th scope="col" class="num">Per cent</th></tr></thead>'
        f'<tbody>{body}</tbody></table><p class="source">Source: none.</p></div>'
    )


BODY = (
    '<h2 id="sec-a" class="numbered"><span class="number">1.1</span> '
    '<span class="heading-text">A section</span></h2>'
    '<p>Text<span class="footnote" id="fn-1">A note.</span> with a '
    '<a class="term" href="#gls-a">term</a>, a <a href="https://example.org/">link</a>, '
    "<em>stress</em>, <strong>weight</strong>, <code>code</code> and <sup>2</sup>.</p>"
    '<h3 id="sec-b"><span class="heading-text">Smaller</span></h3>'
    "<ul><li>one<ul><li>two</li></ul></li></ul><blockquote><p>Quoted.</p></blockquote>"
    '<figure class="figure"><figcaption><span class="label">Figure 1.1</span> '
    '<span class="caption-text">Caption</span></figcaption><p class="subtitle">Per cent</p>'
    '<p class="note">Note.</p><p class="source">Source.</p></figure>'
    '<aside class="key-figure" data-tag="Aside"><p class="key-value">52.4%</p>'
    '<p class="key-text">of all people</p><p class="key-source">Source</p></aside>'
    + "".join(box(kind) + long_box(kind) for kind in BOX_KINDS)
    + table(70)
    + table(4, " wide")
    + '<div class="break-page"></div><p>End.</p>'
)


def work(layout: str) -> tuple[Manuscript, Publication]:
    chapter = Chapter(
        name="01-all",
        kind="chapter",
        number="1",
        id="sec-all",
        title="Everything at once",
        title_html="Everything at once",
        short_title="",
        standfirst_html="What it is about.",
        key_messages_html="<ul><li>One.</li><li>Two.</li></ul>",
        body_html=BODY,
        pictures=(),
        marks=(IndexMark("term", "idx-1"),),
        part=0,
        place=Place(),
        related=(
            Card("#sec-a", "sec-a", "section", "1.1", "section 1.1", "A section", "Text.", part=0),
            Card("#sec-b", "sec-b", "section", "", "", "Smaller", "", part=1),
            Card("xref:o#sec-x", "o#sec-x", "chapter", "1", "Chapter 1", "X", "X is.", "Other"),
        ),
        further_html=("On this: <em>Title</em>",),
    )
    manuscript = Manuscript(
        slug="work",
        lang="en",
        chapters=(chapter,),
        part_titles=("A part",),
        targets={},
        abbreviations=(("ILO", "International Labour Organization"),),
        glossary=(GlossaryEntry("gls-a", "term", "what it means"),),
        references=(Reference("ref-a", "a", "A. 2020. <em>Title</em>."),),
        index_see=(),
        sources=(),
    )
    publication = Publication(
        slug="work",
        title={"en": "A work that shows everything"},
        subtitle={"en": "And its subtitle"},
        short_title={},
        kind="guide",
        layout=layout,
        languages=("en",),
        parts=(),
        accent="turquoise",
        series="Series",
        number="1",
        date=dt.date(2026, 3, 1),
    )
    return manuscript, publication


@pytest.mark.parametrize("name", ["guide", "brief", "sheets", "event"])
def test_a_card_is_a_link_with_its_title_and_has_its_page_and_first_sentence(name: str) -> None:
    layout, _ = load_layout(Path("/nowhere"), name)
    manuscript, publication = work(name)
    catalogue = Catalogue(Path(), Imprint("The House"), {})
    slots, _ = compose(manuscript, layout, catalogue, publication)
    html = next(slot.draft.html for slot in slots if 'ul class="cards"' in slot.draft.html)
    near, bare, far = re.findall(r'<li class="card.*?</li>', html, re.DOTALL)
    assert re.sub("<[^>]+>", "", re.findall("<a .*?</a>", near)[0]) == "Section 1.1 A section"
    assert 'href="#sec-a"' in near
    assert 'data-late="page:sec-a"' in near
    assert "Text." in near
    assert "card-text" not in bare
    assert 'href="xref:o#sec-x"' in far
    assert '<cite class="card-label">Other</cite> <span class="card-title">X</span>' in far
    assert "<li>On this: <em>Title</em></li>" in html


@pytest.mark.parametrize("name", ["guide", "brief", "sheets", "event"])
def test_the_engine_sets_every_gathering_of_a_layout_without_a_warning(name: str) -> None:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    layout, _ = load_layout(Path("/nowhere"), name)
    manuscript, publication = work(name)
    catalogue = Catalogue(Path(), Imprint("The House", "Town", url="https://house.example"), {})
    slots, findings = compose(manuscript, layout, catalogue, publication)
    assert findings == ()
    index = compose_index(manuscript, layout, catalogue, publication, {"idx-1": "3"})
    for slot in with_index(slots, index):
        pdf, offers = set_ticket(number_fields(slot.draft, lambda _: 3), slot.name)
        assert [str(finding) for finding in offers.findings] == [], slot.name
        assert pdf.startswith(b"%PDF")
        assert round(offers.bleed, 1) == 14.2, slot.name
