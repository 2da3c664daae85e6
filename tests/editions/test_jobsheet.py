"""The job sheet is a file for people: tagged, with headings and tables that have headers."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from publish.binding.bind import bind
from publish.binding.model import Binding, Metadata, Section
from publish.catalogue.making import papers_for, way_for
from publish.catalogue.model import Imprint, Publication
from publish.catalogue.printer_reading import read_printer
from publish.checking.gate import Expected, gate
from publish.composing.jobsheet import JobSheet, PrintFile, compose_jobsheet
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.editions.screen import FORM
from publish.typesetting import engine
from publish.typesetting.model import Gathering


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_job_sheet_passes_the_gate_that_screen_editions_pass(tmp_path: Path, lang: str) -> None:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    layout, _ = load_layout(Path("/nowhere"), "guide")
    printer, _ = read_printer(layout.identity, "offset-coated")
    title = {"en": "A work", "ar": "كتاب"}
    publication = Publication("work", title, {}, {}, "guide", "guide", ("en", "ar"), ())
    assert printer
    way, _ = way_for(printer, publication, 20, 24)
    papers, _ = papers_for(printer, publication)
    assert way
    files = (PrintFile("work-press.pdf", 24, 123_456, "0123456789abcdef" * 4),)
    sheet = JobSheet(
        publication, Imprint("The House"), (210, 297), 24, 0, printer, way, papers, None, files
    )
    slot = compose_jobsheet(layout, lang, sheet)
    ticket = number_fields(slot.draft, lambda _: 3)
    pdf, offers = set_ticket(ticket, "work/en/jobsheet")
    (tmp_path / "set.pdf").write_bytes(pdf)
    gathering = Gathering("digest", tmp_path / "set.pdf", offers)
    fonts = {hashlib.sha256(r.content).hexdigest(): r.content for r in ticket.resources}
    binding = Binding(
        sections=(Section(gathering, "work", slot.numbering),),
        metadata=Metadata(slot.title, lang, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        fonts=fonts.__getitem__,
        profile=layout.identity["colour/sRGB2014.icc"].read_bytes(),
    )
    bound = bind(binding, FORM, tmp_path / "jobsheet.pdf")
    assert bound.findings == ()
    expected = Expected(pages=1, title=slot.title, lang=lang)
    assert [str(f) for f in gate(bound.path, expected, "jobsheet.pdf")] == []
