"""Pictures: PNG, JPEG and SVG only, of a bearable size, and without anything that acts."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from PIL import Image, ImageFile

from publish.errors import Place, Rule
from publish.manuscript import files
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
RULES: tuple[Rule, ...] = (MISSING, BAD_PICTURE, UNSAFE_SVG)

_PIXELS = 40_000_000
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
        fault = _bitmap_fault(content, suffix)
        if fault:
            work.report(BAD_PICTURE, place, f"`{src}` {fault}",
                        "save it anew in RGB, smaller if needed")  # fmt: skip
            return None
    return Picture(src, content, _SUFFIXES[suffix])


def _drawn_for(work: Work, src: str) -> str:
    """Return the picture drawn for the edition, such as `plan.large-print.svg`, if there is one."""
    path = PurePosixPath(src)
    own = path.with_suffix(f".{work.edition}{path.suffix}").as_posix()
    return own if any((folder / own).is_file() for folder in work.folders) else src


def _bitmap_fault(content: bytes, suffix: str) -> str:
    size = _png_size(content) if suffix == ".png" else _jpeg_frame(content)
    if size is None:
        return f"is not a {'PNG' if suffix == '.png' else 'JPEG'} file"
    width, height, components = size
    if components == 4:
        return "is in CMYK, the colours of a press"  # in PDF/A with RGB it may not stand
    if width * height > _PIXELS:
        return f"has {width} × {height} pixels, more than 40 million"
    return _torn(content) if width and height else "has no pixels"


def _torn(content: bytes) -> str:
    """Say what is wrong with a picture that cannot be read to its last pixel."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError) as fault:  # as its readers raise them
        return f"is damaged or cut off: {fault}"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient  # as the engine sets it for itself
    return ""


def _png_size(content: bytes) -> tuple[int, int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height, 0  # however many: PNG knows no CMYK


def _jpeg_frame(content: bytes) -> tuple[int, int, int] | None:
    """Return width, height and the number of components (ITU-T T.81, B.2.2)."""
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height, content[at + 9]
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


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
