"""Sheets for an office printer, made of finished files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # JSON

from publish.binding.faces import Face
from publish.binding.foreign.opening import MONSTROUS, UNREADABLE, monstrous
from publish.binding.imposing.model import Wish
from publish.binding.imposing.selecting import NO_PAGES, NO_SUCH_PAGE
from publish.building.named import Printed
from publish.checking.confinement import Confined, Limits, started
from publish.checking.preflight.limits import LIMITS as TOO_LARGE
from publish.checking.preflight.limits import refused
from publish.composing.layouts import Layout
from publish.composing.strings import RIGHT_TO_LEFT
from publish.errors import (
    Finding,
    FindingsError,
    Place,
    PublishError,
    Rule,
    WrongUsage,
    finding_of,
)
from publish.writing import write_whole

NO_FACE = Rule(
    "B205",
    "The brand has a face for the language that instructions are asked for in.",
    "Signs would be missing from them; they are in English instead.",
    "warning",
)
RULES: tuple[Rule, ...] = (NO_FACE,)

ALLOWED = Limits(seconds=120, memory=2 << 30, written=1 << 30)
_MODULE = "publish.building.imposition"
NAMES = ("sheets.pdf", "cover.pdf")  # that it gives its files
_USAGE = frozenset((NO_PAGES.code, NO_SUCH_PAGE.code))
_SUFFIXES = ("", "-cover")  # of the names of the files


@dataclass(frozen=True, slots=True)
class Request:
    """How files are to be put on sheets.

    Attributes:
        pages: which, in words; empty: all.
        lang: of margins and instructions; empty: each file's own.
        direction: "ltr", "rtl", or empty: as each file says.
    """

    wish: Wish
    pages: str = ""
    lang: str = ""
    direction: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Handout:
    """A file of sheets that is in its place.

    Attributes:
        sheets: of paper, for one copy.
        stacks: how many sheets are folded together.
        flip: "short" or "long", the edge over which a printer turns the sheets.
        size: width and height of a side in points.
    """

    path: Path
    bytes: int
    pages: int
    sides: int
    sheets: int
    stacks: tuple[int, ...]
    flip: str
    scale: float
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one file."""

    printed: Printed
    handouts: tuple[Handout, ...]
    title: str
    lang: str
    from_right: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A handout that is being made in another process."""

    printed: Printed
    request: Request
    target: Path
    folder: TemporaryDirectory[str]
    child: Confined


def make_handout(
    printed: Printed, request: Request, layout: Layout, target: Path, limits: Limits = ALLOWED
) -> Made:
    """Make sheets of a file and put them at `target`; a cover of its own goes beside it.

    Raises:
        WrongUsage: the pages that are asked for are not in the file.
        PublishError: it is no PDF, damaged, protected, monstrous.
        FindingsError: read back, the sheets are not as planned; they are not put out.
    """
    return finish_handout(begin_handout(printed, request, layout, target, limits))


def begin_handout(
    printed: Printed, request: Request, layout: Layout, target: Path, limits: Limits = ALLOWED
) -> Begun:
    """Let another process make sheets of a file; see `finish_handout`.

    Raises:
        PublishError: it is no file, or too large.
    """
    place = Place(printed.shown)
    if found := refused(printed.file, place):
        rule = MONSTROUS if found.rule == TOO_LARGE.code else UNREADABLE
        raise PublishError(rule.at(place, found.message, found.remedy))
    folder = TemporaryDirectory(prefix="publish-")
    child = started(_MODULE, _order(printed, request, layout, folder.name), limits)
    return Begun(printed, request, target, folder, child)


def finish_handout(begun: Begun) -> Made:
    """Wait for sheets and put them into their place. Raises as `make_handout`."""
    printed, request, target = begun.printed, begun.request, begun.target
    place = Place(printed.shown)
    with begun.folder as folder:
        answer = _answer(begun.child, place)
        handouts = []
        for name, suffix, told in zip(NAMES, _SUFFIXES, answer["files"], strict=False):
            path = target.with_name(f"{target.stem}{suffix}.pdf")
            data = Path(folder, name).read_bytes()
            write_whole(path, data)
            handouts.append(handout_of({**told, "path": path, "bytes": len(data)}))
    findings = [finding_of(record) for record in answer["findings"]]
    if request.lang not in ("", answer["lang"]):
        message = f"the brand has no face for “{request.lang}”; English stands in for it"
        remedy = "add a face to brand.toml, or say another --lang"
        findings.append(NO_FACE.at(place, message, remedy))
    return Made(
        printed=printed,
        handouts=tuple(handouts),
        title=answer["title"],
        lang=answer["lang"],
        from_right=answer["from_right"],
        findings=tuple(findings),
    )


def beside(target: Path, what: str) -> Path:
    """Return where what goes with a file of sheets lies."""
    return target.with_name(f"{target.stem}-{what}.pdf")


def _answer(child: Confined, place: Place) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = child.answer()
    except TimeoutError as late:
        message = f"{late} to read"
        raise PublishError(monstrous(place, message)) from late
    except ValueError as lost:
        message = "reading it came to no end: it takes too much, or is damaged"
        raise PublishError(monstrous(place, message)) from lost
    if "refused" in answer:
        finding = finding_of(answer["refused"])
        raise WrongUsage((finding,)) if finding.rule in _USAGE else PublishError(finding)
    if "wrong" in answer:
        raise FindingsError(tuple(finding_of(record) for record in answer["wrong"]))
    return answer


def _order(printed: Printed, request: Request, layout: Layout, folder: str) -> dict[str, Any]:
    strings = layout.strings
    said = {
        lang: {
            "title": f"{{title}} · {strings.find(lang, f'sheet_{request.wish.form}')}",
            "subject": strings.find(lang, "sheet_line"),
        }
        for lang in languages_of(layout)
    }
    return {
        "source": str(printed.file),
        "folder": folder,
        "place": [printed.shown, 0, 0],
        "wish": asdict(request.wish),
        "direction": request.direction,
        "pages": request.pages or printed.pages,
        "lang": request.lang or printed.lang,
        "words": said,
        "title": printed.title,
        "name": printed.stem,
        "accessible": printed.accessible,
        "created": printed.created.isoformat(),
        "faces": [str(path) for path in _faces(layout)],
        "back_covers": sorted({strings.find(lang, "back_cover").lower() for lang in said}),
        "rtl": sorted(RIGHT_TO_LEFT),
        "copies": request.copies,
    }


def languages_of(layout: Layout) -> tuple[str, ...]:
    """Return the languages of the furniture that the brand has faces for."""
    faces = [Face(path.read_bytes()) for path in _faces(layout)]
    return tuple(
        lang
        for lang in layout.strings.words
        if all(
            any(face.has(char) for face in faces) for char in layout.strings.find(lang, "ins_title")
        )
    )


def _faces(layout: Layout) -> Sequence[Path]:
    """Return the font files of the line in the margin: the text face, then other scripts'."""
    upright = [f for f in layout.brand.faces if (f.weight, f.style) == (400, "normal")]
    chosen = [face for face in upright if face.family == layout.brand.text]
    chosen += [face for face in upright if face.script]
    return [layout.identity[face.file] for face in chosen]


def handout_of(told: Mapping[str, Any]) -> Handout:
    """Return what JSON made a record of."""
    width, height = told["size"]
    return Handout(
        path=Path(told["path"]),
        bytes=told["bytes"],
        pages=told["pages"],
        sides=told["sides"],
        sheets=told["sheets"],
        stacks=tuple(told["stacks"]),
        flip=told["flip"],
        scale=told["scale"],
        size=(width, height),
    )
