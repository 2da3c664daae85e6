from __future__ import annotations

from pathlib import Path

from publish.binding.model import Section
from publish.binding.paging import LabelRange, label_ranges, page_plan, sections_of
from publish.composing.model import Numbering
from publish.errors import Place
from publish.typesetting.model import Gathering, Offers, Spot


def gathering(pages: int, **anchors: int) -> Gathering:
    spots = {name: Spot(page, 10, 20) for name, page in anchors.items()}
    offers = Offers(pages, 595, 842, 8, spots, (), (), (), (), 0.0)
    return Gathering("key", Path("none.pdf"), offers)


def section(pages: int, numbering: Numbering, blank: bool = False, **anchors: int) -> Section:
    return Section(gathering(pages, **anchors), "guide", numbering, blank)


def test_front_matter_is_roman_and_chapters_start_again_at_one() -> None:
    plan = page_plan((section(1, "none"), section(3, "roman"), section(2, "arabic")))
    assert [page.folio for page in plan.pages] == ["", "i", "ii", "iii", "1", "2"]
    assert [page.label for page in plan.pages] == ["Cover", "i", "ii", "iii", "1", "2"]


def test_roman_and_arabic_run_on_over_several_sections() -> None:
    plan = page_plan(
        (section(2, "roman"), section(1, "roman"), section(9, "arabic"), section(2, "arabic"))
    )
    folios = [page.folio for page in plan.pages]
    assert folios[:3] == ["i", "ii", "iii"]
    assert folios[-2:] == ["10", "11"]


def test_a_blank_page_counts_with_the_section_before_and_prints_no_folio() -> None:
    plan = page_plan((section(1, "arabic"), section(1, "arabic", blank=True)))
    assert [(p.page, p.label, p.folio) for p in plan.pages] == [
        (0, "1", "1"),
        (-1, "2", ""),
        (0, "3", "3"),
    ]
    assert plan.starts == (0, 2)


def test_a_recto_start_puts_a_blank_only_before_an_even_page() -> None:
    slots = [
        (gathering(pages), "guide", numbering, "recto", Place())
        for pages, numbering in ((1, "none"), (2, "roman"), (3, "arabic"), (1, "arabic"))
    ]
    placed = sections_of(slots)
    assert [s.blank_before for s in placed] == [False, True, False, True]
    plan = page_plan(placed)
    assert all(start % 2 == 0 for start in plan.starts)


def test_every_anchor_gets_the_printed_label_of_its_page() -> None:
    plan = page_plan(
        (
            section(1, "none", cover=0),
            section(2, "roman", preface=1),
            section(100, "arabic", a=0, b=98, c=99),
        )
    )
    assert plan.labels == {"cover": "Cover", "preface": "ii", "a": "1", "b": "99", "c": "100"}


def test_an_id_that_stands_twice_is_found_and_the_first_keeps_it() -> None:
    second = Section(gathering(1, x=0), "guide", "arabic", place=Place("02.md", 1, 1))
    plan = page_plan((section(1, "arabic", x=0), second))
    assert plan.labels["x"] == "1"
    (finding,) = plan.findings
    assert finding.rule == "B101"
    assert finding.place.file == "02.md"
    assert "“x”" in finding.message


def test_the_same_id_in_two_works_is_no_fault() -> None:
    works = tuple(Section(gathering(1, x=0), slug, "arabic") for slug in ("one", "two"))
    plan = page_plan(works)
    assert plan.findings == ()
    assert plan.by_work == {"one": {"x": 0}, "two": {"x": 1}}


def test_in_a_bundle_works_keep_their_folios_and_gain_the_bundle_s() -> None:
    slugs = ("pack", "one", "two")
    sections = tuple(Section(gathering(2), slug, "arabic") for slug in slugs)
    pages = page_plan(sections, home="pack").pages
    assert [p.folio for p in pages] == ["1", "2", "1", "2", "1", "2"]
    assert [p.bundle_folio for p in pages] == ["", "", "[3]", "[4]", "[5]", "[6]"]
    assert [p.label for p in pages] == ["1", "2", "3", "4", "5", "6"]


def test_pages_of_a_bundle_that_are_in_another_file_count() -> None:
    sections = (Section(gathering(1), "pack", "arabic"), Section(gathering(1), "one", "arabic"))
    plan = page_plan(sections, home="pack", apart=2)
    assert [(p.label, p.folio, p.bundle_folio) for p in plan.pages] == [
        ("3", "3", ""),
        ("4", "1", "[4]"),
    ]
    (labels,) = label_ranges(plan)
    assert (labels.first, labels.start) == (0, 3)


def test_what_is_the_bundle_s_own_bears_the_bundle_s_numbers() -> None:
    last = Section(gathering(1), "pack", "arabic")
    plan = page_plan((Section(gathering(3), "one", "arabic"), last), home="pack")
    assert (plan.pages[3].folio, plan.pages[3].bundle_folio) == ("4", "")


def test_a_reference_prints_the_number_that_its_reader_counts_by() -> None:
    plan = page_plan(
        (
            Section(gathering(4), "pack", "arabic"),
            Section(gathering(2, x=1), "one", "arabic"),
            Section(gathering(1, glossary=0), "pack", "arabic"),
        ),
        home="pack",
    )
    assert plan.number("pack", "one", "x") == "6"
    assert plan.number("one", "one", "x") == "2"
    # merged out of the work, so that its number is the bundle's, as it stands on the page
    assert plan.found("one", "glossary") == ("pack", "glossary")
    assert plan.number("one", "one", "glossary") == "[7]"
    assert plan.number("pack", "pack", "glossary") == "7"
    assert (plan.found("one", "y"), plan.number("one", "one", "y")) == (None, "")
    assert plan.found("elsewhere", "glossary") is None


def test_label_ranges_are_as_few_as_can_be() -> None:
    plan = page_plan(
        (section(2, "none"), section(3, "roman"), section(12, "arabic"), section(1, "none"))
    )
    assert label_ranges(plan) == (
        LabelRange(0, "none", "Cover", 0),
        LabelRange(1, "none", "Cover-2", 0),
        LabelRange(2, "roman", "", 1),
        LabelRange(5, "arabic", "", 1),
        LabelRange(17, "none", "Back cover", 0),
    )


def test_labels_take_the_work_s_language() -> None:
    plan = page_plan((section(1, "none"), section(1, "arabic")), {"cover": "Couverture"})
    assert plan.pages[0].label == "Couverture"
