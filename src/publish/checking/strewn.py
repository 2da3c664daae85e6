"""Every text in a PDF, wherever it lies: also in objects that nothing refers to any more.

Viewers show what pages refer to. Search programs, repair tools and the curious read the bytes:
pages that were taken out, earlier versions of the file (ISO 32000-1:2008, 7.5.6), names of files.
So this reads the bytes from front to end, and takes no table's word for what is in use.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from pypdf import PageObject
from pypdf.generic import IndirectObject

from publish.checking.glyphs import fonts_in, shown_texts
from publish.checking.opened import Opened, dictionary, entry, items, open_bytes, raw
from publish.checking.proofing import reading
from publish.checking.unfolding import Piece, pieces_of
from publish.checking.written import strings_in
from publish.errors import Place

Found = tuple[str, int, str]  # where, its page or 0, the text

_TAG = re.compile(r"<[^>]*>")
_DEEPEST = 4  # files within files
_LARGEST = 100_000_000  # bytes of a file in an archive

# What an object is, by what stands in it; the first that fits.
_KINDS: Sequence[tuple[bytes, str]] = (
    (b"/EmbeddedFile", "an attached file"),
    (b"/Filespec", "the name of an attached file"),
    (b"/StructElem", "the tags"),
    (b"/Annot", "a link or note"),
    (b"/Metadata", "the metadata (XMP)"),
    (b"/Producer", "the metadata"),
    (b"/Creator", "the metadata"),
    (b"/Keywords", "the metadata"),
    (b"/Catalog", "the catalogue of the file"),
    (b"/Names", "the names of destinations"),
    (b"/Limits", "the names of destinations"),
    (b"/Title", "the bookmarks"),
)


def texts_of(data: bytes, depth: int = 0) -> Iterator[Found]:
    """Yield all texts in a PDF, or in another file; also those of files within it."""
    if b"%PDF-" not in data[:1024]:
        yield from _texts_of_file(data, depth)
        return
    pieces = list(pieces_of(data))
    fonts = fonts_in(pieces)
    opened = _opened(data)
    pages = _contents(opened) if opened else {}
    for piece in pieces:
        page = pages.get(piece.number, 0)
        where = _where(piece, page)
        yield where, page, "\n".join(strings_in(piece.head))
        if not piece.number:
            yield where, 0, _plain(piece.head)  # comments
        if piece.content is None:
            continue
        if b"/EmbeddedFile" in piece.head and depth < _DEEPEST:
            yield from ((where, 0, text) for _, _, text in texts_of(piece.content, depth + 1))
        elif piece.is_drawn:
            yield from ((where, page, text) for text in shown_texts(piece.content, fonts))
        else:
            yield where, 0, _plain(piece.content)
    yield from _read_by_pages(opened) if opened else ()


def _where(piece: Piece, page: int) -> str:
    if page:
        return f"page {page}"
    if not piece.number:
        return "what stands between the objects"
    known = next((name for mark, name in _KINDS if mark in piece.head), "")
    return known or f"object {piece.number}"


def _opened(data: bytes) -> Opened | None:
    """Return the file as viewers open it; none for one that they cannot open."""
    place = Place()
    with reading(place):
        return open_bytes(data, place)
    return None


def _contents(opened: Opened) -> Mapping[int, int]:
    """Return the pages by the numbers of the objects that draw them."""
    return {
        reference.idnum: number
        for number, page in enumerate(opened.pages, 1)
        for reference in (raw(page, "/Contents"), *items(raw(page, "/Contents")))
        if isinstance(reference, IndirectObject)
    }


def _read_by_pages(opened: Opened) -> Iterator[Found]:
    """Yield the texts of pages with fonts that have no table: pypdf knows the usual encodings."""
    for number, page in enumerate(opened.pages, 1):
        fonts = entry(entry(page, "/Resources"), "/Font").values()
        if isinstance(page, PageObject) and any("/ToUnicode" not in dictionary(f) for f in fonts):
            with reading(Place()):
                yield f"page {number}", number, page.extract_text()


def _texts_of_file(data: bytes, depth: int) -> Iterator[Found]:
    """Yield the texts of a file that is no PDF; of an archive, those of each file in it."""
    yield "the file", 0, _plain(data)
    if not data.startswith(b"PK") or depth >= _DEEPEST:
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for info in archive.infolist():
                yield "the file", 0, info.filename
                if info.file_size < _LARGEST:
                    yield from texts_of(archive.read(info), depth + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return


def _plain(data: bytes) -> str:
    """Return bytes as text, in the encodings that texts have; once more without tags of XML."""
    texts = [data.decode("utf-8", "ignore"), data.decode("latin-1")]
    if b"\0" in data:
        texts += [data.decode("utf-16-le", "ignore"), data[1:].decode("utf-16-le", "ignore")]
    if b"<" in data[:1024]:
        texts.append(_TAG.sub(" ", texts[0]))
    return "\n".join(texts)
