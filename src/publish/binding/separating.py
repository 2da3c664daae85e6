"""Every colour of the set pages into the inks of the edition.

Set pages are the engine's own: one operator a line, colours only as `r g b rg`, text in hex. So
one pattern over the bytes finds them, and a book takes a second (ISO 32000-1:2008, 8.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.gradients import separated_shading
from publish.binding.inks import Inks
from publish.binding.lab import srgb_of
from publish.binding.leaves import Leaves
from publish.binding.masks import make_grey
from publish.binding.model import Form
from publish.binding.overprinting import Overprinter, is_black, states
from publish.binding.pictures import Pictures
from publish.errors import Finding, Rule

OTHER_SPACE = Rule(
    "B120",
    "Colours of the set pages are such as the binder can turn into inks.",
    "They would be printed in whatever the printer's software makes of them.",
)
RULES: tuple[Rule, ...] = (OTHER_SPACE,)

_NUMBER = rb"-?[\d.]+"
_THREE = rb"(" + _NUMBER + rb" " + _NUMBER + rb" " + _NUMBER + rb") "
_COLOURS = (
    rb"^" + _THREE + rb"(rg|RG)$",  # groups 1, 2
    rb"^/lab-d\d\d (cs|CS)\n" + _THREE + rb"(?:scn|SCN)$",  # groups 3, 4
    rb"^/(?!Device|Pattern\b)(\S+) (?:cs|CS)$",  # group 5
)
_TEXT = rb"^(BT|ET)$"  # group 6
TAGS = rb"^(?:/\S+\s(?:<<.*>>\s)?(?:BDC|BMC)|EMC)(?:\n|\Z)"  # no group matches


@dataclass(slots=True)
class Separator:
    """Separates the leaves of one file."""

    pdf: pikepdf.Pdf
    form: Form
    inks: Inks
    findings: list[Finding] = field(default_factory=list)
    _pictures: Pictures = field(init=False)
    _done: set[tuple[int, int]] = field(default_factory=set)
    _patterns: dict[str, pikepdf.Object] = field(default_factory=dict)
    _painted: dict[bytes, tuple[bytes, bool]] = field(default_factory=dict)
    _states: dict[bytes, pikepdf.Object] = field(default_factory=dict)
    _pattern: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._pictures = Pictures(self.inks)
        kinds = (*_COLOURS, _TEXT, *(() if self.form.tags else (TAGS,)))
        self._pattern = re.compile(b"|".join(kinds), re.MULTILINE)

    def separate(self, leaves: Leaves) -> None:
        """Turn all that the pages of a section show into inks."""
        strange: set[str] = set()
        for page in leaves.pages:  # first all pages: textures look into forms still in RGB
            resources = page.get("/Resources", Dictionary())
            for stream in _contents(page):
                self._content(stream, resources, strange)
        for page in leaves.pages:
            self._resources(page.get("/Resources", Dictionary()), strange)
            page.Group = Dictionary(
                Type=Name.Group, S=Name.Transparency, CS=Name("/" + self.inks.space), I=True
            )
        for space in sorted(strange):
            message = f"a colour is given in “{space}”"
            remedy = "give colours as hex values, or pictures in RGB, grey or CMYK"
            self.findings.append(OTHER_SPACE.at(leaves.section.place, message, remedy))

    def _resources(self, resources: pikepdf.Object, strange: set[str]) -> None:
        # Masks first: the engine lists their groups among the forms as well.
        for state in _items(resources, "/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and self._is_new(mask.G):
                make_grey(mask.G, self._done)
        for item in _items(resources, "/XObject"):
            if not isinstance(item, pikepdf.Stream) or not self._is_new(item):
                continue
            if item.get("/Subtype") != Name.Image:
                self._drawing(item, strange)
            elif not self._pictures.separate(item):
                strange.add(f"a picture in {item.get('/ColorSpace')}")
        for item in _items(resources, "/Pattern"):
            if self._is_new(item):
                if isinstance(item, pikepdf.Stream):
                    self._drawing(item, strange)
                else:
                    self._shading(item.get("/Shading"), strange)
        for item in _items(resources, "/Shading"):
            self._shading(item, strange)
        for name in list(resources.get("/ColorSpace", Dictionary()).keys()):
            if name.startswith("/lab-"):  # what it named is separated
                del resources.ColorSpace[name]

    def _is_new(self, item: pikepdf.Object) -> bool:
        """Was `item` not met before? It counts as met from now on."""
        if not item.is_indirect:
            return True
        new = item.objgen not in self._done
        self._done.add(item.objgen)
        return new

    def _drawing(self, stream: pikepdf.Object, strange: set[str]) -> None:
        """Separate a form or a tiling pattern, and all that it shows."""
        resources = stream.get("/Resources")
        if resources is None:
            resources = stream.Resources = Dictionary()
        self._content(stream, resources, strange)
        group = stream.get("/Group")
        if group is not None and "/CS" in group:
            group.CS = Name("/" + self.inks.space)
        if "/StructParents" in stream and not self.form.tags:
            del stream["/StructParents"]
        self._resources(resources, strange)

    def _shading(self, shading: pikepdf.Object | None, strange: set[str]) -> None:
        if shading is None or shading.ColorSpace in (Name.DeviceGray, Name("/" + self.inks.space)):
            return
        if not separated_shading(shading, self.inks):
            strange.add(f"a gradient in {shading.ColorSpace}")

    def _content(
        self, stream: pikepdf.Object, resources: pikepdf.Object, strange: set[str]
    ) -> None:
        data = stream.read_bytes()
        if self.form.textures is not None:
            names = Names(self.pdf, resources, self._patterns)
            data = self.form.textures.apply(data, names)
        over = Overprinter()

        def rewritten(found: re.Match[bytes]) -> bytes:
            kind = found.lastindex
            if kind in (2, 4):
                painted, black = self._paint(found)
                return painted if painted[-1:].isupper() else over.fills(painted, black)
            if kind == 6:
                return over.begins_text() if found[6] == b"BT" else over.ends_text()
            if kind == 5:
                strange.add(found[5].decode())
                return found[0]
            return b""

        stream.write(self._pattern.sub(rewritten, data))
        if over.used:
            self._put_states(resources)

    def _paint(self, found: re.Match[bytes]) -> tuple[bytes, bool]:
        """Return the operator that sets the colour, and whether words in it are overprinted."""
        known = self._painted.get(found[0])
        if known is None:
            if found[3]:
                red, green, blue = srgb_of(*map(float, found[4].split()))
                lines = found[3] == b"CS"
            else:
                red, green, blue = map(float, found[1].split())
                lines = found[2] == b"RG"
            inks = self.inks.paint((red, green, blue))
            operator = b"k" if len(inks) == 4 else b"g"
            operator = operator.upper() if lines else operator
            painted = b" ".join(b"%g" % ink for ink in inks) + b" " + operator
            known = self._painted[found[0]] = painted, is_black(inks)
        return known

    def _put_states(self, resources: pikepdf.Object) -> None:
        if not self._states:
            self._states = {name: self.pdf.make_indirect(state) for name, state in states().items()}
        if "/ExtGState" not in resources:
            resources.ExtGState = Dictionary()
        for name, state in self._states.items():
            resources.ExtGState["/" + name.decode()] = state


@dataclass(frozen=True, slots=True)
class Names:
    """The resources of a stream, to which patterns are added."""

    pdf: pikepdf.Pdf
    resources: pikepdf.Object
    made: dict[str, pikepdf.Object]

    def pattern(self, key: str, drawn: bytes, step: float) -> bytes:
        """Return the name of a coloured tiling pattern. See `inks.Textured`."""
        if key not in self.made:
            self.made[key] = self.pdf.make_stream(
                drawn,
                Type=Name.Pattern,
                PatternType=1,
                PaintType=1,
                TilingType=1,
                BBox=Array([0, 0, step, step]),
                XStep=step,
                YStep=step,
                Resources=Dictionary(),
            )
        if "/Pattern" not in self.resources:
            self.resources.Pattern = Dictionary()
        name = f"texture-{key}"
        self.resources.Pattern["/" + name] = self.made[key]
        return name.encode()

    def form(self, name: bytes) -> bytes:
        """Return the content of a form, empty for anything else. See `inks.Textured`."""
        item = self.resources.get("/XObject", Dictionary()).get("/" + name.decode())
        if not isinstance(item, pikepdf.Stream) or item.get("/Subtype") != Name.Form:
            return b""
        return item.read_bytes()


def _contents(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents", Array())
    return list(contents) if isinstance(contents, Array) else [contents]


def _items(resources: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Yield the resources of a kind, in the order of their names."""
    listed = resources.get(kind, Dictionary())
    for name in sorted(listed.keys()):
        yield listed[name]
