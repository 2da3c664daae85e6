"""Documents of others as gatherings: admitted in a process of their own, kept in the cache."""

from __future__ import annotations

import dataclasses
import hashlib
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # JSON

from publish.binding.foreign.opening import MONSTROUS, UNREADABLE, monstrous
from publish.building.admission import ADMITTED
from publish.building.digests import code_digest
from publish.building.ledger import file_digest
from publish.building.store import Store, offers_of
from publish.catalogue.model import Document
from publish.checking.confinement import Limits, answer_of
from publish.checking.preflight.limits import LIMITS as TOO_LARGE
from publish.checking.preflight.limits import refused
from publish.errors import Finding, finding_of
from publish.typesetting.model import Gathering

_LIBRARIES = ("pikepdf", "page-validation")
_ALLOWED = Limits(seconds=120, memory=2 << 30, written=512 << 20)
_MODULE = "publish.building.admission"


def admitted(
    document: Document, page: tuple[float, float], store: Store, limits: Limits = _ALLOWED
) -> tuple[Gathering | None, tuple[Finding, ...]]:
    """Return a document as a gathering, and what is to be said of it.

    Args:
        page: width and height of the bundle's pages in points.
        limits: what reading it may take.

    Returns:
        None where it cannot be bound; an error among the findings says why.
    """
    place = document.places.get("file", document.place)
    if fault := refused(document.file, place):
        rule = MONSTROUS if fault.rule == TOO_LARGE.code else UNREADABLE
        return None, (rule.at(place, fault.message, fault.remedy),)
    key = _key(document, page)
    gathering = store.gathering(key, "")
    if gathering is None:
        made = _admit(document, page, store, key, limits)
        if isinstance(made, Finding):
            return None, (made,)
        gathering = made
    findings = tuple(dataclasses.replace(f, place=place) for f in gathering.offers.findings)
    offers = dataclasses.replace(gathering.offers, findings=())
    return dataclasses.replace(gathering, offers=offers), findings


def _admit(
    document: Document, page: tuple[float, float], store: Store, key: str, limits: Limits
) -> Gathering | Finding:
    place = document.places.get("file", document.place)
    with TemporaryDirectory(prefix="publish-") as folder:
        order = {
            "source": str(document.file),
            "folder": folder,
            "fit": document.fit,
            "width": page[0],
            "height": page[1],
            "lang": document.lang,
            "place": dataclasses.astuple(place),
        }
        try:
            answer: dict[str, Any] = answer_of(_MODULE, order, limits)
        except TimeoutError:
            return monstrous(place, f"it takes more than {limits.seconds} s to read")
        except ValueError:
            return monstrous(place, "reading it came to no end: it takes too much, or is damaged")
        if "refused" in answer:
            return finding_of(answer["refused"])
        offers = offers_of(answer["offers"], "")
        return store.keep(key, Path(folder, ADMITTED).read_bytes(), offers)


def _key(document: Document, page: tuple[float, float]) -> str:
    """Return the digest that an admitted document is kept under."""
    seen = (
        file_digest(document.file),
        document.fit,
        page,
        document.lang,
        code_digest("binding", "checking"),
        [version(library) for library in _LIBRARIES],
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
