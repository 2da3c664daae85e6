"""The files that a PDF carries along (ISO 32000-1:2008, 7.11.4)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path, PurePosixPath, PureWindowsPath

from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from publish.checking.opened import (
    OPENS,
    Opened,
    dictionary,
    entry,
    open_pdf,
    raw,
    resolved,
    text,
    tree_entries,
)
from publish.checking.proofing import reading
from publish.errors import Place, PublishError, Rule

UNSAFE_NAME = Rule(
    "P290",
    "The name of an attached file is a path below the folder it is unpacked into.",
    "A file from elsewhere could write over what is none of its business.",
)
TOO_LARGE = Rule(
    "P291",
    "The attached files of a PDF are not larger than can be meant.",
    "A small file can unfold to fill a disk.",
)

RULES: tuple[Rule, ...] = (UNSAFE_NAME, TOO_LARGE)

_ONE_BY_ONE = "save them one by one in a viewer"
MOST_BYTES = 500_000_000  # of all attached files together


def attached(path: Path, file: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file attached to the PDF at `path`, in the order of names.

    Args:
        file: how findings call it.
    Raises:
        PublishError: it cannot be read, a name leads out of the folder, or there is too much.
    """
    place = Place(file)
    opened = open_pdf(path, place)
    left = MOST_BYTES
    for name, content in sorted(_streams(opened), key=itemgetter(0)):
        if not is_safe(name):
            message = f"the attached file “{name[:80]}” would lie outside the folder"
            raise PublishError(UNSAFE_NAME.at(place, message, "do not trust this file"))
        data = _content(name, content, place)
        left -= len(data)
        if left < 0:
            message = f"the attached files are larger than {MOST_BYTES // 1_000_000} MB"
            raise PublishError(TOO_LARGE.at(place, message, _ONE_BY_ONE))
        yield name, data


def _content(name: str, stream: StreamObject, place: Place) -> bytes:
    """Return what an attached file holds; a damaged one is no shorter file, but a fault."""
    with reading(place) as remarks:
        try:
            data = stream.get_data()
        except LimitReachedError as fault:
            message = f"the attached file “{name[:80]}” unfolds to more than can be meant"
            raise PublishError(TOO_LARGE.at(place, message, _ONE_BY_ONE)) from fault
    if remarks:
        finding = remarks[0]
        if finding.rule != TOO_LARGE.code:
            why = f"the attached file “{name[:80]}” cannot be read: {finding.message}"[:300]
            finding = OPENS.at(place, why, "ask for the file again: this one is damaged")
        raise PublishError(finding)
    return data


def is_safe(name: str) -> bool:
    """Is `name` a plain relative path on every system?"""
    path = PurePosixPath(name)
    plain = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
    return plain and not PureWindowsPath(name).drive and "\\" not in name and "\0" not in name


def _streams(opened: Opened) -> Iterator[tuple[str, StreamObject]]:
    tree = entry(entry(opened.root, "/Names"), "/EmbeddedFiles")
    for key, value in tree_entries(tree, "/Names"):
        specification = dictionary(value)
        content = resolved(raw(entry(specification, "/EF"), "/F"))
        if isinstance(content, StreamObject):
            yield text(specification, "/UF") or text(specification, "/F") or str(key), content
