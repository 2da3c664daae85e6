"""The wraparound cover: its measures, what stands on it, and how it looks when it is set."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image

from publish.catalogue.making import papers_for, way_for
from publish.catalogue.model import Catalogue, Identifiers, Imprint, Publication
from publish.catalogue.printer_reading import read_printer
from publish.checking.proofing import proof
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.composing.wrap import compose_wrap
from publish.composing.wrap_plan import WrapPlan, plan_wrap
from publish.errors import Finding, Place
from publish.manuscript.model import Chapter, Manuscript
from publish.typesetting import engine

LAYOUT = load_layout(Path("/nowhere"), "guide")[0]
HOUSE = Catalogue(Path(), Imprint("The House", "Town", url="https://house.example"), {})
ISBN = Identifiers(isbn="978-0-00-000000-2")
MM = 72 / 25.4


def work(**more: Any) -> Publication:
    plain: dict[str, Any] = {
        "slug": "work",
        "title": {"en": "A work with a cover", "ar": "كتاب"},
        "subtitle": {},
        "short_title": {},
        "kind": "guide",
        "layout": "guide",
        "languages": ("en", "ar"),
        "parts": (),
        "description": {"en": "What it is about."},
        "accent": "turquoise",
    }
    return Publication(**{**plain, **more})


def manuscript(lang: str = "en") -> Manuscript:
    chapters = tuple(
        Chapter(
            name=f"0{number}",
            kind="chapter",
            number=str(number),
            id=f"sec-{number}",
            title=title,
            title_html=title,
            short_title="",
            standfirst_html="",
            key_messages_html="",
            body_html="",
            pictures=(),
            marks=(),
            part=0,
            place=Place(),
        )
        for number, title in enumerate(("One", "Two"), 1)
    )
    return Manuscript("work", lang, chapters, ("",), {}, (), (), (), (), ())


def planned(
    publication: Publication, inside: int = 110, printer: str = "offset-coated", lang: str = "en"
) -> tuple[WrapPlan | None, tuple[Finding, ...]]:
    ours, _ = read_printer(LAYOUT.identity, printer)
    assert ours
    way, _ = way_for(ours, publication, inside, inside + 4)
    papers, _ = papers_for(ours, publication)
    assert way
    return plan_wrap(LAYOUT, ours, HOUSE, publication, lang, way, papers, inside)


def plan_of(publication: Publication, inside: int = 110, **more: str) -> WrapPlan:
    plan, findings = planned(publication, inside, **more)
    assert plan is not None and findings == ()
    return plan


def test_the_sheet_is_back_spine_and_front_with_their_flaps() -> None:
    plain = plan_of(work(paper="uncoated-100"))
    assert (plain.spine, plain.width) == (7.8, 427.8)
    assert plain.folds == (210, 217.8)
    flaps = plan_of(work(paper="uncoated-100", flaps=90.0))
    assert flaps.width == 607.8
    assert flaps.folds == (90, 300, 307.8, 517.8)


def test_another_stock_makes_another_spine_by_itself() -> None:
    assert plan_of(work(paper="uncoated-120")).spine > plan_of(work(paper="silk-115")).spine


def test_more_pages_make_a_wider_spine_with_larger_words() -> None:
    thin, thick = plan_of(work(), 110), plan_of(work(), 300)
    assert thin.spine < thick.spine
    assert 6 <= thin.size < thick.size <= 20


@pytest.mark.parametrize("inside", range(94, 800, 40))
def test_words_on_a_spine_leave_room_on_both_sides(inside: int) -> None:
    plan = plan_of(work(), inside)
    beside = 1.0 if plan.spine < 9 else 1.5
    assert plan.size * 0.9 / MM <= plan.spine - 2 * beside + 0.01


def test_a_narrow_spine_bears_no_words_and_a_note_says_so() -> None:
    plan, (finding,) = planned(work(), 60)
    assert plan and plan.size == 0
    assert (finding.rule, finding.severity) == ("L122", "note")
    assert "3.5 mm" in finding.message


def test_a_title_too_long_for_the_spine_is_left_out_and_a_note_says_so() -> None:
    plan, (finding,) = planned(work(short_title={"en": "A very long title " * 6}))
    assert plan and plan.size == 0
    assert (finding.rule, finding.severity) == ("L122", "note")


def test_authors_who_have_no_room_on_the_spine_are_named_in_a_note() -> None:
    one = planned(work(authors=("Ada Byron",)))
    assert one[0] and one[0].signed and one[1] == ()
    many = ("Ada Byron", "Grace Hopper", "Katherine Johnson", "Dorothy Vaughan")
    plan, (finding,) = planned(work(authors=many))
    assert plan and plan.size and not plan.signed
    assert (finding.rule, finding.severity) == ("L125", "note")
    assert "Grace Hopper" in finding.message


def test_a_stitched_work_has_no_cover_apart() -> None:
    places = {"editions": Place("w.toml", 3, 12)}
    plan, (finding,) = planned(work(places=places), 20)
    assert plan is None
    assert (finding.rule, finding.severity) == ("L121", "note")
    assert finding.place == places["editions"]


def test_a_layout_without_the_template_makes_none_and_says_so() -> None:
    ours, _ = read_printer(LAYOUT.identity, "offset-coated")
    brief, _ = load_layout(Path("/nowhere"), "brief")
    assert ours
    way, _ = way_for(ours, work(), 110, 114)
    papers, _ = papers_for(ours, work())
    assert way
    plan, (finding,) = plan_wrap(brief, ours, HOUSE, work(), "en", way, papers, 110)
    assert plan is None and (finding.rule, finding.severity) == ("L120", "note")


@pytest.mark.parametrize(
    ("flaps", "printer", "rules"),
    [
        (90.0, "offset-coated", []),
        (20.0, "offset-coated", ["L123"]),
        (205.0, "offset-coated", ["L123"]),
        (80.0, "digital-on-demand", ["L124"]),
    ],
)
def test_flaps_fit_the_cover_and_the_press(flaps: float, printer: str, rules: list[str]) -> None:
    _, findings = planned(work(flaps=flaps), 300, printer)
    assert [finding.rule for finding in findings] == rules


def test_where_books_are_read_from_the_right_the_front_is_on_the_left() -> None:
    plan = plan_of(work(), lang="ar")
    assert plan.front_first
    priced = work(price="٢٠ جنيهًا", identifiers=ISBN)
    draft = compose_wrap(manuscript("ar"), LAYOUT, HOUSE, priced, plan).draft
    assert 'dir="rtl"' in draft.html
    assert '<p class="wrap-price">٢٠ جنيهًا</p>' in draft.html
    assert f'<span dir="ltr">{ISBN.isbn}</span>' in draft.html
    sheets = "".join(draft.sheets)
    assert f".wrap-front {{ left: {plan.left}mm;" in sheets
    assert ".cover-text { position: absolute; right: 24mm;" in sheets


def wrap_page(publication: Publication, inside: int = 110) -> tuple[pdfium.PdfPage, WrapPlan]:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    plan = planned(publication, inside)[0]
    assert plan
    slot = compose_wrap(manuscript(), LAYOUT, HOUSE, publication, plan)
    pdf, offers = set_ticket(number_fields(slot.draft, lambda _: 3), slot.name)
    assert [str(finding) for finding in (*offers.findings, *proof(pdf, slot.name))] == []
    assert offers.pages == 1
    return pdfium.PdfDocument(pdf)[0], plan


@pytest.mark.parametrize("flaps", [0.0, 90.0])
def test_the_cover_is_set_in_its_size_with_words_on_spine_and_flaps(flaps: float) -> None:
    page, plan = wrap_page(work(flaps=flaps))
    assert page.get_width() == pytest.approx((plan.width + 10) * MM, abs=0.1)
    assert page.get_height() == pytest.approx(307 * MM, abs=0.1)
    text = page.get_textpage()
    said = " ".join(text.get_text_bounded().split())
    assert said.count("A work with a cover") == (4 if flaps else 3), "front, spine, back, citation"
    assert "What it is about." in said and "ISBN" not in said
    assert ("In this publication" in said) == bool(flaps)
    left, right = (plan.right - plan.spine) * MM, plan.right * MM
    on_spine = text.get_text_bounded(left=left, bottom=0, right=right, top=plan.height * MM)
    assert " ".join(on_spine.split()) == "A work with a cover The House"


def test_the_words_stand_in_the_middle_of_the_spine() -> None:
    page, plan = wrap_page(work(paper="uncoated-120"), 200)
    dots = 20  # a millimetre
    left = (5 + plan.right - plan.spine) * dots
    spine = page.render(scale=dots / MM).to_pil().convert("L")
    spine = spine.crop((round(left), 192 * dots, round(left + plan.spine * dots), 270 * dots))
    ink = [sum(level > 120 for level in column) for column in columns(spine)]
    middle = sum((n + 0.5) * count for n, count in enumerate(ink)) / sum(ink) / dots
    assert middle == pytest.approx(plan.spine / 2, abs=0.15)
    inked = [n for n, count in enumerate(ink) if count]
    assert min(inked[0], len(ink) - inked[-1]) / dots >= 1.4


def columns(picture: Image.Image) -> list[bytes]:
    turned = picture.transpose(Image.Transpose.ROTATE_270).tobytes()
    return [turned[n : n + picture.height] for n in range(0, len(turned), picture.height)]


def test_the_bar_code_of_the_set_page_is_read_and_stands_clear_of_the_folds() -> None:
    page, plan = wrap_page(work(identifiers=ISBN))
    picture = page.render(scale=300 / 72).to_pil()
    (read,) = zxingcpp.read_barcodes(picture)
    assert (read.format, read.text) == (zxingcpp.BarcodeFormat.EAN13, "9780000000002")
    dots = 300 / 25.4
    assert read.position.top_right.x < (5 + plan.right - plan.spine - 10) * dots
    assert read.position.bottom_right.y < (5 + plan.height - 10) * dots


def test_without_an_isbn_there_is_no_bar_code() -> None:
    plan = plan_of(work())
    draft = compose_wrap(manuscript(), LAYOUT, HOUSE, work(), plan).draft
    assert "barcode" not in draft.html
    assert [r.url for r in draft.resources if "barcode" in r.url] == []


def test_the_front_bears_the_same_picture_as_the_cover() -> None:
    from publish.composing.pattern import Palette, cover_pattern, wrap_pattern

    palette = Palette("#05D2D2", "#230050", "#B5EEEE", "#1E2DBE")
    cover = cover_pattern("T", palette, 6, 5, 35.0, 5.0)
    wrap = wrap_pattern("T", palette, 6, 5, 35.0, 5.0, (70.0, 5.0))
    tiles = {f"<g {part}" for part in cover.split("<g ")[1:]}
    on_wrap = wrap.split("<g ")[1:]
    inside = {tile for tile in tiles if 0 < float(tile.split("translate(")[1].split()[0]) < 210}
    inside = {tile for tile in inside if float(tile.split()[2].rstrip(")")) < 175}
    assert inside <= {f"<g {part}" for part in on_wrap}


@pytest.mark.parametrize("flaps", [0.0, 90.0])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_artwork_goes_all_round_where_the_words_of_the_back_have_room_below(
    flaps: float, lang: str
) -> None:
    def art(description: str) -> float:
        publication = work(flaps=flaps, description={lang: description})
        plan = plan_of(publication, lang=lang)
        draft = compose_wrap(manuscript(lang), LAYOUT, HOUSE, publication, plan).draft
        (picture,) = (r.content for r in draft.resources if r.url == "pattern.svg")
        shown = re.search(rb' width="([0-9.]+)mm"', picture)
        assert shown
        return float(shown[1]) - plan.width

    assert art("What it is about.") == pytest.approx(10, abs=0.1), "the sheet and its bleed"
    assert art("Word after word. " * 60) < -100


def test_the_plan_is_what_the_page_is_drawn_from() -> None:
    plan = plan_of(work())
    wider = dataclasses.replace(plan, spine=30.0)
    assert f"size: {wider.width}mm" in "".join(
        compose_wrap(manuscript(), LAYOUT, HOUSE, work(), wider).draft.sheets
    )
