"""Do the files of a package open? Looked at in a process that can take down itself only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any  # JSON

from publish.checking.confinement import Limits, answer_of, received
from publish.delivering.holdings import holding_of
from publish.delivering.package_files import PAGE
from publish.delivering.page_links import broken_links

_TOGETHER = Limits(seconds=90, memory=3 << 30)
_ALONE = Limits(seconds=20, memory=3 << 30)
_MOST_FELLED = 3  # files that fell their process; whoever sends more of them is not in earnest
_MOST_PIXELS = 50_000_000
_MOST_LINKS = 100  # told of one page


@dataclass(frozen=True, slots=True)
class Opened:
    """What was seen of a file.

    Attributes:
        fault: why it does not open; empty if it does.
        links: what is wrong with its links.
        pages: of a PDF; -1 of others.
    """

    fault: str
    links: tuple[str, ...] = ()
    pages: int = -1


def open_files(path: Path, names: Mapping[str, str], wanted: Sequence[str]) -> dict[str, Opened]:
    """Try to open files of a package, in a process with limits.

    Args:
        path: the folder or the zip.
        names: of all files of the package: path in the package → name where it lies.
        wanted: paths of those that are to be opened.
    """
    module = "publish.delivering.opening"
    order = {"path": str(path), "names": dict(names), "wanted": list(wanted)}
    try:
        return _answered(answer_of(module, order, _TOGETHER))
    except (OSError, ValueError):
        pass  # one of them felled the process: which?
    answers: dict[str, Opened] = {}
    felled = 0
    for one in wanted:
        if felled >= _MOST_FELLED:
            answers[one] = Opened("not tried: others took more time or memory than files need")
            continue
        try:
            answers |= _answered(answer_of(module, {**order, "wanted": [one]}, _ALONE))
        except (OSError, ValueError):
            felled += 1
            answers[one] = Opened("it takes more time or memory than files need")
    return answers


def _answered(answer: Any) -> dict[str, Opened]:
    return {
        path: Opened(str(fault), tuple(map(str, links)), int(pages))
        for path, fault, links, pages in answer
    }


def _open_all(order: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
    """Open files one after the other; this runs in the child."""
    names: dict[str, str] = order["names"]
    with holding_of(Path(order["path"])) as holding:
        for path in order["wanted"]:
            try:
                seen = _open(path, b"".join(holding.read(names[path])), frozenset(names))
            except MemoryError:
                raise
            except Exception as fault:  # a broken file can raise whatever a parser can raise
                seen = Opened(str(fault)[:200] or type(fault).__name__)
            yield path, seen.fault, seen.links, seen.pages


def _open(path: str, data: bytes, files: frozenset[str]) -> Opened:
    """Return what is seen of a file that opens, or raise why it does not."""
    suffix = path.rpartition(".")[2]
    if suffix == "pdf":
        return Opened("", (), _pages(data))
    if suffix == "png":
        _draw(data)
    elif suffix in ("html", "txt", "json"):
        text = data.decode("utf-8-sig")
        if path == PAGE:
            return Opened("", tuple(islice(broken_links(text, files), _MOST_LINKS)))
    return Opened("")


def _pages(data: bytes) -> int:
    import pypdfium2  # type: ignore[import-untyped]  # here: 0.3 s, and only the child needs it

    document = pypdfium2.PdfDocument(data)
    for at in (0, len(document) - 1):  # raises where a page cannot be read
        document[at].get_size()
    return len(document)


def _draw(data: bytes) -> None:
    from PIL import Image

    with Image.open(BytesIO(data), formats=("PNG",)) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("no cover has that many pixels")
        picture.load()


if __name__ == "__main__":
    json.dump(list(_open_all(received())), sys.stdout)
