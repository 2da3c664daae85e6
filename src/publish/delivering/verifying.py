"""Is a package whole? Every file there, unchanged, opening, nothing else; on any machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.delivering.holdings import Holding, holding_of
from publish.delivering.listing import Listed, Listing, listing_of, short
from publish.delivering.opening import Opened, open_files
from publish.delivering.package_files import MANIFEST, SUMS
from publish.delivering.sums import digest_of
from publish.delivering.verdicts import Verdict, no_package
from publish.delivering.zip_reading import folded

Watch = Callable[[str, int, int], None]  # a file, how many bytes are read, of how many

# What operating systems put where they have been.
_SYSTEMS = frozenset(
    folded(name)
    for name in (
        ".DS_Store", ".Spotlight-V100", ".Trashes", ".fseventsd", ".TemporaryItems", "__MACOSX",
        ".VolumeIcon.icns", "Thumbs.db", "ehthumbs.db", "desktop.ini", "$RECYCLE.BIN",
        "System Volume Information", "IndexerVolumeGuid", "WPSettings.dat", "LOST.DIR",
        ".directory", ".Trash-1000", "lost+found",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A package as it was found.

    Attributes:
        names: the files of the package that are there: path in its lists → name where it lies.
        sound: paths of files that are as the lists say.
    """

    listing: Listing
    names: Mapping[str, str]
    sound: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


def unwatched(_name: str, _done: int, _total: int) -> None:
    """Watch nothing."""


def verify(path: Path, watch: Watch = unwatched) -> tuple[Verdict, ...]:
    """Return a verdict on every file of the package in a folder or a zip, sorted by path.

    Args:
        watch: told how far the reading is.
    Raises:
        PublishError: there is no package, or a zip that cannot be read.
    """
    with holding_of(path) as holding:
        found = compare(holding, watch)
    return tuple(sorted((*found.verdicts, *_opened(path, found))))


def compare(holding: Holding, watch: Watch = unwatched) -> Found:
    """Compare what is there with what the package's own lists say; nothing is opened.

    Raises:
        PublishError: there are no lists.
    """
    root = _root(holding)
    there = {name.removeprefix(root): name for name in holding.files if name.startswith(root)}
    listing = _listing(holding, there)
    files = {**listing.files, SUMS: Listed("")}
    names, notes = _places(files, there)
    if root:
        notes.append(Verdict("", "note", f"all lies in the folder “{root[:-1]}”"))
    judged = dict(_judged(holding, listing.files, names, watch))
    blamed = {fault.path for fault in listing.faults}
    found = [_leniently(one) for one in holding.refused]
    found += (*listing.faults, *notes)
    found += (
        Verdict(path, "changed", why) for path, why in judged.items() if why and path not in blamed
    )
    found += _strays(holding, files, names)
    if SUMS in names and SUMS not in blamed:
        found.append(Verdict(SUMS, "ok"))
    if listing.created and not any(verdict.is_fault for verdict in found):
        odd = holding.shape(listing.created)
        found += [odd] if odd else []
    sound = tuple(path for path, why in judged.items() if not why and path not in blamed)
    return Found(listing, names, sound, tuple(found))


def _places(
    files: Mapping[str, Listed], there: Mapping[str, str]
) -> tuple[dict[str, str], list[Verdict]]:
    """Return the names of listed files where they lie, and those that are written otherwise.

    Args:
        there: path in the package → name in the holding.
    """
    names = {path: there[path] for path in files if path in there}
    notes = []
    by_fold = {folded(path): path for path in there if path not in names}
    for path in sorted(files.keys() - names.keys()):
        if other := by_fold.get(folded(path)):  # FAT, and what went through it
            names[path] = there[other]
            notes.append(Verdict(path, "note", f"its name is written “{other}” here"))
    return names, notes


def _root(holding: Holding) -> str:
    """Return the folder within the holding that is the package: "" or "name/".

    Raises:
        PublishError: there is no package.
    """
    files = [name for name in holding.files if not _is_of_a_system(name)]
    folded_files = {folded(name) for name in files}
    if {folded(MANIFEST), folded(SUMS)} & folded_files:
        return ""
    tops = {name.partition("/")[0] for name in files if "/" in name}
    roots = [top for top in sorted(tops) if f"{folded(top)}/{folded(MANIFEST)}" in folded_files]
    if len(roots) == 1 and all(name.startswith(f"{roots[0]}/") for name in files):
        return f"{roots[0]}/"
    message = f"there is neither {MANIFEST} nor {SUMS}"
    zips = sorted(name for name in files if name.endswith(".zip"))
    better = [str(holding.path / name) for name in (*roots, *zips)][:3]
    remedy = f"did you mean {' or '.join(better)}?" if better else "give the folder of a package"
    raise no_package(str(holding.path), message, remedy)


