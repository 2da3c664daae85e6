"""Printing instructions say what has to be done for these sheets, and nothing else."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from publish.composing.instructions import (
    Instructions,
    compose_duplex_test,
    compose_instructions,
)
from publish.composing.layouts import Layout, load_layout

LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru")
BOOKLET = Instructions(
    title="A guide",
    form="booklet",
    file="guide-booklet-a4.pdf",
    test="guide-booklet-a4-duplex-test.pdf",
    paper="A4",
    caliper=0.1,
    sheets=26,
    copies=30,
    stacks=(13, 13),
    flip="short",
    size=(841.89, 595.28),
    fastening="staple",
    from_right=False,
    greys=False,
    accessible="guide-en-screen.pdf",
    imprint="A press",
)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return load_layout(tmp_path_factory.mktemp("project"), "guide")[0]


def said(layout: Layout, lang: str = "en", **changes: object) -> str:
    about = dataclasses.replace(BOOKLET, **changes)
    return re.sub(r"\s+", " ", compose_instructions(layout, lang, about).draft.html)


def steps(html: str) -> list[str]:
    return re.findall(r'<span class="ins-count">\d</span> (.*?)</h2>', html)


def test_paper_is_reckoned_for_all_copies(layout):
    html = said(layout)
    assert '<td class="sum">780</td>' in html
    assert "A4, office paper of 80 g/m²" in html
    assert "A4, 0.13 mm" in said(layout, caliper=0.13)
    assert "1 560" in said(layout, copies=60)


def test_one_stack_is_folded_and_stapled(layout):
    html = said(layout, stacks=(26,))
    assert steps(html) == ["Try one sheet", "Print", "Fold", "Staple"]
    assert "marks" in html


def test_many_stacks_are_listed_folded_each_and_joined(layout):
    html = said(layout)
    assert steps(html) == ["Try one sheet", "Print", "Make stacks", "Fold", "Staple", "Join"]
    assert "Stack 1: sheets 1–13" in html
    assert "Stack 2: sheets 14–26" in html
    assert "Stack 3: sheet 14" in said(layout, stacks=(12, 1, 1))


def test_of_many_stacks_not_all_are_listed(layout):
    html = said(layout, stacks=(4,) * 50, sheets=200)
    assert html.count("<li>") == 13
    assert "Stack 50: sheets 197–200" in html


def test_nothing_is_stapled_that_is_only_folded(layout):
    assert "Staple" not in steps(said(layout, fastening="fold", stacks=(4,)))


def test_a_cover_of_its_own_is_laid_around_before_stapling(layout):
    html = said(layout, stacks=(13,), cover="guide-cover.pdf")
    assert steps(html)[-2:] == ["Put the cover around", "Staple"]
    assert "guide-cover.pdf" in html
    assert "guide-cover.pdf" in said(layout, cover="guide-cover.pdf")


def test_sheets_that_are_not_folded_are_stapled_at_the_corner_where_reading_begins(layout):
    flat = {"form": "4up", "stacks": (26,), "fastening": "none", "flip": "long"}
    assert "upper left corner" in said(layout, **flat)
    assert "upper right corner" in said(layout, from_right=True, **flat)
    assert steps(said(layout, **{**flat, "sheets": 1})) == ["Try one sheet", "Print"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_names_the_edge_in_its_own_words(lang, layout):
    words = layout.strings.words[lang]
    short, long = said(layout, lang), said(layout, lang, flip="long")
    for system in ("windows", "mac", "linux"):
        assert words[f"ins_short_{system}"] in short
        assert words[f"ins_long_{system}"] in long
        assert words[f"ins_long_{system}"] not in short


def test_greys_are_told_of(layout):
    assert "Black and white is enough" in said(layout, greys=True)
    assert "Black and white" not in said(layout)


def numbers(layout: Layout, **changes: object) -> list[list[str]]:
    about = dataclasses.replace(BOOKLET, **changes)
    html = compose_duplex_test(layout, "en", about).draft.html
    return [re.findall(r'"try-number">(\d)', side) for side in html.split("<section")[1:]]


def test_the_test_sheet_folds_into_four_pages(layout):
    assert numbers(layout) == [["4", "1"], ["2", "3"]]
    assert numbers(layout, from_right=True) == [["1", "4"], ["3", "2"]]
    assert numbers(layout, form="notes") == [["1"], ["2"]]


def test_the_test_sheet_names_the_other_edge(layout):
    html = compose_duplex_test(layout, "en", BOOKLET).draft.html
    assert "flip on long edge" in html
    other = dataclasses.replace(BOOKLET, flip="long")
    assert "flip on short edge" in compose_duplex_test(layout, "en", other).draft.html


def test_titles_cannot_bring_markup_along(layout):
    assert "<script" not in said(layout, title="<script>alert(1)</script>" * 20)


def test_the_drawings_are_mirrored_for_those_who_read_from_the_right(layout):
    def drawn(from_right: bool) -> dict[str, bytes]:
        about = dataclasses.replace(BOOKLET, from_right=from_right)
        draft = compose_instructions(layout, "en", about).draft
        return {r.url: r.content for r in draft.resources if r.url.endswith(".svg")}

    left, right = drawn(from_right=False), drawn(from_right=True)
    for name in ("turn.svg", "fold.svg", "staple.svg"):
        assert b"scale(-1 1)" not in left[name]
        assert b"scale(-1 1)" in right[name]


def test_the_layout_of_the_house_has_all_that_instructions_need() -> None:
    brand = Path(__file__).parents[2] / "layouts" / "brand"
    for name in ("instructions", "duplex-test"):
        assert (brand / f"{name}.html.j2").is_file()
        assert (brand / f"{name}.css.j2").is_file()
