"""Pages of a press file: alike in size, cut to the bleed, with marks around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.filling import Glyphs
from publish.binding.marks import marks, reach
from publish.binding.model import Binding, PagePlan, Sheet
from publish.binding.slug import Slugs
from publish.errors import Finding, Rule
from publish.units import MM, Box

LITTLE_BLEED = Rule(
    "B121",
    "Pages are set with at least the bleed that the printer asks for.",
    "Where the cut is a little off, a white edge would show (ISO 15930-7:2010, 6.4).",
)
OTHER_SIZE = Rule(
    "B122",
    "The pages of a press file have one trim size; a page may lie on its side.",
    "Pages are printed together on large sheets, which are cut all at once.",
)
RULES: tuple[Rule, ...] = (LITTLE_BLEED, OTHER_SIZE)

_SAME = 0.5  # points by which sizes of one kind differ at most


@dataclass(slots=True)
class Sheets:
    """Lays out the sheets of one file: first the texts, then, when faces are made, the rest."""

    pdf: pikepdf.Pdf
    binding: Binding
    plan: PagePlan
    sheet: Sheet
    glyphs: Glyphs
    findings: list[Finding] = field(default_factory=list)
    slugs: Slugs = field(init=False)
    _lines: list[bytes] = field(default_factory=list)
    _shared: dict[tuple[object, ...], pikepdf.Object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slugs = Slugs(self.binding, self.plan, self.sheet, self.glyphs)

    def write_slugs(self) -> None:
        """Write the slug lines, so that their glyphs are known."""
        if "slug" in self.sheet.marks and self.slugs.digests:
            self._lines = self.slugs.lines(self._trim())

    def lay(self, fonts: Mapping[str, pikepdf.Object]) -> None:
        """Give every page its boxes, its clip and its marks.

        Args:
            fonts: digest of a font file → the font dictionary.
        """
        self._judge()
        faces = Dictionary(
            {f"/F{at}": fonts[d] for at, d in enumerate(self.slugs.digests) if d in fonts}
        )
        slugs = self.pdf.make_indirect(Dictionary(Font=faces))
        for at, page in enumerate(self.pdf.pages):
            self._lay(at, page.obj, slugs)

    def _judge(self) -> None:
        for number, section in enumerate(self.binding.sections):
            offers = section.gathering.offers
            if section.foreign:
                continue  # what others set has none; whether ink lacks it is seen on the page
            if offers.bleed < self.sheet.bleed - _SAME / 5:
                message = (
                    f"the bleed is {offers.bleed / MM:.1f} mm, "
                    f"the printer asks for {self.sheet.bleed / MM:.1f} mm"
                )
                remedy = f"set `page.bleed` in the layout to {self.sheet.bleed / MM:.1f} or more"
                page = self.plan.starts[number] + 1
                self.findings.append(LITTLE_BLEED.at(section.place, message, remedy, page))

    def _trim(self) -> Box:
        """Return the book's trim, upright as its first page."""
        offers = self.binding.sections[0].gathering.offers
        return 0.0, 0.0, offers.width, offers.height

    def _lay(self, at: int, page: pikepdf.Object, slugs: pikepdf.Object) -> None:
        left, bottom, right, top = (float(value) for value in page.TrimBox)
        _, _, width, height = self._trim()
        if _are_same(right - left, width) and _are_same(top - bottom, height):
            trim = (left, bottom, left + width, bottom + height)
        else:
            trim = (0.0, 0.0, width, height)
            if _are_same(right - left, height) and _are_same(top - bottom, width):
                self._turn(page, (left, bottom, right, top))
            else:
                self._report_size(at, right - left, top - bottom)
        self._set_boxes(page, trim)
        self._wrap(page, trim, self._lines[at] if self._lines else b"", slugs)

    def _report_size(self, at: int, width: float, height: float) -> None:
        section = self.binding.sections[self.plan.pages[at].section]
        message = f"a page is {width / MM:.0f} × {height / MM:.0f} mm, the first one is not"
        remedy = "give all layouts of the work the same page size"
        if section.foreign:
            remedy = 'say `fit = "centre"` or `"scale"` of the document'
        self.findings.append(OTHER_SIZE.at(section.place, message, remedy, at + 1))

    def _set_boxes(self, page: pikepdf.Object, trim: Box) -> None:
        """Set the boxes of a page (ISO 15930-7:2010, 6.4; ISO 32000-1:2008, 14.11.2)."""
        page.TrimBox = _array(trim)
        page.BleedBox = _array(_around(trim, self.sheet.bleed))
        page.MediaBox = _array(_around(trim, max(self.sheet.bleed, reach(self.sheet))))
        for key in ("/CropBox", "/ArtBox", "/Rotate"):
            if key in page:
                del page[key]

    def _turn(self, page: pikepdf.Object, trim: Box) -> None:
        """Turn a page that lies on its side: its head comes to the left.

        It becomes a form, so that patterns turn with it: their matrices count from the form's
        coordinates (ISO 32000-1:2008, 8.7.3.1).
        """
        left, _, _, top = trim
        contents = page.Contents
        streams = list(contents) if isinstance(contents, Array) else [contents]
        form = self.pdf.make_stream(
            b"\n".join(stream.read_bytes() for stream in streams),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=page.MediaBox,
            Resources=page.Resources,
        )
        page.Resources = Dictionary(XObject=Dictionary({"/turned": form}))
        matrix = f"0 1 -1 0 {top:.3f} {0 - left:.3f} cm\n".encode()
        page.Contents = self.pdf.make_stream(matrix + b"/turned Do\n")

    def _wrap(self, page: pikepdf.Object, trim: Box, line: bytes, slugs: pikepdf.Object) -> None:
        """Cut a page to its bleed and draw the marks around it."""
        resources = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
        shown = Dictionary(dict(resources.get("/XObject", Dictionary()).items()))
        box = _around(trim, max(self.sheet.bleed, reach(self.sheet)))
        after = [b"Q"]
        if self.sheet.marks or self.sheet.folds:
            shown["/press-marks"] = self._marks(trim, box)
            after.append(b"/press-marks Do")
        if line:
            shown["/press-slug"] = self._form(line, box, slugs)
            after.append(b"/press-slug Do")
        resources.XObject = shown
        page.Resources = resources
        contents = page.get("/Contents", Array())
        page.Contents = Array(
            [
                self._stream(_clip(_around(trim, self.sheet.bleed))),
                *(contents if isinstance(contents, Array) else (contents,)),
                self._stream(b"\n".join(after)),
            ]
        )

    def _marks(self, trim: Box, box: Box) -> pikepdf.Object:
        key = ("marks", trim)
        if key not in self._shared:
            tint = Dictionary(
                FunctionType=2,
                Domain=Array([0, 1]),
                C0=Array([0, 0, 0, 0]),
                C1=Array([1, 1, 1, 1]),
                N=1,
            )
            every = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
            resources = Dictionary(ColorSpace=Dictionary(All=every))
            self._shared[key] = self._form(marks(trim, self.sheet), box, resources)
        return self._shared[key]

    def _form(self, drawn: bytes, box: Box, resources: pikepdf.Object) -> pikepdf.Object:
        return self.pdf.make_stream(
            drawn, Type=Name.XObject, Subtype=Name.Form, BBox=_array(box), Resources=resources
        )

    def _stream(self, drawn: bytes) -> pikepdf.Object:
        """Return a stream that all pages share."""
        if (drawn,) not in self._shared:
            self._shared[(drawn,)] = self.pdf.make_stream(drawn)
        return self._shared[(drawn,)]


def _clip(box: Box) -> bytes:
    left, bottom, right, top = box
    return f"q\n{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n\n".encode()


def _around(box: Box, distance: float) -> Box:
    left, bottom, right, top = box
    return left - distance, bottom - distance, right + distance, top + distance


def _are_same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME


def _array(box: Box) -> Array:
    return Array([round(value, 3) for value in box])
