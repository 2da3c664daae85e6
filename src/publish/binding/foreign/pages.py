"""A page of somebody else made one of ours: upright, at 0, 0, its content kept to itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign import geometry
from publish.binding.foreign.annotations import Drawn
from publish.binding.foreign.geometry import Matrix, Placed
from publish.binding.foreign.walking import dictionary, listed
from publish.binding.foreign.wording import pages_in_words
from publish.errors import Finding, Place, Rule

BROKEN_CONTENT = Rule(
    "B179",
    "What is drawn on the pages of a document can be read.",
    "ISO 32000-1:2008, 7.8.2: viewers show such a page each in its own way, or nothing of it.",
    "warning",
)
RULES: tuple[Rule, ...] = (BROKEN_CONTENT,)

_WATCHED = "q Q BT ET BDC BMC EMC Tj TJ ' \""
_MOST_MARKS = 100_000  # numbers of marked contents on a page


@dataclass(frozen=True, slots=True)
class Content:
    """What is open at the end of a page's content, and what it closes without having opened.

    Attributes:
        under: states restored that were never saved.
        states, marks: saved states, and marked contents, that stay open.
        text: a text object stays open.
        tagged: numbers of the marked contents.
        marked: it begins or ends marks for any purpose but layers.
        shows_text: text is shown.
        loose: text is shown outside all marks.
    """

    under: int = 0
    states: int = 0
    marks: int = 0
    text: bool = False
    tagged: frozenset[int] = frozenset()
    marked: bool = False
    shows_text: bool = False
    loose: bool = False


def read_content(stream: pikepdf.Object, properties: pikepdf.Object) -> Content:
    """Read the content of a page or form.

    Args:
        properties: the named property lists.

    Raises:
        pikepdf.PdfError: it cannot be parsed.
    """
    under = states = 0
    text = shown = marked = loose = False
    tagged: set[int] = set()
    open_marks: list[bool] = []  # is each one a mark, and no layer?
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
            case "BMC" | "BDC" as operator:
                operands = list(instruction.operands)
                open_marks.append(not _is_layer(operands))
                marked |= open_marks[-1]
                number = _number_of(operands, properties) if operator == "BDC" else -1
                tagged |= {number} if number >= 0 else set()
            case "EMC":
                marked |= not open_marks  # it would end a mark of ours
                del open_marks[-1:]
            case _:  # text is shown
                shown = True
                loose |= not any(open_marks)
    return Content(under, states, len(open_marks), text, frozenset(tagged), marked, shown, loose)


def _number_of(operands: Sequence[object], properties: pikepdf.Object) -> int:
    """Return the number of a marked content, -1 where it has none."""
    listed_as = operands[1] if len(operands) > 1 else None
    if isinstance(listed_as, Name):
        listed_as = properties.get(str(listed_as))
    number = dictionary(listed_as).get("/MCID", -1)
    return number if isinstance(number, int) and number < _MOST_MARKS else -1


def _is_layer(operands: Sequence[object]) -> bool:
    return bool(operands) and operands[0] == Name.OC


def read_contents(
    pages: Sequence[pikepdf.Object], where: Place
) -> tuple[list[Content], tuple[Finding, ...]]:
    """Read the contents of pages; return also what cannot be read."""
    contents, broken = [], []
    for number, page in enumerate(pages, 1):
        resources = dictionary(geometry.inherited(page, "/Resources"))
        try:
            contents.append(read_content(page, dictionary(resources.get("/Properties"))))
        except pikepdf.PdfError:
            contents.append(Content())
            broken.append(number)
    if not broken:
        return contents, ()
    message = f"what is drawn cannot be read to its end on {pages_in_words(broken)}"
    remedy = "look at these pages in the bundle; print the document to a new PDF"
    return contents, (BROKEN_CONTENT.at(where, message, remedy),)


def guessed(complaints: Sequence[str], where: Place) -> Iterator[Finding]:
    """Yield the finding that parts of the file are damaged, as came to light in reading them."""
    if complaints:
        remedy = "compare its pages with the bundle's; print the document to a new PDF"
        yield BROKEN_CONTENT.at(where, f"parts of it are damaged: {complaints[0]}", remedy)


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
                layers.append(_is_layer(list(instruction.operands)))
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
