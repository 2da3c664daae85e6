"""The cache: gatherings under the digest of what they were made from, and the fonts they use.

Deleting it costs time only. Every file is written whole or not at all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.building.digests import code_digest
from publish.composing.model import Resource, Ticket
from publish.errors import Finding, Place, finding_of
from publish.typesetting.model import Bookmark, FaceUse, Gathering, Offers, Spot
from publish.typesetting.versions import engine_digest
from publish.writing import write_whole


def gathering_key(ticket: Ticket) -> str:
    """Return the digest that a gathering of `ticket` is kept under.

    It depends on the checks, too: a gathering is kept with what they found.
    """
    seen = (engine_digest(), code_digest("checking"), ticket.digest)
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """Gatherings and font files in a folder."""

    folder: Path

    def gathering(self, key: str, name: str) -> Gathering | None:
        """Return the gathering kept under `key`, its findings placed at `name`."""
        pdf, record = self._paths(key)
        try:
            read = json.loads(record.read_bytes())
            if hashlib.sha256(pdf.read_bytes()).hexdigest() != read["pdf"]:
                return None
            return Gathering(key, pdf, offers_of(read["offers"], name))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # never kept, or damaged: set anew

    def keep(self, key: str, pdf: bytes, offers: Offers) -> Gathering:
        """Keep a gathering; the record bears the PDF's digest, so that both are known whole."""
        path, record = self._paths(key)
        digest = hashlib.sha256(pdf).hexdigest()
        written = {"pdf": digest, "offers": dataclasses.asdict(offers)}
        write_whole(path, pdf)
        write_whole(record, json.dumps(written, sort_keys=True).encode())
        return Gathering(key, path, offers)

    def keep_faces(self, fonts: Iterable[Resource]) -> None:
        """Keep font files, which binding subsets; one that is torn is written anew."""
        for font in fonts:
            path = self._face(font.digest)
            if not path.is_file() or path.read_bytes() != font.content:
                write_whole(path, font.content)

    def face(self, digest: str) -> bytes:
        """Return the whole font file whose SHA-256 is `digest`."""
        return self._face(digest).read_bytes()

    def _paths(self, key: str) -> tuple[Path, Path]:
        folder = self.folder / "gatherings" / key[:2]
        return folder / f"{key}.pdf", folder / f"{key}.json"

    def _face(self, digest: str) -> Path:
        return self.folder / "faces" / f"{digest}.ttf"


def offers_of(read: Mapping[str, Any], name: str) -> Offers:
    """Return the offers that `dataclasses.asdict` and JSON made of them."""
    findings = tuple(_of_gathering(finding_of(found), name) for found in read["findings"])
    faces = tuple(
        FaceUse(
            face["resource"],
            face["face"],
            face["index"],
            {int(gid): (text, width) for gid, (text, width) in face["glyphs"].items()},
            face["late_of"],
        )
        for face in read["faces"]
    )
    bookmarks = tuple(
        Bookmark(mark["level"], mark["title"], Spot(**mark["spot"])) for mark in read["bookmarks"]
    )
    anchors = {anchor: Spot(**spot) for anchor, spot in read["anchors"].items()}
    return Offers(
        pages=read["pages"],
        width=read["width"],
        height=read["height"],
        bleed=read["bleed"],
        anchors=anchors,
        bookmarks=bookmarks,
        faces=faces,
        late=tuple(read["late"]),
        findings=findings,
        seconds=read["seconds"],
        folios=tuple(read["folios"]),
        keeps=read["keeps"],
    )


def _of_gathering(finding: Finding, name: str) -> Finding:
    """Return a kept finding for the gathering that asks now, at the element that it named."""
    _, mark, anchor = finding.place.file.partition("#")
    return dataclasses.replace(finding, place=Place(f"{name}{mark}{anchor}"))
