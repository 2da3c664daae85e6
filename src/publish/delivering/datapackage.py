"""datapackage.json: what a package holds, for programs.

Source: Frictionless Data Package 1.0, profile "data-package" (specs.frictionlessdata.io).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any  # JSON

from publish.catalogue.model import Imprint
from publish.catalogue.vocabulary import LICENCE_URLS
from publish.composing.colophon import licence_name
from publish.delivering.package_files import Item, Package

MADE_FROM = "made-from"  # our own key: a digest of all that the package was made from
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".html": "text/html",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is made for the package: page, readme, picture."""

    path: str
    title: str
    bytes: int
    sha256: str


def manifest(
    package: Package, made: Iterable[Made], imprint: Imprint, moment: dt.datetime, made_from: str
) -> bytes:
    """Return datapackage.json."""
    publication, whole = package.bundle.publication, package.whole
    date = publication.date
    record: dict[str, Any] = {
        "profile": "data-package",
        "name": package.name,
        "title": whole.title,
        "description": whole.description,
        "version": f"{date.year}.{date.month}.{date.day}",
        "created": moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "homepage": publication.url or imprint.url,
        "languages": [package.lang],
        "licenses": [_licence(whole.licence)],
        "keywords": list(publication.keywords),
        "contributors": _contributors(publication.authors, imprint),
        "sources": [_source(item) for item in package.members if not item.files],
        MADE_FROM: f"sha256:{made_from}",
        "resources": [
            *(_file(item, at) for item in package.items for at in range(len(item.files))),
            *(_made(file) for file in made),
        ],
    }
    kept = {key: value for key, value in record.items() if value not in ("", [])}
    return json.dumps(kept, indent=2, ensure_ascii=False).encode() + b"\n"


def _file(item: Item, at: int) -> dict[str, Any]:
    file = item.files[at]
    return {
        **_resource(file.path, item.title, file.bytes, file.sha256),
        "pages": file.pages,
        "edition": file.edition,
        "language": item.lang,
        "publication": item.slug,
        "conformance": list(file.conformance),
        "licenses": [_licence(item.licence)],
    }


def _made(file: Made) -> dict[str, Any]:
    return _resource(file.path, file.title, file.bytes, file.sha256)


def _resource(path: str, title: str, size: int, sha256: str) -> dict[str, Any]:
    suffix = PurePosixPath(path).suffix
    more = {"encoding": "utf-8"} if suffix in (".html", ".txt") else {}
    return {
        "profile": "data-resource",
        "name": path.removesuffix(suffix).lower(),
        "path": path,
        "title": title,
        "format": suffix.removeprefix("."),
        "mediatype": _MEDIA_TYPES[suffix],
        **more,
        "bytes": size,
        "hash": f"sha256:{sha256}",
    }


def _licence(licence: str) -> Mapping[str, str]:
    if licence in LICENCE_URLS:
        title = licence_name(licence)
        return {"name": licence, "path": LICENCE_URLS[licence], "title": title}
    title = "All rights reserved" if licence == "all-rights-reserved" else licence
    return {"name": "all-rights-reserved" if title != licence else "other", "title": title}


def _contributors(authors: Iterable[str], imprint: Imprint) -> list[dict[str, str]]:
    people = [{"title": name, "role": "author"} for name in authors]
    house = {"title": imprint.name, "role": "publisher"}
    house |= {"path": imprint.url} if imprint.url else {}
    house |= {"email": imprint.contact} if "@" in imprint.contact else {}
    return [*people, house]


def _source(item: Item) -> dict[str, str]:
    """Return a document of others that the bound file holds."""
    return {"title": item.title} | ({"path": item.url} if item.url else {})
