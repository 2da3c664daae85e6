"""Slides are read in the dialect of chapters; what is said to them stands apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.model import Catalogue, Imprint, Publication
from publish.catalogue.sessions import Session, Step
from publish.errors import Finding, Place
from publish.manuscript.model import Manuscript
from publish.manuscript.slides import check_slides, read_slides

Slides = Callable[..., tuple[Manuscript | None, tuple[Finding, ...]]]

CHAPTER = """# Module {#sec-module}

/// figure | Seen before
    id: fig-before
    src: figures/a.svg
    alt: A
///

/// figure | Seen twice
    id: fig-twice
    src: figures/a.svg
    alt: A
///

/// answer | Yes
    id: box-yes
Yes.
///
"""
SLIDES = """# Slides {#sec-slides}

## One thing {#sec-slide-1}

See @fig-before and @fig-own.

/// figure | Seen twice
    id: fig-twice
    src: figures/a.svg
    alt: A
///

/// facilitator
Say quokka.
///

## Another *thing* {#sec-slide-2}

/// figure | Its own
    id: fig-own
    src: figures/a.svg
    alt: A
///
"""


@pytest.fixture
def read(tmp_path: Path, small_work: Publication, brand: dict[str, Path]) -> Slides:
    def reader(text: str, audience: str = "") -> tuple[Manuscript | None, tuple[Finding, ...]]:
        home = tmp_path / "sources" / "course"
        for name, content in {
            "en/01-one.md": CHAPTER, "en/slides/01.md": text,
            "figures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        }.items():  # fmt: skip
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(content, encoding="utf-8")
        catalogue = Catalogue(tmp_path, Imprint("House"), {"course": small_work})
        return read_slides(catalogue, small_work, "en", "01.md", brand=brand, audience=audience)

    return reader


def body(manuscript: Manuscript | None) -> str:
    assert manuscript is not None
    return manuscript.chapters[0].body_html


def test_each_slide_is_a_section_without_a_number(read: Slides) -> None:
    slides, findings = read(SLIDES)
    assert findings == ()
    assert body(slides).count('<h2 id="sec-slide-') == 2
    assert 'class="number"' not in body(slides)
    assert slides is not None and slides.chapters[0].title == "Slides"
    assert slides.targets["sec-slide-2"].title == "Another thing"


def test_what_is_said_is_for_the_facilitator_alone(read: Slides) -> None:
    facilitators, _ = read(SLIDES, "facilitator")
    participants, _ = read(SLIDES, "participants")
    assert "Say quokka." in body(facilitators)
    assert "quokka" not in repr(participants)


def test_a_figure_has_the_number_that_the_work_gives_it_or_none(read: Slides) -> None:
    slides, _ = read(SLIDES)
    assert '<span class="label">Figure\u00a01.2</span> <span' in body(slides)
    assert '<figcaption><span class="caption-text">Its own</span>' in body(slides)
    assert "“Its own”</a>" in body(slides)


def test_a_reference_to_the_work_leads_there_without_a_page(read: Slides) -> None:
    slides, _ = read(SLIDES)
    assert 'See <a class="xref" href="xref:course#fig-before">Figure\u00a01.1</a> and' in body(
        slides
    )


def test_a_reference_to_what_participants_do_not_see_is_a_finding(read: Slides) -> None:
    text = SLIDES.replace("See @fig-before", "See @box-yes")
    assert read(text, "facilitator")[1] == ()
    _, findings = read(text, "participants")
    assert [finding.rule for finding in findings] == ["M216"]
    assert findings[0].place == Place("sources/course/en/slides/01.md", 5, 5)


def test_pictures_have_addresses_of_their_own(read: Slides) -> None:
    slides, _ = read(SLIDES)
    assert slides is not None
    assert [one.url for one in slides.chapters[0].pictures] == ["slides/slides-01/figures/a.svg"]
    assert body(slides).count('src="slides/slides-01/figures/a.svg"') == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [("# T\n\nOn no slide.\n\n## S\n\nText.\n", 3), ("# T\n", 1), ("# T\n\n### Low\n\nText.\n", 3)],
)
def test_what_stands_on_no_slide_is_a_finding(read: Slides, text: str, line: int) -> None:
    _, findings = read(text)
    assert [(f.rule, f.place.line) for f in findings if f.rule == "M219"] == [("M219", line)]


def test_a_file_that_is_missing_is_a_finding_where_it_is_named(
    tmp_path: Path, small_work: Publication, brand: dict[str, Path]
) -> None:
    catalogue = Catalogue(tmp_path, Imprint("House"), {"course": small_work})
    place = Place("sources/course/sessions/day/session.toml", 4, 10)
    slides, findings = read_slides(catalogue, small_work, "en", "10.md", brand=brand, place=place)
    assert slides is None
    assert [(f.rule, f.place) for f in findings] == [("M103", place)]


def test_a_step_names_slides_that_there_are(read: Slides) -> None:
    slides, _ = read(SLIDES)
    assert slides is not None
    steps = (Step(5, {}, slides=(1, 2)), Step(5, {}, slides=(2, 3)))
    place = Place("session.toml", 20, 10)
    session = Session(
        "day", "course", {}, ("en",), "", 10, {}, {}, {}, steps, (), (), "01.md", "blue", None,
        Place("session.toml"), {"steps.1.slides": place},
    )  # fmt: skip
    findings = check_slides(session, slides)
    assert [(f.rule, f.place, f.message) for f in findings] == [
        ("M217", place, "there is no slide 3 in `01.md`")
    ]
    assert check_slides(replace(session, steps=steps[:1]), slides) == ()
