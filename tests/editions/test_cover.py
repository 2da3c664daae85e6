"""The cover as a press file: its size, its folds, its bar code in black ink alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from pathlib import Path

import pypdf
import pytest

from publish.binding.bind import bind
from publish.binding.model import Binding, Metadata, Section
from publish.catalogue.making import papers_for, way_for
from publish.catalogue.model import Catalogue, Identifiers, Imprint, Publication
from publish.catalogue.printer_reading import read_printer
from publish.composing.late import number_fields
from publish.composing.layouts import load_layout
from publish.composing.wrap import compose_wrap
from publish.composing.wrap_plan import WrapPlan, plan_wrap
from publish.editions.cover import COVER
from publish.editions.model import House
from publish.manuscript.model import Manuscript
from publish.typesetting import engine
from publish.typesetting.model import Gathering

MM = 72 / 25.4


@pytest.fixture(scope="module")
def cover(tmp_path_factory: pytest.TempPathFactory) -> tuple[pypdf.PageObject, WrapPlan]:
    engine.load()
    from publish.typesetting.setting import set_ticket  # only after the engine's fonts are known

    layout, _ = load_layout(Path("/nowhere"), "guide")
    printer, _ = read_printer(layout.identity, "offset-coated")
    house = Catalogue(Path(), Imprint("The House"), {})
    publication = Publication(
        slug="work",
        title={"en": "A work"},
        subtitle={},
        short_title={},
        kind="guide",
        layout="guide",
        languages=("en",),
        parts=(),
        identifiers=Identifiers(isbn="978-0-00-000000-2"),
    )
    assert printer
    way, _ = way_for(printer, publication, 200, 204)
    papers, _ = papers_for(printer, publication)
    assert way
    plan, _ = plan_wrap(layout, printer, house, publication, "en", way, papers, 200)
    assert plan
    manuscript = Manuscript("work", "en", (), (), {}, (), (), (), (), ())
    slot = compose_wrap(manuscript, layout, house, publication, plan)
    ticket = number_fields(slot.draft, lambda _: 3)
    pdf, offers = set_ticket(ticket, "work/en/wrap")
    folder = tmp_path_factory.mktemp("cover")
    (folder / "wrap.pdf").write_bytes(pdf)
    gathering = Gathering("digest", folder / "wrap.pdf", offers)
    files = {hashlib.sha256(r.content).hexdigest(): r.content for r in ticket.resources}
    binding = Binding(
        sections=(Section(gathering, "work", slot.numbering),),
        metadata=Metadata("A work", "en", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        fonts=files.__getitem__,
        profile=layout.identity[printer.profile].read_bytes(),
    )
    form = COVER.form(House(layout.brand, layout.identity, printer, plan.folds))
    target = folder / "cover.pdf"
    assert bind(binding, form, target).pages == 1
    return pypdf.PdfReader(io.BytesIO(target.read_bytes())).pages[0], plan


def test_the_trim_is_the_unfolded_sheet_and_the_bleed_lies_around_it(
    cover: tuple[pypdf.PageObject, WrapPlan],
) -> None:
    page, plan = cover
    trim, bleed = page.trimbox, page.bleedbox
    assert float(trim.width) == pytest.approx(plan.width * MM, abs=0.05)
    assert float(trim.left - bleed.left) == pytest.approx(3 * MM, abs=0.05)


def test_the_bars_are_in_black_ink_alone_and_as_many_as_the_symbol_has(
    cover: tuple[pypdf.PageObject, WrapPlan],
) -> None:
    page, _ = cover
    content = b"\n".join(streams(page)).decode("latin-1")
    assert not re.search(r"\b(rg|RG)\b", content)
    filled = re.findall(r"\b([\d.]+ [\d.]+ [\d.]+ [\d.]+) k\n(?:[^kQ]*\n)?f\*?\n", content)
    assert filled.count("0 0 0 1") == 30, "two bars a digit and six of the guards"


def streams(page: pypdf.PageObject) -> list[bytes]:
    """Return the page's content and that of all forms within it."""
    contents = page.get_contents()
    found = [contents.get_data()] if contents is not None else []
    waiting = [page["/Resources"]]
    while waiting:
        resources = waiting.pop().get_object()
        for one in resources.get("/XObject", pypdf.generic.DictionaryObject()).values():
            part = one.get_object()
            if part["/Subtype"] == "/Form":
                found.append(part.get_data())
                waiting += [part["/Resources"]] if "/Resources" in part else []
    return found
