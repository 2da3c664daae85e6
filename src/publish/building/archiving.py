"""What an archived work carries along, so that it can be built again from its own file."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from publish import __version__
from publish.binding.attaching import Attachment, Relationship
from publish.building.works import Work, peer, referred
from publish.catalogue.model import Imprint
from publish.composing.layouts import built_in_layouts

CATALOGUE = "sources/catalogue.toml"
GUIDE = "REBUILD.md"

_MEDIA_TYPES: Mapping[str, str] = {
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".icc": "application/vnd.iccprofile",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/markdown",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".ttf": "font/ttf",
    ".xml": "application/xml",
}
# The program's own are found again with the program, and are far larger than all the text.
_SHIPPED = (".ttf", ".otf", ".icc")


def attachments_of(work: Work, works: Sequence[Work]) -> tuple[Attachment, ...]:
    """Return the files that `work` was made from, in their places of the project.

    The catalogue is cut down to the imprint: other works are not there. Those that this one
    refers to are, since their page numbers are printed in it.
    """
    together = _together(work, works)
    root = work.catalogue.root
    paths: dict[str, Path] = {}
    for one in together:
        home = root / one.publication.place
        for path in (home, *one.manuscript.sources):
            resolved = path.resolve()
            if resolved.is_relative_to(root.resolve()):
                paths[resolved.relative_to(root.resolve()).as_posix()] = resolved
        for file in one.layout.files.values():
            if file.path.suffix not in _SHIPPED or not _is_shipped(file.path, file.shown):
                paths[file.shown] = file.path
    paths.pop(CATALOGUE, None)
    made = {CATALOGUE: _imprint(work.catalogue.imprint), GUIDE: _guide(work)}
    contents = {name: path.read_bytes() for name, path in paths.items()}
    contents |= {name: text.encode() for name, text in made.items()}
    return tuple(_attachment(name, content) for name, content in sorted(contents.items()))


def _together(work: Work, works: Sequence[Work]) -> tuple[Work, ...]:
    """Return a work and all that it refers to, directly or through others, each once."""
    found = {work.publication.slug: work}
    waiting = [work]
    while waiting:
        for slug in sorted(referred(waiting.pop()) - found.keys()):
            if other := peer(works, slug, work):
                found[slug] = other
                waiting.append(other)
    return tuple(found.values())


def _is_shipped(path: Path, shown: str) -> bool:
    """Does the program bring this very file with it?"""
    own = built_in_layouts() / shown.removeprefix("layouts/")
    return own.is_file() and own.read_bytes() == path.read_bytes()


def _attachment(name: str, content: bytes) -> Attachment:
    suffix = Path(name).suffix.lower()
    relationship, what = _kind(name, suffix)
    media_type = _MEDIA_TYPES.get(suffix, "text/plain")
    return Attachment(name, content, media_type, relationship, what)


def _kind(name: str, suffix: str) -> tuple[Relationship, str]:
    if name.startswith("layouts/"):
        return "Supplement", "design that the work is set in"
    if name == GUIDE:
        return "Supplement", "how to build the work again"
    if suffix in (".csv", ".json"):
        return "Data", "data of a chart or table"
    if suffix == ".md":
        return "Source", "manuscript"
    return "Source", "what the manuscript draws on"


def _imprint(imprint: Imprint) -> str:
    """Return a catalogue.toml with the imprint alone; JSON's strings are TOML's as well."""
    return "\n".join(("[imprint]", *_entries(imprint))) + "\n"


def _entries(imprint: Imprint) -> Iterator[str]:
    for field in dataclasses.fields(imprint):
        value = getattr(imprint, field.name)
        if value:
            yield f"{field.name} = {json.dumps(value, ensure_ascii=False)}"


def _guide(work: Work) -> str:
    slug = work.publication.slug
    return f"""# How to build this work again

The file that carries this note carries its own manuscripts, data and design as attachments, under
the paths that they have in a project of *publish* {__version__}.

1. Save the attachments into an empty folder: `publish unpack FILE.pdf FOLDER`, or
   `pdfdetach -saveall`, or the list of attachments in a PDF viewer.
2. Install *publish* {__version__}; it brings the fonts and colour profiles.
3. `publish build {slug} --edition archive --project FOLDER` makes the same file again, in
   `FOLDER/output/`.
"""
