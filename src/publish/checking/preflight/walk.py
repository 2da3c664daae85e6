"""The walk through a page's content: what each operator does to the graphics state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from publish.checking.opened import entry, number_of, raw, resolved
from publish.checking.preflight.faces import Face, face_of
from publish.checking.preflight.marks import (
    IDENTITY,
    PLAIN,
    Act,
    Faults,
    Graphics,
    Mark,
    Matrix,
    Outline,
    Placed,
    Veil,
)
from publish.checking.preflight.operators import steps
from publish.checking.preflight.spaces import BLACK, GREY, Paint, Space, space_of
from publish.units import Box

Steps = Iterable[tuple[bytes, bytes]]

MOST_OPERATORS = 1_000_000  # walked on one page, those of its forms each time they are drawn
DEEPEST = 24  # forms within forms
KEPT = 1 << 18  # bytes of a form whose operators are kept for the next time


class TooMuch(Exception):
    """A page has more operators than are walked."""


@dataclass(slots=True)
class Known:
    """What was read of a file's objects, by number, so that each is read once."""

    faces: dict[int, Face] = field(default_factory=dict)
    forms: dict[int, Steps] = field(default_factory=dict)
    graphics: dict[tuple[int, Graphics], Graphics] = field(default_factory=dict)
    measures: dict[object, object] = field(default_factory=dict)  # of pictures, by rule

    def face(self, font: DictionaryObject) -> Face:
        """Return a font's widths."""
        key = number_of(font)
        if key not in self.faces:
            self.faces[key] = face_of(font)
        return self.faces[key]

    def steps(self, form: StreamObject) -> Steps:
        """Return a form's operators."""
        key = number_of(form)
        if key not in self.forms:
            data = form.get_data()
            if len(data) > KEPT:
                return steps(data)
            self.forms[key] = list(steps(data))
        return self.forms[key]


@dataclass(slots=True)
class State:
    """The graphics state, 8.4: what q keeps and Q brings back."""

    ctm: Matrix
    clip: Box
    exact: bool = True  # all clipping was by upright rectangles
    fill: Paint = BLACK
    stroke: Paint = BLACK
    width: float = 1.0
    graphics: Graphics = PLAIN
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scaling: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    rendering: int = 0

    def copy(self) -> State:
        """Return a copy; faster than `dataclasses.replace`."""
        return State(
            self.ctm, self.clip, self.exact, self.fill, self.stroke, self.width, self.graphics,
            self.face, self.size, self.spacing, self.word_spacing, self.scaling, self.leading,
            self.rise, self.rendering,
        )  # fmt: skip


