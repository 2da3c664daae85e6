"""A page of somebody else made one of ours: upright, at 0, 0, its content kept to itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign import geometry
from publish.binding.foreign.annotations import Drawn
from publish.binding.foreign.contents import Content, is_layer
from publish.binding.foreign.geometry import Matrix, Placed
from publish.binding.foreign.walking import dictionary, listed


@dataclass(frozen=True, slots=True)
class Marking:
    """How what is drawn is marked: by the operators that begin each mark.

    Attributes:
        whole: around all of the page; empty where its content is marked itself.
        drawn: around each appearance that becomes part of the page.
    """

    whole: str = ""
    drawn: tuple[str, ...] = ()


@dataclass(slots=True)
class Pages:
    """Makes over the pages of one document, each in its place."""

    pdf: pikepdf.Pdf
    _patterns: dict[tuple[tuple[int, int], Matrix], pikepdf.Object] = field(default_factory=dict)

    def lay(
        self,
        page: pikepdf.Object,
        where: Placed,
        content: Content,
        drawn: Sequence[Drawn],
        marking: Marking,
    ) -> None:
        """Put a page in its place, and what lies on it into its content."""
        if marking.whole and content.marked:
            page.Contents = self._unmarked(page)
        resources = Dictionary(dict(dictionary(geometry.inherited(page, "/Resources")).items()))
        shown = Dictionary(dict(dictionary(resources.get("/XObject")).items()))
        if not geometry.is_identity(where.matrix) and "/Pattern" in resources:
            resources.Pattern = self._moved(resources.Pattern, where.matrix)
        names = [_free(shown, number) for number in range(len(drawn))]
        for own, one in zip(names, drawn, strict=True):
            shown[own] = one.form
        if len(shown):
            resources.XObject = shown
        page.Resources = resources
        page.Contents = Array(
            [
                self.pdf.make_stream(_before(where, content, marking)),
                *_streams(page),
                self.pdf.make_stream(_after(content, drawn, names, marking)),
            ]
        )
        for key in ("/CropBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit", "/Annots"):
            if key in page:
                del page[key]
        page.Type = Name.Page
        page.MediaBox = Array([0, 0, round(where.width, 3), round(where.height, 3)])
        page.TrimBox = page.MediaBox

    def _unmarked(self, page: pikepdf.Object) -> pikepdf.Object:
        """Return the content of a page without its marks, but those of layers."""
        kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        layers: list[bool] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BMC", "BDC"):
                layers.append(is_layer(list(instruction.operands)))
                keep = layers[-1]
            elif operator == "EMC":
                keep = bool(layers) and layers.pop()
            else:
                keep = operator not in ("MP", "DP")
            if keep:
                kept.append(instruction)
        return self.pdf.make_stream(pikepdf.unparse_content_stream(kept) + b"\nEMC" * sum(layers))

    def _moved(self, patterns: pikepdf.Object, matrix: Matrix) -> pikepdf.Object:
        """Return patterns that move with the page.

        Their matrices count from the page's own coordinates, not from those that its content
        draws in (ISO 32000-1:2008, 8.7.3.1).
        """
        moved = Dictionary()
        for key, pattern in dictionary(patterns).items():
            if not isinstance(pattern, Dictionary | pikepdf.Stream):
                continue
            known = (pattern.objgen, matrix)
            if not pattern.is_indirect or known not in self._patterns:
                self._patterns[known] = self._copy(pattern, matrix)
            moved[key] = self._patterns[known]
        return moved

    def _copy(self, pattern: pikepdf.Object, matrix: Matrix) -> pikepdf.Object:
        if isinstance(pattern, pikepdf.Stream):
            copy: pikepdf.Object = pikepdf.Stream(self.pdf, pattern.read_raw_bytes())
            for key, value in pattern.items():
                if key != "/Length":
                    copy[key] = value
        else:
            copy = self.pdf.make_indirect(Dictionary(dict(pattern.items())))
        own = [float(value) for value in listed(pattern.get("/Matrix"))]
        a, b, c, d, e, f = own if len(own) == 6 else geometry.IDENTITY
        copy.Matrix = Array(geometry.times((a, b, c, d, e, f), matrix))
        return copy


def _before(where: Placed, content: Content, marking: Marking) -> bytes:
    left, bottom, right, top = where.shown
    clip = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n"
    lines = ["q", *filter(None, [marking.whole]), clip]
    if not geometry.is_identity(where.matrix):
        lines.append(f"{geometry.written(where.matrix)} cm")
    # What restores more states than it saved must not undo the clip, nor the place.
    lines += ["q"] * (content.under + 1)
    return "\n".join([*lines, ""]).encode()


def _after(
    content: Content, drawn: Sequence[Drawn], names: Sequence[str], marking: Marking
) -> bytes:
    lines = [""]
    lines += ["ET"] if content.text else []
    lines += [] if marking.whole else ["EMC"] * content.marks
    lines += ["Q"] * (content.states + 1)
    for own, one, mark in zip(names, drawn, marking.drawn, strict=True):
        matrix = geometry.written(one.matrix)
        shown = f"q {matrix} cm {own} Do Q"
        lines += [mark, shown, "EMC"] if mark else [shown]
    lines += [*(["EMC"] if marking.whole else []), "Q", ""]
    return "\n".join(lines).encode()


def _free(shown: Dictionary, number: int) -> str:
    """Return a name that no resource of the page has."""
    name = f"/drawn-{number}"
    while name in shown:
        name += "x"
    return name


def _streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    return [stream for stream in listed(contents) if isinstance(stream, pikepdf.Stream)]
