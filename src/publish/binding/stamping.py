"""The bundle's page number on pages that somebody else set.

Set pages leave room for it; these do not. It stands at the inner foot, as on other pages, on a
white ground, so that it can be read whatever lies below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary

from publish.binding.filling import Glyphs
from publish.binding.leaves import Leaves
from publish.binding.model import Binding, PagePlan
from publish.units import MM

_SIZE = 7.5  # points
_UP = 7 * MM  # from the foot to the baseline
_IN = 12 * MM  # from the inner edge
_GROUND = 1.5  # points of white around the number
_FACE = "bundle-number"
_LEAST = 30 * MM  # width and height of pages that have room


@dataclass(slots=True)
class Stamper:
    """Stamps the foreign pages of one file: first the texts, then, when faces are made, the rest.

    The face is that in which the file's other numbers are printed.
    """

    pdf: pikepdf.Pdf
    binding: Binding
    plan: PagePlan
    glyphs: Glyphs
    _digest: str = field(init=False)
    _stamps: list[tuple[pikepdf.Object, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._digest = _usual_face(self.binding)

    def write(self, leaves: Leaves, number: int) -> None:
        """Write the numbers on the pages of section `number`, so that their glyphs are known."""
        if not leaves.section.foreign or not self._digest:
            return
        start = self.plan.starts[number]
        for index, page in enumerate(leaves.pages, start):
            text = self.plan.pages[index].bundle_folio
            _, _, width, height = (float(value) for value in page.TrimBox)
            if text and min(width, height) >= _LEAST:
                self._stamps.append((page, self._drawn(text, width, index % 2 == 0)))

    def _drawn(self, text: str, width: float, recto: bool) -> bytes:
        """Return the content that shows a number; the binding is left of a recto."""
        glyphs = self.glyphs.encoder(self._digest)(text)
        wide = sum(glyph.advance for glyph in glyphs) / 1000 * _SIZE
        x = _IN if recto else width - _IN - wide
        codes = b"".join(b"%04x" % glyph.id for glyph in glyphs)
        ground = (
            f"1 g {x - _GROUND:.3f} {_UP - 0.3 * _SIZE:.3f} {wide + 2 * _GROUND:.3f} "
            f"{1.25 * _SIZE:.3f} re f"
        )
        shown = f"0 g BT /{_FACE} {_SIZE:g} Tf 1 0 0 1 {x:.3f} {_UP:.3f} Tm <".encode()
        mark = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq\n"
        return mark + ground.encode() + b"\n" + shown + codes + b"> Tj ET\nQ\nEMC\n"

    def lay(self, fonts: Mapping[str, pikepdf.Object]) -> None:
        """Lay the numbers over the pages.

        Args:
            fonts: digest of a font file → the font dictionary.
        """
        for page, drawn in self._stamps:
            resources = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
            faces = Dictionary(dict(resources.get("/Font", Dictionary()).items()))
            faces[f"/{_FACE}"] = fonts[self._digest]
            resources.Font = faces
            page.Resources = resources
            page.Contents = Array([*_streams(page), self.pdf.make_stream(drawn)])


def _usual_face(binding: Binding) -> str:
    """Return the digest of the font that most sections print their late numbers in."""
    counted = Counter(
        digest
        for section in binding.sections
        for digest in sorted({use.late_of for use in section.gathering.offers.faces})
        if digest
    )
    return min(counted, key=lambda digest: (-counted[digest], digest), default="")


def _streams(page: pikepdf.Object) -> Sequence[pikepdf.Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, Array) else [contents]