def _listing(holding: Holding, there: Mapping[str, str]) -> Listing:
    by_fold = {folded(path): name for path, name in there.items()}
    lists = []
    for path in (MANIFEST, SUMS):
        name = there.get(path) or by_fold.get(folded(path))
        lists.append(short(holding.read(name)) if name else None)
    listing = listing_of(*lists)
    unread = [
        Verdict(path, "changed", "it cannot be read")
        for path, text in zip((MANIFEST, SUMS), lists, strict=True)
        if text is None and folded(path) in by_fold
    ]
    return dataclasses.replace(listing, faults=(*listing.faults, *unread))


def _judged(
    holding: Holding, files: Mapping[str, Listed], names: Mapping[str, str], watch: Watch
) -> Iterator[tuple[str, str]]:
    """Yield the path of every listed file that is there, and how it differs, "" if it does not."""
    sizes = {path: holding.files[names[path]] for path in files if path in names}
    total, done = sum(sizes.values()), 0
    for path, size in sizes.items():
        listed = files[path]
        if listed.bytes not in (-1, size):
            yield path, f"it has {size:,} bytes instead of {listed.bytes:,}"
        else:
            try:
                same = (
                    digest_of(_watched(holding, names[path], done, total, watch)) == listed.sha256
                )
                yield path, "" if same else "its bytes are others"
            except (OSError, ValueError) as fault:
                yield path, str(getattr(fault, "strerror", "") or fault)
        done += size


def _watched(holding: Holding, name: str, done: int, total: int, watch: Watch) -> Iterator[bytes]:
    for piece in holding.read(name):
        done += len(piece)
        watch(name, done, total)
        yield piece


def _strays(
    holding: Holding, files: Mapping[str, Listed], names: Mapping[str, str]
) -> Iterator[Verdict]:
    """Yield what is missing, what is extra, and what is both: renamed."""
    refused = {one.path for one in holding.refused}
    lost = {path: files[path] for path in sorted(files.keys() - names.keys() - refused)}
    taken = frozenset(names.values())
    for name in holding.files:
        if name in taken:
            continue
        if _is_of_a_system(name):
            yield Verdict(name, "note", "put there by an operating system")
        elif was := _was(holding, name, lost):
            del lost[was]
            yield Verdict(name, "renamed", f"it is “{was}”")
        else:
            yield Verdict(name, "extra", "it is not of the package")
    for path in lost:
        yield Verdict(path, "missing", "it is not there")


def _was(holding: Holding, name: str, lost: Mapping[str, Listed]) -> str:
    """Return which of the lost files one is that nobody knows; "" for none."""
    likely = {p: of for p, of in lost.items() if of.bytes in (-1, holding.files[name])}
    try:
        digest = digest_of(holding.read(name)) if likely else ""
    except (OSError, ValueError):
        return ""
    return next((path for path, listed in likely.items() if listed.sha256 == digest), "")


def _opened(path: Path, found: Found) -> Iterator[Verdict]:
    """Yield a verdict on each file that is as it was made: does it open?"""
    answers = open_files(path, found.names, found.sound)
    for name in found.sound:
        seen = answers.get(name, Opened("it was not looked at"))
        listed = found.listing.files[name]
        if seen.fault:
            yield Verdict(name, "does not open", seen.fault)
        elif listed.pages not in (-1, seen.pages):
            message = f"it has {seen.pages} pages instead of {listed.pages}"
            yield Verdict(name, "does not open", message)
        elif seen.links:
            yield from (Verdict(name, "broken link", link) for link in seen.links)
        else:
            yield Verdict(name, "ok")


def _leniently(verdict: Verdict) -> Verdict:
    """Return what is said of what cannot be looked at: a system's own folders may be locked."""
    locked = verdict.status == "does not open" and _is_of_a_system(verdict.path)
    return Verdict(verdict.path, "note", verdict.message) if locked else verdict


def _is_of_a_system(name: str) -> bool:
    parts = name.split("/")
    return any(folded(part) in _SYSTEMS for part in parts) or parts[-1].startswith("._")
