"""Bind and check each file of the set works, unless the one in place was made from the same."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any  # JSON

from publish.binding.bind import bind
from publish.binding.faces import font_name
from publish.binding.model import CLAIMS, Binding, Bound, Section
from publish.binding.weighing import weigh
from publish.building.digests import code_digest
from publish.building.issue import Issued, Staged, issued_of
from publish.building.ledger import file_digest
from publish.building.naming import file_of
from publish.building.pieces import Piece
from publish.building.progress import Progress
from publish.building.records import metadata_of
from publish.building.rounds import SetWork
from publish.building.store import Store
from publish.building.works import Work, peer
from publish.checking.gate import Expected, gate, gate_of_known_pages
from publish.checking.preflight.requirements import ARCHIVE, LIGHT, SCREEN
from publish.composing.late import links_out

_LIBRARIES = (  # that write files, and that read them back
    *("fonttools", "numpy", "pikepdf", "pillow", "uharfbuzz"),
    *("page-validation", "pypdf", "pypdfium2"),
)
_FONT_FILES = (".ttf", ".otf")
_PROFILE = "colour/sRGB2014.icc"  # of the brand; the output intent of files for screens


@dataclass(frozen=True, slots=True)
class Bindery:
    """What binding needs besides the pieces."""

    output: Path
    staging: Path  # on the same disk
    store: Store
    epoch: int | None
    known: Mapping[str, Mapping[str, Any]]  # the last build's files, by path
    watch: Progress
    works: Sequence[SetWork]  # of the build: references lead from one to another
    release: bool  # every file is to be read whole as it is, none to be taken on trust

    def stage(self, piece: Piece) -> Staged:
        """Bind and check the file of `piece`, unless the one in place was made from the same."""
        started = time.perf_counter()
        binding = self._binding(piece)
        made_from = _made_from(binding, piece)
        old = self.known.get(piece.file, {})
        if self._is_right(old, made_from, piece.file):
            return Staged(issued_of(old))
        staged = self.staging / piece.file
        bound = bind(binding, piece.form, staged)
        expected = _expected(piece, binding, bound, self.works)
        # The tags of all gatherings are proofed; what binding makes of them is read whole when a
        # file is new, and taken on trust while only chapters of it change. Where something was
        # found, it would be lost so; where inks or sizes of type matter, nothing is proofed.
        proofed = piece.needs in (SCREEN, ARCHIVE, LIGHT) and not self.release
        trusted = proofed and bool(old) and not old["findings"]
        check = gate_of_known_pages if trusted else gate
        findings = (*bound.findings, *check(staged, expected, piece.file, piece.needs))
        works = [binding.sections[page.section].work for page in bound.plan.pages]
        weight = weigh(staged.read_bytes(), works)
        seconds = round(time.perf_counter() - started, 3)
        self.watch.bound(piece.file, bound.pages, seconds)
        issued = Issued(
            path=piece.file,
            publication=piece.work.work.publication.slug,
            language=piece.work.work.lang,
            edition=piece.edition,
            pages=bound.pages,
            bytes=bound.bytes,
            sha256=bound.sha256,
            seconds=seconds,
            made_from=made_from,
            read_whole=not trusted,
            weight=weight,
            conformance=CLAIMS[piece.form.standard],
            findings=findings,
        )
        return Staged(issued, staged)

    def _is_right(self, old: Mapping[str, Any], made_from: str, file: str) -> bool:
        """Is the file in place made from the same, and read as far as it must be?"""
        if old.get("made_from") != made_from or (self.release and not old["read_whole"]):
            return False
        return bool(old["sha256"] == file_digest(self.output / file))

    def _binding(self, piece: Piece) -> Binding:
        work = piece.work.work
        peers = _peers(work, self.works)
        return Binding(
            sections=piece.sections,
            metadata=metadata_of(work, self.epoch),
            fonts=self.store.face,
            profile=work.layout.identity[_PROFILE].read_bytes(),
            words=work.words(),
            home=work.publication.slug if piece.work.part_titles else "",
            part_titles=piece.work.part_titles,
            other_works=_labels(piece, peers),
            other_files=_files(piece, peers),
            blanks_after=piece.blanks_after,
            apart=piece.apart if piece.work.part_titles else 0,
            attachments=piece.attachments,
        )


def _peers(work: Work, works: Sequence[SetWork]) -> dict[str, SetWork]:
    """Return each work of the build, by slug, as a reader of `work` has it."""
    by_name = {other.work.name: other for other in works}
    every = [other.work for other in works]
    slugs = dict.fromkeys(other.publication.slug for other in every)
    found = {slug: peer(every, slug, work) for slug in slugs}
    return {slug: by_name[other.name] for slug, other in found.items() if other}


def _labels(piece: Piece, peers: Mapping[str, SetWork]) -> dict[str, str]:
    """Return the page numbers in other works that the sections print, or that links lead to."""
    referred = {
        target.removeprefix("page:")
        for section in piece.sections
        for target in section.gathering.offers.late
        if "#" in target
    }
    members = (peers[slug] for slug in piece.work.part_titles if slug in peers)
    for made in (*piece.work.gatherings, *(one for work in members for one in work.gatherings)):
        referred.update(links_out(made.slot.draft.html))
    return {
        f"{slug}#{anchor}": other.plan.labels[anchor]
        for slug, other in peers.items()
        for anchor in sorted(other.plan.labels)
        if f"{slug}#{anchor}" in referred
    }


def _files(piece: Piece, peers: Mapping[str, SetWork]) -> dict[str, str]:
    """Return where the other works' files lie, seen from this one: in its edition if there is one.

    What is no edition of theirs leads to the screen's.
    """
    here = PurePosixPath(piece.file).parent
    files = {}
    for slug, other in peers.items():
        work = other.work
        if slug not in {piece.work.work.publication.slug, *piece.work.part_titles}:
            edition = piece.edition if piece.edition in work.publication.editions else "screen"
            path = file_of(work.publication, work.lang, edition)
            files[slug] = os.path.relpath(path, here).replace(os.sep, "/")
    return files


def _expected(piece: Piece, binding: Binding, bound: Bound, works: Sequence[SetWork]) -> Expected:
    bound_here = {section.gathering.key for section in piece.sections}
    sizes = {(s.gathering.offers.width, s.gathering.offers.height) for s in piece.sections}
    mixed = len(sizes) > 1 or any(section.foreign for section in piece.sections)
    width, height = (0.0, 0.0) if mixed else sizes.pop()
    return Expected(
        pages=bound.pages,
        title=binding.metadata.title,
        lang=binding.metadata.lang,
        width=width,
        height=height,
        labels=tuple(page.label for page in bound.plan.pages),
        fonts=_fonts(piece, works),
        contents=any(
            made.slot.name == "contents" and made.gathering.key in bound_here
            for made in piece.work.gatherings
        ),
    )


def _fonts(piece: Piece, works: Sequence[SetWork]) -> frozenset[str]:
    """Return which fonts a file may have; none are named where a part of it is somebody else's."""
    if any(section.foreign for section in piece.sections):
        return frozenset()
    slugs = {section.work for section in piece.sections}
    bound = (made.work for made in works if made.work.publication.slug in slugs)
    return fonts_of((piece.work.work, *bound))


