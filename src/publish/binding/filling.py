"""Late fields of a section's pages: the true text into the content streams."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.faces import Face, Glyph
from publish.binding.late_text import LateFace, Misfit, face_pattern, fill
from publish.binding.leaves import Leaves
from publish.binding.links import no_target
from publish.binding.model import Binding, PagePlan, PlannedPage, word
from publish.composing import late
from publish.errors import Finding, Rule

NO_ROOM = Rule(
    "B105",
    "A late text fits the room that was set for it.",
    "It would run over the text beside it; the gathering must be set again with more room.",
)
NO_GLYPH = Rule(
    "B106",
    "The face of a late field has every character of its text.",
    "A page number would be missing from the page.",
)
UNKNOWN_FIELD = Rule(
    "B107",
    "A late field says what it stands for in words the binder knows.",
    "Its place on the page would stay blank.",
)
RULES: tuple[Rule, ...] = (NO_ROOM, NO_GLYPH, UNKNOWN_FIELD)


@dataclass(slots=True)
class Glyphs:
    """Faces of one binding and the glyphs that its pages show, by digest of the font file."""

    fonts: Callable[[str], bytes]
    faces: dict[str, Face] = field(default_factory=dict)
    used: dict[str, dict[int, str]] = field(default_factory=dict)

    def face(self, digest: str) -> Face:
        if digest not in self.faces:
            self.faces[digest] = Face(self.fonts(digest))
        return self.faces[digest]

    def add(self, digest: str, font: bytes) -> None:
        """Make a face known that the store of fonts may lack."""
        if digest not in self.faces:
            self.faces[digest] = Face(font)

    def encoder(self, digest: str) -> Callable[[str], tuple[Glyph, ...]]:
        """Return the face's `encode`, which also notes the glyphs as used."""
        face = self.face(digest)
        used = self.used.setdefault(digest, {})

        def encode(text: str) -> tuple[Glyph, ...]:
            glyphs = face.encode(text)
            for glyph in glyphs:
                used.setdefault(glyph.id, glyph.text)
            return glyphs

        return encode


@dataclass(slots=True)
class Filler:
    """Fills the late fields of one binding, section by section, in order."""

    binding: Binding
    plan: PagePlan
    glyphs: Glyphs
    findings: list[Finding] = field(default_factory=list)

    def fill(self, leaves: Leaves, number: int) -> None:
        """Fill the fields on the pages of section `number`."""
        uses = [use for use in leaves.section.gathering.offers.faces if use.late_of]
        if not uses:
            return
        page_texts = _Texts(self, leaves)
        faces = {
            use.resource.encode(): LateFace(use.glyphs, self.glyphs.encoder(use.late_of))
            for use in uses
        }
        stamp = _Stamp(faces, page_texts)
        start = self.plan.starts[number]
        for at, page in enumerate(leaves.pages):
            page_texts.page(self.plan.pages[start + at])
            for stream in _contents(page):
                stamp.fill(stream, page.get("/Resources"))
        self._report(stamp.misfits, leaves, page_texts)

    def _report(self, misfits: list[Misfit], leaves: Leaves, texts: _Texts) -> None:
        for misfit in misfits:
            stands_for = texts.stands_for(misfit.first)
            if misfit.why == "wide":
                rule, why = NO_ROOM, "is wider than its room"
                remedy = "give the field more room in the layout"
            else:
                rule, why = NO_GLYPH, "has a character that its face lacks"
                remedy = "name a face of the work's script in the layout"
            message = f"the text “{misfit.text}” of the field “{stands_for}” {why}"
            self.findings.append(rule.at(leaves.section.place, message, remedy))


class _Stamp:
    """Fills streams and the forms that they show."""

    def __init__(self, faces: dict[bytes, LateFace], texts: _Texts) -> None:
        self._faces = faces
        self._names = [b"/" + name + b" " for name in faces]
        self._pattern = face_pattern(list(faces))
        self._texts = texts
        self._forms: dict[tuple[int, int], dict[bytes, pikepdf.Object]] = {}
        self._done: set[tuple[int, int]] = set()
        self.misfits: list[Misfit] = []

    def fill(self, stream: pikepdf.Object, resources: pikepdf.Object | None) -> None:
        """Fill the fields of a content stream that uses `resources`."""
        data = stream.read_bytes()
        if any(name in data for name in self._names):
            filled = fill(data, self._pattern, self._faces, self._texts.text, self.misfits)
            # WeasyPrint parts all glyphs by adjustments, most of them of nothing.
            filled = filled.replace(b">0<", b"")
            # Compressed here and not at saving: level 9 takes longer and gains nothing.
            stream.write(zlib.compress(filled, 8), filter=Name.FlateDecode)
        for shown, form in self._forms_of(resources).items():
            if form.objgen not in self._done and shown in data:
                self._done.add(form.objgen)
                self.fill(form, form.get("/Resources"))

    def _forms_of(self, resources: pikepdf.Object | None) -> dict[bytes, pikepdf.Object]:
        """Return the forms that `resources` names, by the operator that shows them."""
        if resources is None:
            return {}
        if resources.objgen not in self._forms or not resources.is_indirect:
            self._forms[resources.objgen] = {
                name.encode() + b" Do": item
                for name, item in resources.get("/XObject", Dictionary()).items()
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Form
            }
        return self._forms[resources.objgen]


class _Texts:
    """The texts of a section's fields, page by page."""

    def __init__(self, filler: Filler, leaves: Leaves) -> None:
        self._filler = filler
        self._leaves = leaves
        self._offers = leaves.section.gathering.offers
        self._begun: dict[int, int] = {}  # field → the page it was first met on

    def page(self, planned: PlannedPage) -> None:
        """Go on to a page."""
        self._planned = planned

    def stands_for(self, first: str) -> str:
        """Return what a field stands for, by its first character."""
        named = {late.FOLIO: "folio", late.BUNDLE_FOLIO: "bundle folio"}
        return named.get(first) or self._offers.late[ord(first) - late.FIRST_FIELD]

    def text(self, first: str) -> str:
        """Return the text of a field on the page at hand."""
        if first == late.FOLIO:
            return self._planned.folio
        if first == late.BUNDLE_FOLIO:
            return self._planned.bundle_folio
        number = ord(first) - late.FIRST_FIELD
        meaning = self._offers.late[number] if number < len(self._offers.late) else ""
        if meaning == "continued":
            begun = self._begun.setdefault(number, self._planned.page)
            here = begun == self._planned.page
            return "" if here else f"({word(self._filler.binding.words, 'continued')})"
        kind, _, target = meaning.partition(":")
        if kind == "page":
            return self._page_of(target)
        message = f"the late field “{meaning}” is unknown"
        remedy = "write “page:ID”, “page:slug#ID” or “continued”"
        self._filler.findings.append(UNKNOWN_FIELD.at(self._leaves.section.place, message, remedy))
        return ""

    def _page_of(self, target: str) -> str:
        work, mark, anchor = target.rpartition("#")
        work = work if mark else self._leaves.section.work
        filler = self._filler
        label = filler.plan.number(self._leaves.section.work, work, anchor)
        label = label or filler.binding.other_works.get(f"{work}#{anchor}", "")
        if not label:
            filler.findings.append(no_target(self._leaves.section, work, anchor))
        return label


def _contents(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]
