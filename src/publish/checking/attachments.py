"""The files that a PDF carries along (ISO 32000-1:2008, 7.11.4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from pypdf.generic import StreamObject

from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    open_pdf,
    raw,
    resolved,
    text,
    tree_entries,
)
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
    for name, content in sorted(_streams(opened)):
        if not is_safe(name):
            message = f"the attached file “{name[:80]}” would lie outside the folder"
            raise PublishError(UNSAFE_NAME.at(place, message, "do not trust this file"))
        data = content.get_data()
        left -= len(data)
        if left < 0:
            message = f"the attached files are larger than {MOST_BYTES // 1_000_000} MB"
            raise PublishError(TOO_LARGE.at(place, message, "save them one by one in a viewer"))
        yield name, data


def names_of(opened: Opened) -> tuple[str, ...]:
    """Return the names of the files attached to an opened PDF, sorted."""
    return tuple(sorted(name for name, _ in _streams(opened)))


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