@dataclass(slots=True)
class Walk:
    """A walk through one page."""

    known: Known
    handlers: Handlers
    state: State
    resources: DictionaryObject
    base: Matrix  # of the page, or of the form: where patterns begin
    marks: list[Mark] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    groups: dict[int, DictionaryObject] = field(default_factory=dict)
    stack: list[State] = field(default_factory=list)
    parts: list[list[float]] = field(default_factory=list)  # of the path under construction
    curved: bool = False
    clipping: bool = False
    matrix: Matrix = IDENTITY  # of the text
    line: Matrix = IDENTITY
    in_text: bool = False
    tags: list[bool] = field(default_factory=list)  # of open marked content: whether artefact
    artifact: bool = False
    veil: Veil | None = None
    inner: Box | None = None  # of the mark that a pattern's cell or a glyph is part of
    inline: bytes | None = None  # the dictionary of an inline picture whose data come next
    stencil: bool = False  # colours are not set here: uncoloured patterns and glyphs
    drawing: set[int] = field(default_factory=set)  # forms that are being drawn
    drawn: set[int] = field(default_factory=set)  # patterns and fonts whose insides were walked
    named: dict[tuple[int, str, str], DictionaryObject] = field(default_factory=dict)
    spaces: dict[tuple[int, str], Space | None] = field(default_factory=dict)
    paints: dict[tuple[int, str, bytes], Paint] = field(default_factory=dict)
    left: int = MOST_OPERATORS
    lenient: int = 0  # within BX and EX

    def run(self, content: Steps) -> None:
        """Walk through a stream.

        Raises:
            TooMuch: the page has more operators than are walked.
        """
        left, handlers = self.left, self.handlers
        for operands, operator in content:
            left -= 1
            if left < 0:
                raise TooMuch
            handler = handlers.get(operator)
            if handler is None:
                self._unknown(operands, operator)
                continue
            self.left = left
            try:
                handler(self, operands)
            except (ValueError, IndexError, KeyError, TypeError):
                self._retry(handler, operands, operator)
            left = self.left
        self.left = left

    def _unknown(self, operands: bytes, operator: bytes) -> None:
        if not self.lenient:
            case = (operator or operands[:20]).decode("ascii", "backslashreplace")
            self.faults.add("operator", case)

    def _retry(self, handler: Handler, operands: bytes, operator: bytes) -> None:
        """Try once more without comments and null bytes, which only odd writers leave in."""
        lines = operands.replace(b"\0", b" ").replace(b"\r", b"\n").split(b"\n")
        try:
            handler(self, b" ".join(line.split(b"%")[0] for line in lines))
        except (ValueError, IndexError, KeyError, TypeError):
            case = b" ".join([operands[:40].strip(), operator]).decode("ascii", "backslashreplace")
            self.faults.add("operands", case)

    def mark(
        self,
        act: Act,
        box: Box,
        paint: Paint | None,
        size: float = 0.0,
        exact: bool = False,
        source: Placed | Outline | None = None,
        codes: bytes = b"",
        font: DictionaryObject | None = None,
    ) -> None:
        """Note an act of painting, unless it is clipped away; `box` is not yet clipped."""
        state = self.state
        clip = state.clip
        left, bottom = max(box[0], clip[0]), max(box[1], clip[1])
        right, top = min(box[2], clip[2]), min(box[3], clip[3])
        if left > right or bottom > top:
            return
        self.marks.append(
            Mark(
                act, self.inner or (left, bottom, right, top), paint, size, state.graphics,
                exact and state.exact and self.inner is None, self.artifact, self.veil,
                self.inner is not None, source, codes, font,
            )
        )  # fmt: skip

    def resource(self, kind: str, name: str) -> DictionaryObject:
        """Return a named resource, empty where there is none, which is noted as a fault."""
        key = (id(self.resources), kind, name)
        found = self.named.get(key)
        if found is None:
            value = resolved(raw(entry(self.resources, kind), name))
            found = value if isinstance(value, DictionaryObject) else DictionaryObject()
            self.named[key] = found
        if not found:
            self.faults.add("resource", f"{kind[1:]} {name}")
        return found

    def space(self, name: str) -> Space:
        """Return the colour space of a name, noting it as a fault where there is none."""
        key = (id(self.resources), name)
        if key not in self.spaces:
            self.spaces[key] = space_of(NameObject(name), self.resources)
        found = self.spaces[key]
        if found is None:
            self.faults.add("resource", f"ColorSpace {name}")
            return GREY
        return found

    def within(self, content: Steps, state: State, resources: DictionaryObject) -> None:
        """Walk through a form, a pattern's cell or a glyph, and come back as if nothing was."""
        kept = (
            self.state, self.resources, self.stack, self.parts, self.matrix, self.line,
            self.in_text, self.tags, self.clipping, self.artifact, self.base,
        )  # fmt: skip
        self.state, self.stack, self.parts, self.tags = state, [], [], []
        self.base = state.ctm
        self.in_text, self.clipping = False, False
        if resources:
            self.resources = resources
        self.run(content)
        self.close()
        (
            self.state, self.resources, self.stack, self.parts, self.matrix, self.line,
            self.in_text, self.tags, self.clipping, self.artifact, self.base,
        ) = kept  # fmt: skip

    def close(self) -> None:
        """Note what was begun and not ended in the stream that ends here."""
        for count, pair in (
            (len(self.stack), "q without Q"),
            (int(self.in_text), "BT without ET"),
            (len(self.tags), "BMC or BDC without EMC"),
        ):
            if count:
                self.faults.add("pairs", pair)


Handler = Callable[[Walk, bytes], None]
Handlers = dict[bytes, Handler]
