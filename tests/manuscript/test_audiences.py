"""One work for two readers: what participants may not see is gone, and the numbers are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from publish.errors import Finding
from publish.manuscript import audiences
from publish.manuscript.model import Manuscript

Reader = Callable[..., tuple[Manuscript, tuple[Finding, ...]]]

BIB = """
@report{quokka2020, author = {{Quokka House}}, title = {Quokka in Print}, year = 2020}
@report{open2021, author = {{Open House}}, title = {Open in Print}, year = 2021}
"""
GLOSSARY = """
[quokka-term]
term = "quokka term"
definition = "A quokka definition."

[open]
term = "open term"
definition = "An open definition."
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>{}</text></svg>'
FILES = {
    "references.bib": BIB,
    "glossary.toml": GLOSSARY,
    "course/figures/quokka.svg": SVG.format("quokka"),
    "course/figures/open.svg": SVG.format("open"),
    "course/data/quokka.csv": "what,amount\nquokka,1\nother,2\n",
}
# The word "quokka" stands wherever only facilitators may read it, and nowhere else.
TEXT = """# A module {#sec-module}

Text for all.[^open] See @box-first, @fig-last and @sec-last; [@open2021]; {{term:open}}.
{{index:Open term}}

## First {#sec-first}

//// exercise | Asked of all
    id: box-first
What is the least?

/// answer | The quokka answer
    id: box-quokka-answer
400 quokka a month.[^quokka]
///
////

//// facilitator | Quokka in a heading
    id: box-quokka
Quokka in a text. [@quokka2020] {{term:quokka-term}} {{index:Quokka}}{{index:Quokka too|see Quokka}}

/// figure | Quokka in a caption
    id: fig-quokka
    src: figures/quokka.svg
    alt: A quokka in an alternative text
    note: Quokka in a note
    source: "[@quokka2020]"
///

/// table | Quokka in a table
    id: tbl-quokka

| a | b |
|---|---|
| quokka | cell |
///

*[QUO]: quokka in an abbreviation
////

//// when
    audiences: [facilitator]

## A quokka section {#sec-quokka}

/// box | A quokka box
    id: box-quokka-box
The QUO stands here. Quokka.
///

/// chart | Quokka in a chart
    id: fig-quokka-chart
    data: data/quokka.csv
    type: bar
    x: what
    y: amount
    alt: A chart of quokkas
///
////

//// when
    audiences: [participants]

/// box | For those who take part
    id: box-theirs
Only they are asked.
///
////

## Last {#sec-last}

QUO is no abbreviation here.

/// figure | For all
    id: fig-last
    src: figures/open.svg
    alt: An open picture
///

/// box | The last box
    id: box-last
Open.
///

/// exercise | The last question
    id: box-last-question
Why?
///

[^open]: An open note.
[^quokka]: Quokka in a note at the foot.
"""


def both(read_text: Reader) -> tuple[Manuscript, Manuscript]:
    kept, findings = read_text(TEXT, FILES, audience="facilitator")
    assert findings == ()
    shown, findings = read_text(TEXT, FILES, audience="participants")
    assert findings == ()
    return kept, shown


def said(manuscript: Manuscript) -> str:
    """Return all that a manuscript holds, but for the paths of its sources."""
    return repr(replace(manuscript, sources=())).casefold()


def test_nothing_that_only_facilitators_may_read_is_left_for_participants(
    read_text: Reader,
) -> None:
    kept, shown = both(read_text)
    assert said(kept).count("quokka") > 20
    assert "quokka" not in said(shown)


def test_what_is_for_participants_only_is_not_in_the_facilitators_text(read_text: Reader) -> None:
    kept, shown = both(read_text)
    assert "box-theirs" not in kept.targets
    assert "Only they are asked." in shown.chapters[0].body_html


def test_numbers_are_the_same_for_both(read_text: Reader) -> None:
    kept, shown = both(read_text)
    for name in ("box-first", "fig-last", "sec-last", "box-last", "box-last-question"):
        assert kept.targets[name].number
        assert kept.targets[name].label == shown.targets[name].label, name
    assert shown.targets["fig-last"].number == "1.3"  # two before it are the facilitator's
    assert shown.targets["box-last"].number == "1.3"
    assert ">Figure\u00a01.3<" in shown.chapters[0].body_html


def test_a_work_that_is_read_for_everybody_is_as_it_was(read_text: Reader) -> None:
    manuscript, _ = read_text(TEXT, FILES)
    body = manuscript.chapters[0].body_html
    assert "Quokka in a text." in body
    assert "400 quokka a month." in body
    assert "A quokka section" not in body
    assert manuscript.targets["fig-last"].number == "1.2"


