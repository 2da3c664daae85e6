"""Pages of a finished file drawn small on pages of another: a facilitator sees what others have."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
from pikepdf import Dictionary

from publish.binding.leaves import Leaves
from publish.binding.model import Inset
from publish.binding.separating import TAGS

# Tags are the other file's. Inside an artefact there may be none (ISO 14289-1:2014, 7.1).
_MARKS = re.compile(TAGS, re.MULTILINE)


def draw_insets(pdf: pikepdf.Pdf, leaves: Leaves, open_files: list[pikepdf.Pdf]) -> None:
    """Draw the insets of a section.

    Args:
        open_files: takes the files that pages come from, to be closed when `pdf` is saved.
    """
    sources: dict[Path, pikepdf.Pdf] = {}
    for number, inset in enumerate(leaves.section.insets):
        if inset.file not in sources:
            sources[inset.file] = pikepdf.open(inset.file)
            open_files.append(sources[inset.file])
        form = pdf.copy_foreign(sources[inset.file].pages[inset.page].as_form_xobject())
        form.write(_MARKS.sub(b"", form.read_bytes()))
        _draw(pdf, leaves, inset, form, f"/Inset{number}")


def _draw(pdf: pikepdf.Pdf, leaves: Leaves, inset: Inset, form: pikepdf.Object, name: str) -> None:
    spot = leaves.section.gathering.offers.anchors[inset.anchor]
    page = leaves.pages[spot.page]
    left, _, right, top = (float(value) for value in form.BBox)
    scale = inset.width / (right - left)
    x, y = leaves.origin[0] + spot.x, leaves.origin[1] + spot.y
    matrix = (scale, 0, 0, scale, x - left * scale, y - top * scale)
    placed = " ".join(f"{value:.4f}" for value in matrix)
    drawn = f"\nQ\n/Artifact BMC\nq\n{placed} cm\n{name} Do\nQ\nEMC\n"
    resources = page.Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    resources.XObject[name] = form
    contents = page.Contents
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    before, after = pdf.make_stream(b"q\n"), pdf.make_stream(drawn.encode())
    page.Contents = pikepdf.Array([before, *streams, after])
