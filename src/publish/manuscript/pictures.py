"""Pictures: PNG, JPEG and SVG only, of a bearable size, and without anything that acts."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from publish.errors import Place, Rule
from publish.manuscript import files
from publish.manuscript.bitmaps import bitmap_fault, eight_bits, is_deep
from publish.manuscript.context import Work
from publish.manuscript.model import Picture

MISSING = Rule("M301", "Every picture that a manuscript names exists.", "A hole would be printed.")
BAD_PICTURE = Rule(
    "M303",
    "Pictures are PNG, JPEG or SVG of at most 40 million pixels.",
    "A small file can unfold to gigabytes of memory.",
)
UNSAFE_SVG = Rule(
    "M304",
    "An SVG picture stands alone: no scripts, no foreign content, no references to other files.",
    "It could reach the network or print files of the machine that builds.",
)
DEEP = Rule(
    "M327",
    "Greys have 8 bits.",
    "Paper and screens show no more; the engine cannot set finer ones.",
    "note",
)
RULES: tuple[Rule, ...] = (MISSING, BAD_PICTURE, UNSAFE_SVG, DEEP)

_SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
_REFUSED_TAGS = (
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "handler",
    "set",
    "animate",
    "animatetransform",
    "animatemotion",
    "discard",
)
_DATA_URL = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
_CSS_URL = re.compile(r"url\((?!\s*['\"]?\s*#)", re.IGNORECASE)
_SVG_DEPTH = 200
_NAME = re.compile(r"[A-Za-z0-9._/-]+")


def read_picture(work: Work, src: str, place: Place) -> Picture | None:
    """Return the picture that a manuscript calls `src`, or report why it cannot be shown."""
    suffix = Path(src).suffix.lower()
    if suffix not in _SUFFIXES:
        work.report(BAD_PICTURE, place, f"`{src}` is not a PNG, JPEG or SVG picture",
                    "convert it to SVG, or to PNG if it is a photograph or a scan")  # fmt: skip
        return None
    if not _NAME.fullmatch(src) and ".." not in src and not src.startswith("/"):
        work.report(BAD_PICTURE, place, f"the name `{src}` holds more than A–Z a–z 0–9 . _ -",
                    "rename the file: no spaces, no accents")  # fmt: skip
        return None
    path = files.find(work, _drawn_for(work, src), work.folders, place, MISSING)
    content = files.read_bytes(work, path, files.PICTURE_LIMIT, place) if path else None
    if path is None or content is None:
        return None
    if suffix == ".svg":
        fault = svg_fault(content)
        if fault:
            work.report(UNSAFE_SVG, place, f"`{src}` {fault}",
                        "save it as plain SVG with all its parts inside")  # fmt: skip
            return None
    else:
        fault = bitmap_fault(content, suffix)
        if fault:
            work.report(BAD_PICTURE, place, f"`{src}` {fault}",
                        "save it anew in RGB, smaller if needed")  # fmt: skip
            return None
        if is_deep(content):
            work.report(DEEP, place, f"`{src}` has greys of 16 bits; it is printed with 8",
                        "nothing need be done")  # fmt: skip
            content = eight_bits(content)
    return Picture(src, content, _SUFFIXES[suffix])


def _drawn_for(work: Work, src: str) -> str:
    """Return the picture drawn for the edition, such as `plan.large-print.svg`, if there is one."""
    path = PurePosixPath(src)
    own = path.with_suffix(f".{work.edition}{path.suffix}").as_posix()
    return own if any((folder / own).is_file() for folder in work.folders) else src


def svg_fault(content: bytes) -> str:
    """Return what makes an SVG file unfit, worded to follow its name; nothing if it is fit."""
    head = content.upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return "has a document type"
    if b"<?XML-STYLESHEET" in head:
        return "asks for a style sheet outside"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "is not UTF-8"
    depth = 0
    root = True
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > _SVG_DEPTH:
                return "is nested too deeply"
            if root and _local(element.tag) != "svg":
                return "is not SVG"
            root = False
            if fault := _element_fault(element) if event == "end" else "":
                return fault
    except (ElementTree.ParseError, ValueError, LookupError):
        return "is not well-formed XML"
    return ""


def _local(name: object) -> str:
    return str(name).rsplit("}", 1)[-1].lower()


def _element_fault(element: ElementTree.Element) -> str:
    name = _local(element.tag)
    if name in _REFUSED_TAGS:
        return f"holds <{name}>"
    if name == "style" and (_css_fault(element.text or "") or "\\" in (element.text or "")):
        return "has a style sheet that refers to another file"
    for key, value in element.attrib.items():
        key = _local(key)
        if key.startswith("on"):
            return f"acts on `{key}`"
        if (
            key in ("href", "src")
            and not value.startswith("#")
            and not (name == "image" and _DATA_URL.match(value))
        ):
            return f"refers to `{value[:60]}`"
        if key not in ("href", "src") and (_css_fault(value) or (key == "style" and "\\" in value)):
            return "refers to another file in a style"
    return ""


def _css_fault(text: str) -> bool:
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return bool(_CSS_URL.search(plain)) or "@import" in plain.lower()
