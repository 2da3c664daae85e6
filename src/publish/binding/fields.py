"""Places to fill in become fields of the file (ISO 32000-1:2008, 12.7).

A gathering holds such a place as a link whose address says what is asked. What the page shows is
the paper form: a line, a box. The field lies over it and shows nothing as long as it is empty, so
that a printed screen edition is the paper form as well. Every field brings its appearances along,
and none has an action (ISO 19005-2:2011, 6.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.faces import Face
from publish.binding.field_face import embed_for_typing, typing_face
from publish.binding.leaves import Leaves
from publish.binding.model import Binding, Section
from publish.errors import Finding, Rule
from publish.manuscript.fields import Field, field_at
from publish.manuscript.numbering import slug

SAME_FIELD = Rule(
    "B109",
    "A field's name is used once in a file.",
    "What is typed into one would appear in the other as well (ISO 32000-1:2008, 12.7.3.2).",
)
NO_FIELD_FACE = Rule(
    "B110",
    "A file with fields has a face that can be typed in.",
    "Viewers would type in a face of the machine, and archives would miss it.",
)
RULES: tuple[Rule, ...] = (SAME_FIELD, NO_FIELD_FACE)

_PRINT = 1 << 2  # annotation flag (ISO 32000-1:2008, 12.5.3); PDF/A wants it
_MULTILINE, _RADIO = 1 << 12, 1 << 15  # field flags (12.7.4)
_SIZE = 10  # points, of what is typed
_FACE = "F0"
_CHECKED = "Yes"


@dataclass(slots=True)
class Fields:
    """The fields of one file in the order of its pages."""

    pdf: pikepdf.Pdf
    binding: Binding
    findings: list[Finding] = field(default_factory=list)
    _made: list[pikepdf.Object] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _choices: dict[str, pikepdf.Object] = field(default_factory=dict)
    _bearers: list[Section] = field(default_factory=list)

    def make(
        self, annotation: pikepdf.Object, address: str, leaves: Leaves, page: pikepdf.Object
    ) -> bool:
        """Turn the link `annotation` into the field of `address`; False where it may not be one."""
        asked = field_at(address)
        name = f"{leaves.section.work}/{asked.name}".replace(".", "-")  # a point parts names
        if name in self._names and not (asked.kind == "choice" and name in self._choices):
            message = f"the field “{name}” stands twice"
            remedy = "give one of the two forms another id"
            self.findings.append(SAME_FIELD.at(leaves.section.place, message, remedy))
            return False
        self._names.add(name)
        for key in ("/A", "/BS", "/Contents", "/Dest"):
            if key in annotation:
                del annotation[key]
        annotation.Subtype, annotation.F, annotation.P = Name.Widget, _PRINT, page
        if asked.kind == "choice":
            self._choice(annotation, asked, name, leaves)
            return True
        annotation.T, annotation.TU = String(name), String(asked.label)
        if asked.kind == "check":
            annotation.FT = Name.Btn
            self._states(annotation, _CHECKED, _tick(*_size(annotation)), "4")
            annotation.V = Name.Off
        else:
            self._text(annotation, asked)
        self._made.append(annotation)
        self._bearers.append(leaves.section)
        return True

    def _text(self, annotation: pikepdf.Object, asked: Field) -> None:
        width, height = _size(annotation)
        annotation.FT = Name.Tx
        annotation.Ff = _MULTILINE if asked.kind == "area" else 0
        annotation.DA = String(f"/{_FACE} {_SIZE} Tf 0 g")
        annotation.MK = Dictionary(BG=Array([1]))  # for what is typed: it hides ruled lines
        annotation.AP = Dictionary(N=self._look(width, height, b"/Tx BMC\nEMC"))

    def _choice(self, annotation: pikepdf.Object, asked: Field, name: str, leaves: Leaves) -> None:
        """Add a place of a choice to its field, which is made with the first."""
        if name not in self._choices:
            one = Dictionary(FT=Name.Btn, Ff=_RADIO, T=String(name), TU=String(asked.label))
            one.V, one.Kids = Name.Off, Array()
            made = self.pdf.make_indirect(one)
            self._choices[name] = made
            self._made.append(made)
            self._bearers.append(leaves.section)
        parent = self._choices[name]
        parent.Kids.append(annotation)
        annotation.Parent = parent
        annotation.TU = String(f"{asked.label}: {asked.answer}")
        state = slug(asked.answer) or str(len(parent.Kids))
        self._states(annotation, state, _dot(*_size(annotation)), "l")

    def _states(self, annotation: pikepdf.Object, state: str, mark: bytes, sign: str) -> None:
        """Give a button its two appearances; it begins empty.

        Args:
            sign: of ZapfDingbats, for viewers that draw the mark themselves.
        """
        width, height = _size(annotation)
        on, off = self._look(width, height, mark), self._look(width, height, b"q Q")
        annotation.AP = Dictionary(N=Dictionary({f"/{state}": on, "/Off": off}))
        annotation.AS = Name.Off
        annotation.MK = Dictionary(CA=String(sign))

    def _look(self, width: float, height: float, drawn: bytes) -> pikepdf.Object:
        return self.pdf.make_stream(
            drawn,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=Dictionary(),
        )

    def write(self, face_of: Callable[[str], Face]) -> None:
        """Put the fields into the file's catalog, with the face that is typed in."""
        if not self._made:
            return
        form = Dictionary(Fields=Array(self._made), DA=String(f"/{_FACE} {_SIZE} Tf 0 g"))
        face = typing_face(self._bearers, self.binding.sections, face_of)
        if face is None:
            place = self._bearers[0].place
            remedy = "set the form in a TrueType face that has the letters of Windows-1252"
            self.findings.append(NO_FIELD_FACE.at(place, "no face can be typed in", remedy))
        else:
            form.DR = Dictionary(Font=Dictionary({f"/{_FACE}": embed_for_typing(self.pdf, face)}))
        self.pdf.Root.AcroForm = self.pdf.make_indirect(form)


def _size(annotation: pikepdf.Object) -> tuple[float, float]:
    x1, y1, x2, y2 = (float(value) for value in annotation.Rect)
    return round(abs(x2 - x1), 2), round(abs(y2 - y1), 2)


def _tick(width: float, height: float) -> bytes:
    """Return a tick of two strokes, as by hand."""
    points = ((0.2, 0.52), (0.42, 0.25), (0.82, 0.8))
    drawn = " ".join(
        f"{width * x:.2f} {height * y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)
    )
    return f"q 0 G 1 J 1 j {0.13 * min(width, height):.2f} w {drawn} S Q".encode()


def _dot(width: float, height: float) -> bytes:
    """Return a full circle: a line without length, with round ends."""
    x, y = width / 2, height / 2
    point = f"{x:.2f} {y:.2f}"
    return f"q 0 G 1 J {0.55 * min(width, height):.2f} w {point} m {point} l S Q".encode()
