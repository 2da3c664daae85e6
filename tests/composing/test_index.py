from __future__ import annotations

from publish.composing.index import PageLink, index_letters, page_runs
from publish.manuscript.model import IndexMark


def printed(labels: list[str], primary: tuple[str, ...] = ()) -> str:
    links = [PageLink(label, f"idx-{k}", label in primary) for k, label in enumerate(labels)]
    return ", ".join(
        ("*" if run.first.primary else "")
        + run.first.label
        + (f"–{run.last.label}" if run.last else "")
        for run in page_runs(links)
    )


def test_three_pages_in_a_row_become_a_range_and_two_do_not() -> None:
    assert printed(["12", "13", "14", "20", "21"]) == "12–14, 20, 21"


def test_a_page_is_printed_once_however_often_it_is_marked() -> None:
    assert printed(["7", "7", "9", "7"]) == "7, 9"


def test_pages_stand_in_order_with_roman_ones_first() -> None:
    assert printed(["10", "2", "ix", "iv"]) == "iv, ix, 2, 10"


def test_a_range_never_runs_from_roman_into_arabic_pages() -> None:
    assert printed(["i", "ii", "iii", "4"]) == "i–iii, 4"


def test_the_main_place_keeps_its_own_number() -> None:
    assert printed(["3", "4", "5"], primary=("4",)) == "3, *4, 5"


def test_entries_stand_under_their_letter_whatever_their_accent_or_case() -> None:
    marks = [IndexMark(term, f"a{k}") for k, term in enumerate(("Zambia", "état", "equality"))]
    letters = index_letters(marks, {f"a{k}": "1" for k in range(3)})
    assert [letter.letter for letter in letters] == ["E", "Z"]
    assert [entry.term for entry in letters[0].entries] == ["equality", "état"]


def test_sub_entries_hang_under_their_term_though_it_has_no_page_of_its_own() -> None:
    marks = [IndexMark("financing!taxes", "a1"), IndexMark("financing!contributions", "a2")]
    (letter,) = index_letters(marks, {"a1": "4", "a2": "9"})
    (entry,) = letter.entries
    assert entry.runs == ()
    assert [child.term for child in entry.children] == ["contributions", "taxes"]


def test_a_see_reference_needs_no_page_and_is_given_once() -> None:
    see = IndexMark("taxes", "", see="financing!taxes")
    (letter,) = index_letters([see, see], {})
    assert letter.entries[0].see == ("financing, taxes",)


def test_a_mark_whose_page_is_not_known_is_left_out() -> None:
    assert index_letters([IndexMark("lost", "a1")], {}) == ()


def test_numbers_within_terms_count_by_their_value() -> None:
    marks = [IndexMark(f"Convention No. {n}", f"a{n}") for n in (102, 98, 118)]
    (letter,) = index_letters(marks, {mark.anchor: "1" for mark in marks})
    assert [entry.term[-3:].strip() for entry in letter.entries] == ["98", "102", "118"]
