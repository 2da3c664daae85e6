from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from publish.binding.model import Section
from publish.binding.ordering import page_count, pages_apart, with_covers, without_covers
from publish.binding.paging import page_plan
from publish.typesetting.model import Gathering, Offers

OFFERS = Offers(1, 420.0, 595.0, 8.5, {}, (), (), (), (), 0.0)


def section(pages: int, numbering: str = "arabic", blanks: int = 0) -> Section:
    offers = replace(OFFERS, pages=pages)
    return Section(Gathering("key", Path("x.pdf"), offers), "w", numbering, blanks)  # type: ignore[arg-type]  # a Literal


def book(text: int) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Return cover, title, one chapter of `text` pages, back cover; all start on a recto."""
    sections = (
        section(1, "none"),
        section(2, "roman", 1),
        section(text),
        section(1, "none", text % 2),
    )
    return sections, ("cover", "title", "01-text", "back-cover")


@pytest.mark.parametrize("multiple", [1, 2, 4, 8])
@pytest.mark.parametrize("text", range(1, 18))
def test_a_stitched_work_fills_its_sheets_and_its_back_cover_is_last(
    text: int, multiple: int
) -> None:
    sections, blanks = with_covers(*book(text), multiple)
    assert blanks == 0
    assert page_count(sections) % multiple == 0
    assert page_count(sections) < page_count(book(text)[0]) + multiple
    assert [s.gathering.offers.pages for s in sections] == [1, 2, text, 1]
    plan = page_plan(sections)
    assert (plan.pages[-1].section, plan.pages[-1].page) == (3, 0)
    assert plan.starts[2] % 2 == 0  # the chapter is still on a recto


@pytest.mark.parametrize("multiple", [1, 2, 4, 8])
@pytest.mark.parametrize("text", range(1, 18))
def test_a_perfect_bound_work_leaves_its_covers_out_and_blanks_stand_at_its_end(
    text: int, multiple: int
) -> None:
    sections, blanks = without_covers(*book(text), multiple)
    assert [s.gathering.offers.pages for s in sections] == [2, text]
    assert page_count(sections, blanks) % multiple == 0
    assert 0 <= blanks < multiple
    plan = page_plan(sections, blanks_after=blanks)
    assert len(plan.pages) == 2 + text + blanks
    assert plan.starts == (0, 2)
    assert all(page.page == -1 for page in plan.pages[2 + text :])


def test_pages_stay_right_and_left_when_an_odd_count_of_covers_is_left_out() -> None:
    sections = (section(1, "none"), section(3))
    ordered, blanks = without_covers(sections, ("cover", "01-text"), 4)
    assert [s.blank_before for s in ordered] == [1]  # the text began on a left page, and does
    assert page_count(ordered, blanks) == 4


@pytest.mark.parametrize(
    ("covers", "blanks", "apart"), [(1, 1, 2), (1, 0, 0), (2, 0, 2), (0, 0, 0)]
)
def test_pages_of_covers_apart_are_counted_in_pairs(covers: int, blanks: int, apart: int) -> None:
    sections = (*[section(1, "none")] * covers, section(3, "arabic", blanks))
    names = (*["cover"] * covers, "01-text")
    assert pages_apart(sections, names) == apart
    whole = page_plan(sections)
    ordered, _ = without_covers(sections, names, 1)
    assert whole.starts[-1] == apart + page_plan(ordered).starts[-1]


def test_a_leaflet_gets_its_blanks_at_the_end() -> None:
    ordered, blanks = with_covers((section(10),), ("leaflet",), 4)
    assert [s.blank_before for s in ordered] == [0]
    assert blanks == 2


def test_nothing_is_added_where_the_count_is_right() -> None:
    sections, names = book(4)
    assert page_count(sections) == 9
    assert with_covers(sections, names, 1) == (sections, 0)
