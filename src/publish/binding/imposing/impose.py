"""Pages of one file on sheets: text stays text, what they share is kept once, links lead on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign.geometry import Matrix, at, box_at, box_of, inherited, times, written
from publish.binding.foreign.layers import put_layers
from publish.binding.foreign.scrubbing import keep_only
from publish.binding.foreign.walking import listed
from publish.binding.imposing.model import Placement, Side
from publish.binding.imposing.taking import Page, Taken, content, streams
from publish.binding.navigation import Entry, put_outline
from publish.typesetting.model import Spot

_ROOT_KEYS = ("/Type", "/Pages")


@dataclass(frozen=True, slots=True)
class Put:
    """Where a page has come to lie."""

    sheet: pikepdf.Object
    matrix: Matrix  # from the upright page


@dataclass(slots=True)
class Imposer:
    """Makes one file over: its pages become forms, which sheets show.

    The file is made over in place and not copied: what no sheet shows is not written.
    """

    pdf: pikepdf.Pdf
    taken: Taken
    lost: int = 0  # links to pages that are on no sheet
    _forms: dict[int, pikepdf.Object] = field(default_factory=dict)
    _streams: set[tuple[int, int]] = field(default_factory=set)

    def impose(self, sides: Sequence[Side]) -> list[pikepdf.Object]:
        """Replace the pages of the file by sheets; return them."""
        root = self.pdf.Root
        keep_only(root, _ROOT_KEYS)
        sheets = [self._sheet(side) for side in sides]
        tree = self.pdf.make_indirect(
            Dictionary(Type=Name.Pages, Kids=Array(sheets), Count=len(sheets))
        )
        for sheet in sheets:
            sheet.Parent = tree
        root.Pages = tree
        put: dict[int, Put] = {}
        for side, sheet in zip(sides, sheets, strict=True):
            for placement in side.placements:
                put.setdefault(placement.page, Put(sheet, placement.matrix))
        self._link(sides, sheets, put)
        put_outline(self.pdf, self._bookmarks(put))
        put_layers(self.pdf, self.taken.layers)
        return sheets

    def _sheet(self, side: Side) -> pikepdf.Object:
        shown = Dictionary()
        content: list[str] = []
        for placement in side.placements:
            page = self.taken.pages[placement.page]
            name = f"/P{placement.page + 1}"
            shown[name] = self._form(placement.page)
            left, bottom, right, top = placement.clip
            matrix = times(page.matrix, placement.matrix)
            content += [
                f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n",
                f"{written(matrix)} cm {name} Do",
            ]
            for number, one in enumerate(page.drawn):
                look = f"{name}.{number}"
                shown[look] = one.form
                content.append(f"q {written(one.matrix)} cm {look} Do Q")
            content.append("Q")
        content += [mark for mark in side.marks if mark]
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(side.width, 3), round(side.height, 3)]),
                Resources=Dictionary(XObject=shown),
                Contents=self.pdf.make_stream("\n".join(content).encode()),
            )
        )

    def _form(self, index: int) -> pikepdf.Object:
        if index not in self._forms:
            self._forms[index] = self._made(self.taken.pages[index])
        return self._forms[index]

    def _made(self, page: Page) -> pikepdf.Object:
        """Return a page as a form; its content is not even unpacked where it is in one piece."""
        form = self._content(page.old)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([round(value, 3) for value in page.shown])
        form.Resources = inherited(page.old, "/Resources") or Dictionary()
        group = page.old.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
            # A page is an isolated group, a form is one only where it says so (ISO 32000-1:2008,
            # 11.4.7 and 11.6.6).
            form.Group = Dictionary({**dict(group.items()), "/I": True})
        return form

    def _content(self, old: pikepdf.Object) -> pikepdf.Object:
        parts = streams(old)
        if len(parts) == 1 and parts[0].objgen not in self._streams:
            self._streams.add(parts[0].objgen)
            return parts[0]
        return self.pdf.make_stream(content(old))

    def _link(
        self, sides: Sequence[Side], sheets: Sequence[pikepdf.Object], put: Mapping[int, Put]
    ) -> None:
        for side, sheet in zip(sides, sheets, strict=True):
            made = [link for one in side.placements for link in self._links(one, put)]
            if made:
                sheet.Annots = Array([self.pdf.make_indirect(link) for link in made])

    def _links(self, placement: Placement, put: Mapping[int, Put]) -> Iterator[Dictionary]:
        for kept in self.taken.pages[placement.page].links:
            link = Dictionary(dict(kept.annotation.items()))
            if "/Dest" in link:
                spot = self.taken.anchors.get(unquote(str(link.Dest)))
                if spot is None or spot.page not in put:
                    self.lost += 1
                    continue
                link.Dest = _destination(put[spot.page], spot)
            box = box_of(link.Rect)
            if box is None:
                continue
            link.Rect = _rounded(box_at(placement.matrix, box))
            if "/QuadPoints" in link:
                link.QuadPoints = _moved(link.QuadPoints, placement.matrix)
            yield link

    def _bookmarks(self, put: Mapping[int, Put]) -> Iterator[Entry]:
        for mark in self.taken.bookmarks:
            if mark.spot.page in put:
                place = _destination(put[mark.spot.page], mark.spot)
                yield Entry(mark.level, mark.title, place)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of the file: the same for the same content."""
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
    )
    return target.getvalue()


def _destination(put: Put, spot: Spot) -> Array:
    x, y = at(put.matrix, spot.x, spot.y)
    return Array([put.sheet, Name.XYZ, round(x, 2), round(y, 2), None])


def _rounded(values: Sequence[float]) -> Array:
    return Array([round(value, 3) for value in values])


def _moved(corners: pikepdf.Object, matrix: Matrix) -> Array:
    points = [float(value) for value in listed(corners)]
    moved: list[float] = []
    for x, y in zip(points[::2], points[1::2], strict=True):
        moved += at(matrix, x, y)
    return _rounded(moved)
