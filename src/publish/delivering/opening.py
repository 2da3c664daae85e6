"""Do the files of a package open? Looked at in a process that can take down itself only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any  # JSON

from publish.checking.confinement import Limits, answer_of, received
from publish.delivering.holdings import Holding, holding_of
from publish.delivering.package_files import PAGE
from publish.delivering.page_links import broken_links

_TOGETHER = Limits(seconds=300, memory=3 << 30)
_ALONE = Limits(seconds=20, memory=3 << 30)
_MOST_FELLED = 3  # files that fell their process; whoever sends more of them is not in earnest
_MOST_PIXELS = 50_000_000
_MOST_TEXT = 16 << 20


def open_files(path: Path, names: Sequence[str]) -> dict[str, tuple[str, list[str], int]]:
    """Try to open files of a package.

    Args:
        path: the folder or the zip.
        names: of files as they lie there.
    Returns:
        By name: why it does not open ("" if it does); broken links; the number of its pages,
        -1 where it has none.
    """
    module = "publish.delivering.opening"
    order = {"path": str(path), "names": list(names)}
    try:
        return _answered(answer_of(module, order, _TOGETHER))
    except (OSError, ValueError):
        pass  # one of them felled the process: which?
    answers: dict[str, tuple[str, list[str], int]] = {}
    felled = 0
    for name in names:
        if felled >= _MOST_FELLED:
            answers[name] = (
                "not tried: others took more time or memory than any file needs",
                [],
                -1,
            )
            continue
        try:
            answers |= _answered(answer_of(module, {**order, "names": [name]}, _ALONE))
        except (OSError, ValueError):
            felled += 1
            answers[name] = ("it takes more time or memory than any file needs", [], -1)
    return answers


def _answered(answer: Any) -> dict[str, tuple[str, list[str], int]]:
    return {name: (str(why), list(links), int(pages)) for name, why, links, pages in answer}


def _open_all(order: dict[str, Any]) -> Iterator[tuple[str, str, list[str], int]]:
    """Open files one after the other; this runs in the child."""
    with holding_of(Path(order["path"])) as holding:
        for name in order["names"]:
            try:
                links, pages = _open(holding, name)
                yield name, "", links, pages
            except MemoryError:
                raise
            except Exception as fault:  # a broken file can raise whatever a parser can raise
                yield name, str(fault)[:200] or type(fault).__name__, [], -1


def _open(holding: Holding, name: str) -> tuple[list[str], int]:
    """Return the broken links of a page and the number of pages of a PDF, or raise why not."""
    suffix = name.lower().rpartition(".")[2]
    data = b"".join(holding.read(name))
    if suffix == "pdf":
        return [], _pages(data)
    if suffix == "png":
        _draw(data)
    elif suffix in ("html", "txt", "json"):
        text = data.decode("utf-8-sig")
        if suffix == "html" and len(data) > _MOST_TEXT:
            raise ValueError("no page is that long")
        if name.endswith(PAGE):
            root = name.removesuffix(PAGE)
            files = (file.removeprefix(root) for file in holding.files if file.startswith(root))
            return list(broken_links(text, frozenset(files)))[:100], -1
    return [], -1


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
