"""What a package says that it holds: datapackage.json and SHA256SUMS, and whether they agree."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # JSON

from publish.delivering.package_files import MANIFEST, SUMS
from publish.delivering.sums import digest_of, parse_sums
from publish.delivering.verdicts import Verdict

_MOST = 16 << 20  # bytes of a list


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the lists describe it; -1 where they do not say."""

    sha256: str
    bytes: int = -1
    pages: int = -1


@dataclass(frozen=True, slots=True)
class Listing:
    """What belongs to a package.

    Attributes:
        files: by path, SHA256SUMS apart, which nothing vouches for.
        faults: of the lists themselves.
        manifest: datapackage.json; empty where it cannot be read.
    """

    files: Mapping[str, Listed]
    faults: tuple[Verdict, ...]
    manifest: Mapping[str, Any]

    @property
    def created(self) -> dt.datetime | None:
        """When the package says that it was made."""
        try:
            return dt.datetime.fromisoformat(str(self.manifest.get("created", "")))
        except ValueError:
            return None


def listing_of(manifest: bytes | None, sums: bytes | None) -> Listing:
    """Compare the lists of a package.

    Where they differ, datapackage.json is right as long as SHA256SUMS knows it as it is.

    Args:
        manifest, sums: None where the file is not there or cannot be read.
    """
    faults: list[Verdict] = []
    known, described, record = {}, {}, {}
    if sums is not None:
        try:
            known = parse_sums(sums.decode())
        except ValueError:
            faults.append(Verdict(SUMS, "changed", "its lines are not as they were written"))
    if manifest is not None:
        try:
            record = json.loads(manifest)
            described = _described(record)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            faults.append(Verdict(MANIFEST, "changed", "it cannot be read"))
            record = {}
    own = digest_of([manifest or b""])
    vouched = known.get(MANIFEST) == own
    if known and described:
        faults += _disagreements(known, described, SUMS if vouched else MANIFEST)
    if vouched or not known:
        files = {**described, MANIFEST: Listed(own)}
    else:
        files = {path: Listed(digest) for path, digest in known.items()}
    return Listing(files, tuple(dict.fromkeys(faults)), record)


def short(pieces: Iterator[bytes]) -> bytes | None:
    """Return what a list holds; None where it cannot be read or is longer than any list."""
    parts, size = [], 0
    try:
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
            if size > _MOST:
                return None
    except (OSError, ValueError):
        return None
    return b"".join(parts)


def _described(record: Mapping[str, Any]) -> dict[str, Listed]:
    described: dict[str, Listed] = {}
    for resource in record["resources"]:
        kind, _, digest = str(resource["hash"]).partition(":")
        path = resource["path"]
        if kind != "sha256" or not isinstance(path, str) or path in described:
            raise ValueError(path)
        described[path] = Listed(digest, int(resource["bytes"]), int(resource.get("pages", -1)))
    return described


def _disagreements(
    known: Mapping[str, str], described: Mapping[str, Listed], wrong: str
) -> Iterator[Verdict]:
    other = MANIFEST if wrong == SUMS else SUMS
    for path in sorted((known.keys() | described.keys()) - {MANIFEST}):
        ours, theirs = known.get(path), described.get(path)
        if ours is None or theirs is None:
            has = SUMS if theirs is None else MANIFEST
            yield Verdict(wrong, "changed", f"“{path}” is listed in {has} alone")
        elif ours != theirs.sha256:
            yield Verdict(wrong, "changed", f"its checksum of “{path}” is not that of {other}")
    if MANIFEST not in known:
        yield Verdict(SUMS, "changed", f"{MANIFEST} is not listed")
