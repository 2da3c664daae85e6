"""Pieces of works: whole, with what they need, and with links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Imprint, Part, Publication
from publish.catalogue.sessions import Session, Step
from publish.errors import Finding, Place
from publish.manuscript.excerpting import Excerpt, excerpt, excerpts_of
from publish.manuscript.model import Manuscript
from publish.manuscript.trees import content_of, tree_of

Reader = Callable[..., tuple[Manuscript, tuple[Finding, ...]]]

BIB = """
@report{one2020, author = {{One House}}, title = {One}, year = 2020}
@report{two2021, author = {{Two House}}, title = {Two}, year = 2021}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
FILES = {"references.bib": BIB, "course/figures/a.svg": SVG, "course/figures/b.svg": SVG}
TEXT = """---
standfirst: "What stands *first*."
---
# A chapter {#sec-chapter}

/// key-messages
- The message.
///

Before. [@two2021]

## First {#sec-first}

One{{index:One}} & two.[^n] See @fig-a, @sec-inner, @sec-second and @fig-b [@one2020, p. 3].

### Inner {#sec-inner}

![A picture](figures/a.svg){#fig-a alt="A < B"}

{{break:page}}

/// box | Title
    id: box-a

| a | b |
|---|---|
| 1 | 2 |

: Caption {#tbl-a}
///

## Second {#sec-second}

![Another](figures/b.svg){#fig-b alt="B"}

/// exercise | Asked
    id: box-ex
Why?
///

[^n]: A note.
"""


@pytest.fixture
def manuscript(read_text: Reader) -> Manuscript:
    made, findings = read_text(TEXT, FILES)
    assert findings == ()
    return made


def cut(manuscript: Manuscript, anchor: str) -> Excerpt:
    found = excerpt(manuscript, anchor, "The Work")
    assert found is not None
    return found


def test_a_section_holds_all_up_to_the_next_of_its_level(manuscript: Manuscript) -> None:
    one = cut(manuscript, "sec-first")
    assert (one.kind, one.label, one.title) == ("section", "section\u00a01.1", "First")
    assert (one.slug, one.lang, one.work_title) == ("course", "en", "The Work")
    assert re.findall(r'id="([^"]+)"', one.html) == [
        "sec-first", "fn-01-one-1", "sec-inner", "fig-a", "box-a", "tbl-a",
    ]  # fmt: skip
    assert "Before" not in one.html and "sec-second" not in one.html.split("href")[0]


def test_a_lower_section_ends_where_a_higher_one_begins(manuscript: Manuscript) -> None:
    one = cut(manuscript, "sec-inner")
    assert one.html.startswith('<h3 id="sec-inner"')
    assert 'id="fig-b"' not in one.html


@pytest.mark.parametrize(
    ("anchor", "kind", "label", "start"),
    [
        ("fig-a", "figure", "Figure\u00a01.1", "<figure"),
        ("tbl-a", "table", "Table\u00a01.1", "<div"),
        ("box-a", "box", "Box\u00a01.1", "<aside"),
        ("box-ex", "exercise", "Exercise\u00a01.1", "<aside"),
    ],
)
def test_figures_tables_boxes_and_exercises_come_by_themselves_with_their_numbers(
    manuscript: Manuscript, anchor: str, kind: str, label: str, start: str
) -> None:
    one = cut(manuscript, anchor)
    assert (one.kind, one.label) == (kind, label)
    assert one.html.startswith(start) and f">{label}<" in one.html
    assert len(tree_of(one.html)) == 1


@pytest.mark.parametrize("anchor", ["sec-chapter", "01-one"])
def test_a_chapter_comes_with_its_heading_standfirst_and_messages(
    manuscript: Manuscript, anchor: str
) -> None:
    one = cut(manuscript, anchor)
    assert (one.kind, one.anchor, one.label) == ("chapter", "sec-chapter", "Chapter\u00a01")
    assert [e.tag for e in tree_of(one.html).iter() if e.tag in ("h2", "h3", "h4")] == [
        "h2", "h3", "h4", "h3",
    ]  # fmt: skip
    assert '<span class="number">1</span> <span class="heading-text">A chapter</span>' in one.html
    assert '<p class="standfirst">What stands <em>first</em>.</p>' in one.html
    assert "The message." in one.html
    assert {picture.url for picture in one.pictures} == {"figures/a.svg", "figures/b.svg"}


def test_pictures_and_references_are_those_that_the_piece_needs(manuscript: Manuscript) -> None:
    one = cut(manuscript, "sec-first")
    assert [picture.url for picture in one.pictures] == ["figures/a.svg"]
    assert [reference.key for reference in one.references] == ["one2020"]


