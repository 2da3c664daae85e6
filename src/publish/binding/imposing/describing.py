"""What a file of sheets says of itself: that it is for printing, and how; and what it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any  # pikepdf takes numbers, names and strings alike

import pikepdf
from pikepdf import Dictionary, Name, String

from publish.binding.imposing.model import Sheets
from publish.binding.metadata import describe_plainly
from publish.binding.model import Metadata

_NUMBERED = range(2, 6)  # copies that viewers may be asked for (ISO 32000-1:2008, table 150)


@dataclass(frozen=True, slots=True)
class About:
    """What is said of the sheets.

    Attributes:
        work: its title.
        title: that of the file, with its form: "Guide · Booklet".
        subject: that this is for printing, and where the accessible edition is.
        created: with a time zone; never the clock.
        source: address or name of the accessible edition.
    """

    work: str
    title: str
    lang: str
    subject: str
    created: dt.datetime
    source: str
    copies: int = 1


def describe(pdf: pikepdf.Pdf, about: About, sheets: Sheets, *, from_right: bool) -> None:
    """Write metadata, and how viewers should print the file; it claims no standard."""
    described = Metadata(
        title=about.title,
        lang=about.lang,
        created=about.created,
        subject=about.subject,
        identifiers=(about.source,) if about.source else (),
    )
    describe_plainly(pdf, described)
    # ISO 32000-1:2008, 12.2: viewers that heed it need no setting by hand.
    wishes: dict[str, Any] = {
        "/DisplayDocTitle": True,
        "/PrintScaling": Name("/None"),
        "/PickTrayByPDFSize": True,
        "/Duplex": Name.DuplexFlipShortEdge if sheets.flip == "short" else Name.DuplexFlipLongEdge,
        "/Direction": Name.R2L if from_right else Name.L2R,
    }
    if about.copies in _NUMBERED:
        wishes["/NumCopies"] = about.copies
    pdf.Root.ViewerPreferences = Dictionary(wishes)


def label(pdf: pikepdf.Pdf, sheets: Sheets, labels: tuple[str, ...]) -> None:
    """Let viewers call each side by the pages on it, as they lie: "8 · 1"."""
    nums: list[int | Dictionary] = []
    for index, side in enumerate(sheets.sides):
        shown = sorted(side.placements, key=lambda one: (-round(one.clip[3]), one.clip[0]))
        said = " · ".join(labels[one.page] for one in shown) or "–"
        nums += [index, Dictionary(P=String(said))]
    pdf.Root.PageLabels = Dictionary(Nums=pikepdf.Array(nums))
