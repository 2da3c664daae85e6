"""A page of somebody else made one of ours: upright, at 0, 0, its content kept to itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign import geometry
from publish.binding.foreign.annotations import Drawn
from publish.binding.foreign.geometry import Matrix, Placed
from publish.binding.foreign.walking import dictionary, listed
from publish.errors import Rule

BROKEN_CONTENT = Rule(
    "B179",
    "What is drawn on the pages of a document can be read.",
    "ISO 32000-1:2008, 7.8.2: viewers show such a page each in its own way, or nothing of it.",
    "warning",
)
RULES: tuple[Rule, ...] = (BROKEN_CONTENT,)

_WATCHED = "q Q BT ET BDC BMC EMC"


@dataclass(frozen=True, slots=True)
class Content:
    """What is open at the end of a page's content, and what it closes without having opened.

    Attributes:
        under: states restored that were never saved.
        states, marks: saved states, and marked contents, that stay open.
        text: a text object stays open.
        tagged: numbers of the marked contents.
    """

    under: int = 0
    states: int = 0
    marks: int = 0
    text: bool = False
    tagged: frozenset[int] = frozenset()


def read_content(stream: pikepdf.Object, properties: pikepdf.Object) -> Content:
    """Read the content of a page or form.

    Args:
        properties: the named property lists.

    Raises:
        pikepdf.PdfError: it cannot be parsed.
    """
    under = states = marks = 0
    text = False
    tagged: set[int] = set()
    for instruction in pikepdf.parse_content_stream(stream, _WATCHED):
        match str(instruction.operator):
            case "q":
                states += 1
            case "Q" if states:
                states -= 1
            case "Q":
                under += 1
            case "BT":
                text = True
            case "ET":
                text = False
            case "BMC":
                marks += 1
            case "BDC":
                marks += 1
                number = _number_of(list(instruction.operands), properties)
                tagged |= {number} if number >= 0 else set()
            case "EMC":
                marks = max(marks - 1, 0)
    return Content(under, states, marks, text, frozenset(tagged))


def _number_of(operands: Sequence[object], properties: pikepdf.Object) -> int:
    """Return the number of a marked content, -1 where it has none."""
    listed_as = operands[1] if len(operands) > 1 else None
    if isinstance(listed_as, Name):
        listed_as = properties.get(str(listed_as))
    number = dictionary(listed_as).get("/MCID", -1)
    return number if isinstance(number, int) else -1


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
    ) -> None:
        """Put a page in its place, and what lies on it into its content."""
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
                self.pdf.make_stream(_before(where, content)),
                *_streams(page),
                self.pdf.make_stream(_after(content, drawn, names)),
            ]
        )
        for key in ("/CropBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit", "/Annots"):
            if key in page:
                del page[key]
        page.Type = Name.Page
        page.MediaBox = Array([0, 0, round(where.width, 3), round(where.height, 3)])
        page.TrimBox = page.MediaBox

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


def _before(where: Placed, content: Content) -> bytes:
    left, bottom, right, top = where.shown
    clip = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n"
    lines = ["q", clip]
    if not geometry.is_identity(where.matrix):
        lines.append(f"{geometry.written(where.matrix)} cm")
    # What restores more states than it saved must not undo the clip, nor the place.
    lines += ["q"] * (content.under + 1)
    return "\n".join([*lines, ""]).encode()


def _after(content: Content, drawn: Sequence[Drawn], names: Sequence[str]) -> bytes:
    lines = [""]
    lines += ["ET"] if content.text else []
    lines += ["EMC"] * content.marks
    lines += ["Q"] * (content.states + 1)
    for own, one in zip(names, drawn, strict=True):
        matrix = geometry.written(one.matrix)
        lines += ["/Artifact BMC", f"q {matrix} cm {own} Do Q", "EMC"]
    lines += ["Q", ""]
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