def test_a_reference_to_what_participants_do_not_see_is_a_finding(read_text: Reader) -> None:
    text = TEXT.replace("Why?", "Why? See @box-quokka-answer and [this](#sec-quokka).")
    _, findings = read_text(text, FILES, audience="facilitator")
    assert findings == ()
    _, findings = read_text(text, FILES, audience="participants")
    assert [finding.rule for finding in findings] == ["M216", "M216"]
    assert "`box-quokka-answer`" in findings[0].message
    assert "`sec-quokka`" in findings[1].message
    assert findings[0].place.line == text[: text.index("Why?")].count("\n") + 1


def test_a_note_for_all_that_is_written_in_the_facilitators_box_is_a_finding(
    read_text: Reader,
) -> None:
    text = "# T\n\nFor all.[^n]\n\n/// facilitator\nFor one.\n\n[^n]: Told.\n///\n"
    _, findings = read_text(text, audience="facilitator")
    assert findings == ()
    manuscript, findings = read_text(text, audience="participants")
    assert "M216" in [finding.rule for finding in findings]
    assert "Told" not in said(manuscript)


def test_a_chapter_whose_heading_is_kept_back_is_a_finding(read_text: Reader) -> None:
    text = "/// when\n    audiences: [facilitator]\n\n# Hidden {#sec-hidden}\n///\n\nText.\n"
    manuscript, findings = read_text(text, audience="participants")
    assert "M216" in [finding.rule for finding in findings]
    assert "hidden" not in said(manuscript)


@pytest.mark.parametrize("audience", ["", "facilitator", "participants"])
def test_an_audience_that_does_not_exist_is_a_finding_with_the_nearest(
    read_text: Reader, audience: str
) -> None:
    text = "# T\n\n/// when\n    audiences: [facilitators]\n\nQuokka.\n///\n"
    manuscript, findings = read_text(text, audience=audience)
    assert [(f.rule, f.place.line, f.place.col) for f in findings] == [("M160", 4, 16)]
    assert findings[0].remedy == "did you mean `facilitator`?"
    assert "quokka" not in said(manuscript)


def test_conditions_of_editions_and_of_audiences_both_have_to_hold(read_text: Reader) -> None:
    text = "# T\n\n/// when\n    editions: [press]\n    audiences: [participants]\n\nQuokka.\n///\n"
    for edition, audience, there in (
        ("press", "participants", True),
        ("screen", "participants", False),
        ("press", "facilitator", False),
    ):
        manuscript, findings = read_text(text, edition=edition, audience=audience)
        assert findings == ()
        assert ("quokka" in said(manuscript)) is there


def test_conditions_within_conditions_are_all_held_to(read_text: Reader) -> None:
    text = (
        "# T\n\n////// when\n    audiences: [facilitator, participants]\n\nBoth.\n\n"
        "///// when\n    audiences: [facilitator]\n\nQuokka.\n\n"
        "//// when\n    audiences: [participants]\n\nNobody quokka.\n////\n/////\n//////\n"
    )
    kept, findings = read_text(text, audience="facilitator")
    assert findings == ()
    assert "Both." in kept.chapters[0].body_html and "<p>Quokka.</p>" in kept.chapters[0].body_html
    assert "Nobody" not in kept.chapters[0].body_html
    shown, _ = read_text(text, audience="participants")
    assert "Both." in shown.chapters[0].body_html and "quokka" not in said(shown)


def test_another_work_is_referred_to_as_it_is_published(read_text: Reader) -> None:
    other = "# O\n\n/// answer | Given\n    id: box-given\nYes.\n///\n"
    text = "# T\n\nSee @other:box-given.\n"
    _, findings = read_text(text, {"other/en/01-o.md": other}, audience="participants")
    assert findings == ()


def _nothing(*_: object) -> None:
    """Stand in for a part of the filter that does not do its work."""


MUTATIONS = {
    "answers": ("_FACILITATORS", ("facilitator",)),
    "facilitators' notes": ("_FACILITATORS", ("answer",)),
    "marks": ("UNSEEN_MARK", "elsewhere"),
    "removal": ("_removed", lambda _galley: []),
    "notes": ("_drop_notes", _nothing),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_filter_that_is_broken_lets_something_through(
    read_text: Reader, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    attribute, broken = MUTATIONS[name]
    monkeypatch.setattr(audiences, attribute, broken)
    shown, findings = read_text(TEXT, FILES, audience="participants")
    assert "quokka" in said(shown) or findings  # a note left over is told of as unused
