"""Documents of others as gatherings: admitted in a process of their own, kept in the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # JSON

from publish.binding.foreign.opening import MONSTROUS, UNREADABLE, monstrous
from publish.building.admission import ADMITTED, TRIAL
from publish.building.digests import code_digest
from publish.building.ledger import file_digest
from publish.building.store import Store, offers_of
from publish.catalogue.model import Document
from publish.checking.confinement import Limits, answer_of
from publish.checking.conformance import conformance
from publish.checking.preflight.confined import preflight_confined
from publish.checking.preflight.limits import LIMITS as TOO_LARGE
from publish.checking.preflight.limits import refused
from publish.checking.preflight.requirements import SCREEN
from publish.errors import Finding, Place, Rule, errors_of, finding_of
from publish.typesetting.model import Gathering

BELOW_STANDARD = Rule(
    "B196",
    "A document keeps the standards that bundles claim.",
    "ISO 14289-1:2014, 5, and ISO 19005-2:2011, 6.6.4: a bundle claims them for all that it "
    "holds; with such a document it claims none.",
    "warning",
)
RULES: tuple[Rule, ...] = (BELOW_STANDARD,)

_STANDARDS: Mapping[str, str] = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
_CLAUSES, _LONGEST = 3, 160  # that are told, and letters of each
_REMEDY = "ask its publisher for a file that does, or let the package hold it beside the bundle"
_LIBRARIES = ("pikepdf", "page-validation")
_ALLOWED = Limits(seconds=120, memory=2 << 30, written=512 << 20)
# Of the brand, by their count of colours.
_PROFILES: Mapping[int, str] = {3: "colour/sRGB2014.icc", 4: "colour/FOGRA39L_coated.icc"}
_MODULE = "publish.building.admission"


def admitted(
    document: Document,
    page: tuple[float, float],
    store: Store,
    identity: Mapping[str, Path],
    limits: Limits = _ALLOWED,
) -> tuple[Gathering | None, tuple[Finding, ...]]:
    """Return a document as a gathering, and what is to be said of it.

    Args:
        page: width and height of the bundle's pages in points.
        identity: the brand's files; colours that name no printing condition are taken for its.
        limits: what reading it may take.

    Returns:
        None where it cannot be bound; an error among the findings says why.
    """
    place = document.places.get("file", document.place)
    if fault := refused(document.file, place):
        rule = MONSTROUS if fault.rule == TOO_LARGE.code else UNREADABLE
        return None, (rule.at(place, fault.message, fault.remedy),)
    profiles = {count: identity[name] for count, name in _PROFILES.items() if name in identity}
    order = {
        "slug": document.slug,
        "fit": document.fit,
        "width": page[0],
        "height": page[1],
        "lang": document.lang,
        "profiles": {count: str(path) for count, path in profiles.items()},
    }
    key = _key(document, order)
    gathering = store.gathering(key, "")
    if gathering is None:
        made = _admit(document, order, store, key, limits)
        if isinstance(made, Finding):
            return None, (made,)
        gathering = made
    findings = tuple(
        replace(f, place=place, message=f"`{document.slug}`: {f.message}")
        for f in gathering.offers.findings
    )
    offers = replace(gathering.offers, findings=())
    return replace(gathering, offers=offers), findings


def _admit(
    document: Document, order: Mapping[str, Any], store: Store, key: str, limits: Limits
) -> Gathering | Finding:
    place = document.places.get("file", document.place)
    with TemporaryDirectory(prefix="publish-") as folder:
        where = {"source": str(document.file), "folder": folder, "place": astuple(place)}
        try:
            answer: dict[str, Any] = answer_of(_MODULE, {**order, **where}, limits)
        except TimeoutError:
            return monstrous(place, f"it takes more than {limits.seconds} s to read")
        except ValueError:
            return monstrous(place, "reading it came to no end: it takes too much, or is damaged")
        if "refused" in answer:
            return finding_of(answer["refused"])
        offers = offers_of(answer["offers"], "")
        if offers.keeps:
            broken = tuple(_broken(Path(folder, TRIAL), place))
            offers = replace(offers, keeps=not broken, findings=(*offers.findings, *broken))
        return store.keep(key, Path(folder, ADMITTED).read_bytes(), offers)


def _broken(trial: Path, place: Place) -> Iterator[Finding]:
    """Yield the standards that the document, bound alone, does not keep, and where it fails."""
    for profile, standard in _STANDARDS.items():
        if broken := conformance(trial, place, profile):
            yield _below(standard, broken, place)
    found = preflight_confined(trial, SCREEN, place.file)
    if broken := errors_of(found):
        yield _below("what is asked of files for screens", broken, place)


def _below(standard: str, broken: Sequence[Finding], place: Place) -> Finding:
    told = list(dict.fromkeys(finding.message[:_LONGEST] for finding in broken))
    more = f"; and {len(told) - _CLAUSES} more" if len(told) > _CLAUSES else ""
    message = f"it does not keep {standard}: {'; '.join(told[:_CLAUSES])}{more}"
    return BELOW_STANDARD.at(place, message, _REMEDY)


def _key(document: Document, order: Mapping[str, Any]) -> str:
    """Return the digest that an admitted document is kept under."""
    profiles = order["profiles"].items()
    seen = (
        file_digest(document.file),
        {**order, "profiles": [(count, file_digest(Path(path))) for count, path in profiles]},
        code_digest("binding", "building", "checking"),
        [version(library) for library in _LIBRARIES],
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