def test_links_out_of_the_piece_lead_to_the_work_and_others_stay(manuscript: Manuscript) -> None:
    html = cut(manuscript, "sec-first").html
    assert 'href="#fig-a"' in html and 'href="#sec-inner"' in html
    assert 'data-late="page:sec-inner"' in html
    assert 'href="xref:course#sec-second"' in html and 'data-late="page:course#sec-second"' in html
    assert 'href="xref:course#fig-b"' in html
    assert 'href="#ref-one2020"' in html


def test_notes_are_kept_and_marks_of_the_index_and_breaks_are_not(manuscript: Manuscript) -> None:
    html = cut(manuscript, "sec-first").html
    assert '<span class="footnote" id="fn-01-one-1">A note.</span>' in html
    assert "index-mark" in manuscript.chapters[0].body_html and "index-mark" not in html
    assert "break-page" in manuscript.chapters[0].body_html and "break-page" not in html


def test_what_is_no_piece_is_none(manuscript: Manuscript) -> None:
    for anchor in ("sec-nowhere", "", "fn-01-one-1", "ref-one2020"):
        assert excerpt(manuscript, anchor) is None


def test_a_tree_is_written_as_it_was_read(manuscript: Manuscript) -> None:
    for html in (manuscript.chapters[0].body_html, manuscript.references[0].html):
        assert content_of(tree_of(html)) == html


def session(*excerpts: str, exercises: tuple[str, ...] = ()) -> Session:
    places = {f"excerpts.{n}": Place("session.toml", n + 1, 5) for n in range(len(excerpts))}
    places |= {f"exercises.{n}": Place("session.toml", n + 90, 5) for n in range(len(exercises))}
    return Session(
        "day", "course", {"en": "T"}, ("en",), "01-one", 5, {}, {}, {},
        (Step(5, {"en": "S"}),), excerpts, exercises, "", "blue", None,
        Place("session.toml", 1, 1), places,
    )  # fmt: skip


def of_session(
    manuscript: Manuscript, one: Session
) -> tuple[tuple[Excerpt, ...], tuple[Finding, ...]]:
    title = {"en": "The Work"}
    work = Publication("course", title, {}, title, "guide", "guide", ("en",), (Part("", ()),))
    catalogue = Catalogue(Path(), Imprint("House"), {"course": work})
    return excerpts_of(one, catalogue, {"course": manuscript})


def test_a_session_gets_its_excerpts_in_its_order(manuscript: Manuscript) -> None:
    found, findings = of_session(manuscript, session("course#sec-second", "course#fig-a"))
    assert [one.anchor for one in found] == ["sec-second", "fig-a"]
    assert found[0].work_title == "The Work"
    assert findings == ()


def test_an_unknown_id_is_a_finding_at_its_line_with_the_nearest(manuscript: Manuscript) -> None:
    found, findings = of_session(manuscript, session("course#fig-a", "course#sec-secnod"))
    assert [one.anchor for one in found] == ["fig-a"]
    assert [(f.rule, str(f.place), f.remedy) for f in findings] == [
        ("M217", "session.toml:2:5", "did you mean `sec-second`?")
    ]


def test_what_participants_may_not_see_cannot_be_handed_out(read_text: Reader) -> None:
    text = "# T\n\n/// answer | Yes\n    id: box-yes\nYes.\n///\n"
    manuscript, _ = read_text(text, audience="participants")
    found, findings = of_session(manuscript, session("course#box-yes"))
    assert found == () and [finding.rule for finding in findings] == ["M217"]


def test_what_is_handed_out_within_something_larger_is_not_handed_out_again(
    manuscript: Manuscript,
) -> None:
    _, findings = of_session(manuscript, session("course#fig-a", "course#sec-first"))
    assert [(f.rule, str(f.place)) for f in findings] == [("M218", "session.toml:1:5")]
    _, findings = of_session(manuscript, session("course#sec-second", exercises=("box-ex",)))
    assert [(f.rule, str(f.place)) for f in findings] == [("M218", "session.toml:1:5")]


def test_an_unknown_exercise_is_a_finding_with_the_nearest(manuscript: Manuscript) -> None:
    _, findings = of_session(manuscript, session(exercises=("box-ex", "box-exx", "box-a")))
    assert [(f.rule, str(f.place), f.remedy) for f in findings] == [
        ("M217", "session.toml:91:5", "did you mean `box-ex`?"),
        ("M217", "session.toml:92:5", "did you mean `box-ex`?"),
    ]
