"""The job sheet: one page in every language, with everything that a printer asks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from publish.catalogue.making import padded, papers_for, way_for
from publish.catalogue.model import Catalogue, Identifiers, Imprint, Publication
from publish.catalogue.printer_reading import read_printer
from publish.composing.jobsheet import JobSheet, PrintFile, compose_jobsheet
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.composing.wrap_plan import plan_wrap
from publish.typesetting import engine

LAYOUT = load_layout(Path("/nowhere"), "guide")[0]
IMPRINT = Imprint("The House", "Town", "press@house.example")
SET = ("en", "fr", "es", "pt", "ar", "ru")  # the brand's faces have no Chinese
LONG = "Guide to the conventions on minimum standards of social security and what follows " * 3
WORK = Publication(
    slug="work",
    title=dict.fromkeys((*SET, "zh"), "A work with a cover"),
    subtitle={"en": "And its subtitle"},
    short_title={},
    kind="guide",
    layout="guide",
    languages=(*SET, "zh"),
    parts=(),
    date=dt.date(2026, 3, 1),
    edition="First edition",
    identifiers=Identifiers(isbn="978-0-00-000000-2"),
)


def sheet(
    publication: Publication = WORK,
    inside: int = 110,
    printer: str = "offset-coated",
    lang: str = "en",
) -> JobSheet:
    ours, _ = read_printer(LAYOUT.identity, printer)
    assert ours
    papers, _ = papers_for(ours, publication)
    way, _ = way_for(ours, publication, inside, inside + 4)
    assert way
    house = Catalogue(Path(), IMPRINT, {})
    wrap, _ = plan_wrap(LAYOUT, ours, house, publication, lang, way, papers, inside)
    pages = padded(inside, way.multiple)
    files = tuple(
        PrintFile(f"work-{lang}-{name}.pdf", count, 2_345_678, digest(name))
        for name, count in (("press", pages), ("cover", 1))
    )
    trim = (210.0, 297.0)
    return JobSheet(
        publication, IMPRINT, trim, pages, pages - inside, ours, way, papers, wrap, files
    )


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def said(job: JobSheet, lang: str = "en") -> str:
    """Return the words of the sheet as it is set, which it must be on one page."""
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    slot = compose_jobsheet(LAYOUT, lang, job)
    pdf, offers = set_ticket(number_fields(slot.draft, lambda _: 3), slot.name)
    assert [str(finding) for finding in offers.findings] == []
    assert offers.pages == 1
    text: str = pdfium.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    return " ".join(text.split())


@pytest.mark.parametrize("lang", SET)
def test_the_longest_title_and_the_longest_rows_fit_on_one_page(lang: str) -> None:
    long = dataclasses.replace(
        WORK,
        title={lang: LONG},
        subtitle={lang: LONG[:190]},
        series="A series of works " * 8,
        flaps=90.0,
        edition="Second edition, revised and enlarged",
    )
    many = sheet(long, 111, lang=lang)
    said(many, lang)


def test_it_says_all_that_a_printer_asks() -> None:
    text = said(sheet())
    for words in (
        *("A work with a cover", "First edition", "March 2026", "ISBN 978-0-00-000000-2"),
        *("210 × 297 mm", "3 mm on all sides", "112 (of these blank", "last sheet: 2)"),
        *("Silk coated, 115 g/m²", "Silk coated, 300 g/m²", "Perfect bound", "425.9 × 297 mm"),
        *("FOGRA39", "FOGRA39L_coated.icc", "300 % at most"),
        *("PDF/X-4", "TrimBox 210 × 297 mm", "BleedBox 216 × 303 mm", "colour bars"),
        *("work-en-press.pdf", "work-en-cover.pdf", "2 345 678", "press@house.example"),
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_the_spine_stands_there_with_its_arithmetic() -> None:
    text = said(sheet(dataclasses.replace(WORK, paper="uncoated-100")))
    assert "56 leaves × 0.128 mm + 0.6 mm = 7.8 mm" in text
    assert "Spine 7.8" in text, "in the drawing"


def test_checksums_are_in_groups_that_can_be_compared() -> None:
    text = said(sheet())
    whole = digest("cover")
    groups = [whole[at : at + 8] for at in range(0, 64, 8)]
    assert " ".join(groups) in text
    assert "".join(groups) == whole


def test_what_is_not_known_is_left_to_be_filled_in() -> None:
    html = compose_jobsheet(LAYOUT, "en", sheet()).draft.html
    assert html.count("job-blank") == 5, "copies, date, two lines of address, proof"
    nobody = dataclasses.replace(sheet(), imprint=Imprint("The House"))
    assert compose_jobsheet(LAYOUT, "en", nobody).draft.html.count("job-blank") == 6


def test_a_stitched_work_says_where_its_cover_is_and_has_no_spine() -> None:
    job = sheet(inside=20)
    assert (job.way.method, job.pages) == ("saddle-stitch", 20)
    text = said(job)
    assert "Folded sheets: 5, the cover counted" in text
    assert "The outer sheet: pages 1, 2, 19 and 20 of the file" in text
    assert "Spine" not in text and "leaf" not in text and "4/0" not in text


def test_loose_leaves_have_their_cover_on_the_first_and_the_last() -> None:
    text = said(sheet(inside=20, printer="office-laser"))
    assert "First and last leaf of the file" in text
    assert "Folded" not in text


def test_an_office_printer_has_no_bleed_and_no_marks() -> None:
    text = said(sheet(inside=20, printer="office-laser"))
    assert "Bleed none" in text and "Marks none" in text


@pytest.mark.parametrize(("lang", "width"), [("en", "425.9"), ("fr", "425,9")])
def test_numbers_are_written_as_the_language_does(lang: str, width: str) -> None:
    assert width in said(sheet(lang=lang), lang)


def test_every_word_exists_in_every_language() -> None:
    keys = [key for key in LAYOUT.strings.words["en"] if key.startswith("job_")]
    assert len(keys) > 40
    assert [
        (k, lang) for k in keys for lang in WORK.languages if not LAYOUT.strings.has(lang, k)
    ] == []