def fonts_of(works: Iterable[Work]) -> frozenset[str]:
    """Return what the fonts of the works' layouts and brands are called, used or not."""
    files = {
        file.path
        for work in works
        for key, file in work.layout.files.items()
        if key.endswith(_FONT_FILES)
    }
    return frozenset(font_name(path.read_bytes()) for path in sorted(files))


def _drawn(section: Section) -> list[tuple[object, ...]]:
    """Return what the pages depend on that are drawn into a section."""
    return [(one.anchor, one.page, one.width, one.digest) for one in section.insets]


def _made_from(binding: Binding, piece: Piece) -> str:
    """Return the digest of all that the bytes of the file, and what is found in it, depend on."""
    sections = [
        (s.gathering.key, s.work, s.numbering, s.blank_before, s.part, s.foreign, _drawn(s))
        for s in binding.sections
    ]
    seen = (
        code_digest("binding", "editions", "checking"),
        [version(package) for package in _LIBRARIES],
        piece.form.digest,
        piece.needs,
        sections,
        (binding.home, sorted(binding.part_titles.items())),
        (binding.blanks_after, binding.apart),
        [(one.name, one.digest) for one in binding.attachments],
        binding.metadata,
        hashlib.sha256(binding.profile).hexdigest(),
        sorted(binding.words.items()),
        sorted(binding.other_works.items()),
        sorted(binding.other_files.items()),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
