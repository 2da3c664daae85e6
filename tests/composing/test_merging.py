from __future__ import annotations

import pytest

from publish.composing.merging import merged
from publish.manuscript.model import GlossaryEntry, IndexMark, Manuscript, Reference

from .packaged import chapter, manuscript, works

ALL = frozenset(("glossary", "index", "references"))


def whole(*manuscripts: Manuscript, merge: frozenset[str] = ALL) -> Manuscript:
    return merged("bundles/all", "en", manuscripts, merge)


def test_a_term_that_several_works_use_stands_once_and_in_alphabetical_order() -> None:
    made = whole(*(text for text, _ in works()))
    assert [entry.id for entry in made.glossary] == ["gls-branch", "gls-floor"]


def test_accents_and_capitals_do_not_count_in_the_merged_order() -> None:
    terms = [GlossaryEntry(f"gls-{n}", t, "") for n, t in enumerate(("zone", "équité", "Floor"))]
    texts = [manuscript(f"w{n}", (), glossary=(term,)) for n, term in enumerate(terms)]
    assert [entry.term for entry in whole(*texts).glossary] == ["équité", "Floor", "zone"]


def test_a_definition_leads_into_the_work_that_it_comes_from() -> None:
    made = whole(*(text for text, _ in works()))
    branch, floor = (entry.definition_html for entry in made.glossary)
    assert 'href="xref:guide#sec-1"' in floor
    assert 'href="#gls-floor"' in branch, "terms are in the same list"


@pytest.mark.parametrize(
    ("merge", "href"), [(ALL, "#ref-a"), (frozenset({"glossary"}), "xref:w#ref-a")]
)
def test_a_source_of_a_definition_is_found_where_the_references_stand(
    merge: frozenset[str], href: str
) -> None:
    html = '<a href="#ref-a">A 2020</a>, <span class="late" data-late="page:sec-1"></span>'
    made = whole(manuscript("w", (), glossary=(GlossaryEntry("gls-x", "x", html),)), merge=merge)
    assert f'href="{href}"' in made.glossary[0].definition_html
    assert 'data-late="page:w#sec-1"' in made.glossary[0].definition_html


def test_what_is_not_merged_stays_with_the_works() -> None:
    made = whole(*(text for text, _ in works()), merge=frozenset({"index"}))
    assert (made.glossary, made.references) == ((), ())
    assert made.index_see


def test_marks_of_all_works_are_told_apart_by_their_work() -> None:
    marks = whole(*(text for text, _ in works())).index_see
    anchors = [mark.anchor for mark in marks if mark.anchor]
    assert anchors == ["guide#idx-1", "guide#idx-2", "briefs/one#idx-1"]


def test_a_term_of_the_index_is_spelt_as_where_it_comes_first() -> None:
    other = manuscript("w", (), index_see=(IndexMark("Financing!Taxes", "idx-9"),))
    marks = whole(manuscript("guide", (chapter(1),)), other).index_see
    assert {mark.term for mark in marks if mark.anchor} == {"financing!taxes"}


def test_a_reference_stands_once_unless_its_forms_differ() -> None:
    forms = ("ILO. 2020. <em>T</em>.", "ILO. 2020. <em>T</em>.", "ILO. 2020a. <em>T</em>.")
    texts = [
        manuscript(f"briefs/{n}", (), references=(Reference("ref-ilo", "ilo", form),))
        for n, form in enumerate(forms)
    ]
    found = [(ref.id, ref.html) for ref in whole(*texts).references]
    assert found == [("ref-ilo", forms[0]), ("ref-ilo~briefs-2", forms[2])]
