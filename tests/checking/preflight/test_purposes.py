"""What is asked of files for the archive, the screen and the office, beside what presses ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.catalogue.printers import BindingWay
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import (
    ARCHIVE,
    GREYSCALE,
    PRESS,
    REQUIREMENTS,
    SCREEN,
    Requirements,
)

PDFA = "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"


def rules_of(path: Path, needs: Requirements) -> set[str]:
    return {finding.rule for finding in preflight(path, needs, path.name)}


def as_archive(pdf: Pdf) -> None:
    """Give the press file what an archive file says of itself."""
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1
    packet = pdf.Root.Metadata.read_bytes().decode()
    space = 'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
    packet = packet.replace("<pdf:Producer>", PDFA + "<pdf:Producer>")
    packet = packet.replace('rdf:about=""', f'rdf:about="" {space}')
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def attach(pdf: Pdf, **changes) -> None:
    """Let the file carry another, as PDF/A-3 asks, but for `changes`."""
    as_archive(pdf)
    data = pdf.make_stream(b"a,b\n", Type=Name.EmbeddedFile, Subtype=Name("/text/csv"))
    entries = {
        "Type": Name.Filespec, "F": String("data.csv"), "UF": String("data.csv"),
        "EF": Dictionary(F=data, UF=data), "AFRelationship": Name.Source, **changes,
    }  # fmt: skip
    file = pdf.make_indirect(
        Dictionary({f"/{key}": value for key, value in entries.items() if value is not None})
    )
    pdf.Root.AF = Array([file])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=pdf.make_indirect(Dictionary(Names=Array([String("data.csv"), file])))
    )


def break_no_relationship(pdf):
    attach(pdf, AFRelationship=None)


def break_unknown_relationship(pdf):
    attach(pdf, AFRelationship=Name.Friend)


def break_no_unicode_name(pdf):
    attach(pdf, UF=None)


def break_no_data(pdf):
    attach(pdf, EF=None)


def break_no_type(pdf):
    attach(pdf)
    del pdf.Root.AF[0].EF.F.Subtype


def break_belongs_to_nothing(pdf):
    attach(pdf)
    del pdf.Root.AF


@pytest.mark.parametrize(
    "breaking",
    [
        break_no_relationship,
        break_unknown_relationship,
        break_no_unicode_name,
        break_no_data,
        break_no_type,
        break_belongs_to_nothing,
    ],
)
def test_an_archive_file_says_what_it_carries(broken_press_file, breaking):
    assert "P230" in rules_of(broken_press_file(breaking), ARCHIVE)
    assert "P230" not in rules_of(broken_press_file(attach), ARCHIVE)


def break_no_part(pdf):
    """Leave the press file as it is: it says nothing of PDF/A."""


def break_first_part(pdf):
    as_archive(pdf)
    packet = pdf.Root.Metadata.read_bytes().replace(b"part>3<", b"part>1<")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def break_basic_level(pdf):
    as_archive(pdf)
    packet = pdf.Root.Metadata.read_bytes().replace(b"conformance>A<", b"conformance>B<")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


@pytest.mark.parametrize("breaking", [break_no_part, break_first_part, break_basic_level])
def test_an_archive_file_says_its_part_and_level(broken_press_file, breaking):
    assert "P237" in rules_of(broken_press_file(breaking), ARCHIVE)
    assert "P237" not in rules_of(broken_press_file(as_archive), ARCHIVE)


def launch(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))


def browse(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://example.org"))


def test_an_archive_file_may_lead_elsewhere_but_not_start_programs(broken_press_file):
    assert "P228" in rules_of(broken_press_file(launch), ARCHIVE)
    assert "P228" not in rules_of(broken_press_file(browse), ARCHIVE)


def halftone(pdf):
    screen = Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)
    state = Dictionary(Type=Name.ExtGState, HT=screen)
    pdf.pages[0].Resources.ExtGState = Dictionary(X=state)


def test_only_a_press_has_halftones_of_its_own(broken_press_file):
    path = broken_press_file(halftone)
    assert "P234" in rules_of(path, PRESS)
    assert "P234" not in rules_of(path, ARCHIVE)


def hidden_script(pdf):
    """Let a link run a script when the mouse comes near."""
    near = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 5, 5]), AA=near)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


@pytest.mark.parametrize("needs", REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_no_file_may_hide_a_script(broken_press_file, needs):
    assert "P227" in rules_of(broken_press_file(hidden_script), needs)


def test_an_untagged_file_without_a_language_is_none_for_the_screen(press_file):
    assert {"P105", "P120"} <= rules_of(press_file, SCREEN)


def test_an_office_printer_needs_no_output_intent_and_no_bleed(broken_press_file):
    def bare(pdf):
        del pdf.Root.OutputIntents
        for page in pdf.pages:
            del page.TrimBox, page.BleedBox

    assert not rules_of(broken_press_file(bare), GREYSCALE) & {"P210", "P212", "P215"}


WAYS = (BindingWay("saddle-stitch", 4, 48, 4), BindingWay("perfect", 40, 400, 2))


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        (4, ""),
        (42, ""),  # no multiple of 4, but thick enough for the other way
        (6, "the file has 6 pages; a multiple of 4 (saddle-stitch) is asked for"),
        (
            47,
            "the file has 47 pages; a multiple of 4 (saddle-stitch) or of 2 (perfect) is asked for",
        ),
        (2, "the file has 2 pages; the printer binds saddle-stitch 4 to 48; perfect 40 to 400"),
    ],
)
def test_the_count_of_pages_suits_one_of_the_ways_of_binding(press_file, tmp_path, pages, message):
    path = tmp_path / "counted.pdf"
    with pikepdf.open(press_file) as pdf:
        while len(pdf.pages) < pages:
            pdf.pages.append(pdf.pages[0])
        del pdf.pages[pages:]
        pdf.save(path, force_version="1.6", fix_metadata_version=False)
    needs = dataclasses.replace(PRESS, ways=WAYS)
    found = [f.message for f in preflight(path, needs, "a.pdf") if f.rule == "P214"]
    assert found == ([message] if message else [])


def test_a_single_page_such_as_a_cover_is_not_counted(press_file, tmp_path):
    path = tmp_path / "cover.pdf"
    with pikepdf.open(press_file) as pdf:
        del pdf.pages[1:]
        pdf.save(path, force_version="1.6", fix_metadata_version=False)
    needs = dataclasses.replace(PRESS, ways=WAYS)
    assert not [f for f in preflight(path, needs, "a.pdf") if f.rule == "P214"]


def test_a_multiple_can_be_asked_for_by_itself(press_file):
    needs = dataclasses.replace(PRESS, multiple=8)
    found = [f for f in preflight(press_file, needs, "a.pdf") if f.rule == "P214"]
    assert [finding.remedy for finding in found] == ["add 4 blank pages, or take some away"]


def test_findings_come_in_order_and_each_once(broken_press_file: Callable[..., Path]) -> None:
    def much(pdf):
        del pdf.Root.OutputIntents, pdf.pages[3].TrimBox, pdf.docinfo["/Trapped"]

    found = preflight(broken_press_file(much), PRESS, "a.pdf")
    assert len(found) > 2
    assert list(found) == sorted(set(found))
