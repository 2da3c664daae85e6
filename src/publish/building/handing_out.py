"""Sheets and what goes with them, made and put out; what stands is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # JSON

from publish.building.digests import code_digest
from publish.building.handouts import (
    Begun,
    Handout,
    Request,
    begin_handout,
    beside,
    finish_handout,
    handout_of,
)
from publish.building.ledger import Ledger, file_digest, stands
from publish.building.named import Printed
from publish.building.store import Store
from publish.composing.instructions import DUPLEX_TEST, INSTRUCTIONS
from publish.composing.layouts import Layout
from publish.errors import Finding, finding_of

_CODE = ("binding", "building", "checking", "composing", "editions", "typesetting")
_LIBRARIES = ("pikepdf", "pypdf", "uharfbuzz", "weasyprint")


@dataclass(frozen=True, slots=True)
class Office:
    """What all handouts of one command are made with.

    Attributes:
        imprint: who publishes; empty: nobody says.
        ledger: remembers what the files in place were made from.
    """

    layout: Layout
    imprint: str
    store: Store
    ledger: Ledger
    request: Request


@dataclass(frozen=True, slots=True)
class Result:
    """What was handed out for one file.

    Attributes:
        handouts: files of sheets; none where only instructions are wanted.
        sheets: the first file of sheets, in its place or not.
        leaflets: what goes with them.
    """

    handouts: tuple[Handout, ...]
    sheets: Handout
    leaflets: tuple[Path, ...]
    lang: str
    findings: tuple[Finding, ...]


def hand_out(wanted: Sequence[tuple[Printed, Path]], office: Office) -> list[Result]:
    """Make sheets of files, with instructions and a test sheet beside each, unless they stand.

    Args:
        wanted: files, and where the sheets of each go.
    Raises:
        PublishError: as `make_handout` and `put_leaflets`.
    """
    kept = dict(office.ledger.read())
    digests = [_made_from(printed, office) for printed, _ in wanted]
    done = [_standing(kept, to, now) for (_, to), now in zip(wanted, digests, strict=True)]
    missing = [number for number, result in enumerate(done) if result is None]
    names = (INSTRUCTIONS, DUPLEX_TEST)
    asked = [_Asked(*wanted[number], wanted[number][1], names) for number in missing]
    for number, result in zip(missing, _made(asked, office), strict=True):
        done[number] = result
        record = _record(result, digests[number])
        last = kept.get(str(wanted[number][1]), {})
        for gone in {*last.get("files", ())} - {*record["files"]}:
            Path(gone).unlink(missing_ok=True)  # a cover that is no longer apart would be printed
        kept[str(wanted[number][1])] = record
    if missing:
        office.ledger.write({key: kept[key] for key in kept if Path(key).exists()})
    return [result for result in done if result is not None]


def hand_out_instructions(wanted: Sequence[tuple[Printed, Path]], office: Office) -> list[Result]:
    """Make the instructions only, as for sheets that lie where they are to go. Raises the same."""
    with TemporaryDirectory(prefix="publish-") as folder:
        asked = [
            _Asked(printed, Path(folder, str(number), target.name), target, (INSTRUCTIONS,))
            for number, (printed, target) in enumerate(wanted)
        ]
        return [replace(result, handouts=()) for result in _made(asked, office)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be made.

    Attributes:
        target: where the sheets go.
        near: beside what the leaflets go.
        leaflets: their names.
    """

    printed: Printed
    target: Path
    near: Path
    leaflets: tuple[str, ...]


def _made(asked: Sequence[_Asked], office: Office) -> Iterator[Result]:
    """Yield what is made, in order."""
    if not asked:
        return
    begun = _begun(asked[0], office)
    try:
        # Here, while the first sheets are made: it takes 0.5 s.
        from publish.building.leaflets import Press, instructions_for, put_leaflets
        from publish.building.progress import Silence
        from publish.building.rounds import Setter
        from publish.building.workers import workers
    except BaseException:
        begun.child.end()
        raise
    with workers(1) as crew:  # it loads the engine while the sheets are made
        setter = Setter(office.store, crew, Silence(), anew=False)
        for number, one in enumerate(asked):
            made = finish_handout(begun if not number else _begun(one, office))
            press = Press(office.layout, setter, office.store, one.printed.created)
            about = instructions_for(made, office.request, office.imprint)
            leaflets = {name: beside(one.near, name) for name in one.leaflets}
            found = put_leaflets(about, made.lang, leaflets, press)
            yield Result(
                handouts=made.handouts,
                sheets=made.handouts[0],
                leaflets=tuple(leaflets.values()),
                lang=made.lang,
                findings=(*made.findings, *found),
            )


def _begun(asked: _Asked, office: Office) -> Begun:
    return begin_handout(asked.printed, office.request, office.layout, asked.target)


def _made_from(printed: Printed, office: Office) -> str:
    """Return the digest of all that sheets and leaflets depend on."""
    files = sorted({path for path in office.layout.identity.values() if path.is_file()})
    seen = (
        file_digest(printed.file),
        astuple(printed)[1:],
        asdict(office.request),
        office.imprint,
        [file_digest(path) for path in files],
        code_digest(*_CODE),
        [version(library) for library in _LIBRARIES],
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _standing(kept: Mapping[str, Any], target: Path, made_from: str) -> Result | None:
    """Return what is in place, if it is made from the same."""
    record = kept.get(str(target), {})
    if record.get("made_from") != made_from or not stands(Path("/"), record["files"]):
        return None
    handouts = tuple(handout_of(told) for told in record["handouts"])
    return Result(
        handouts=handouts,
        sheets=handouts[0],
        leaflets=tuple(Path(path) for path in record["leaflets"]),
        lang=record["lang"],
        findings=tuple(finding_of(found) for found in record["findings"]),
    )


def _record(result: Result, made_from: str) -> dict[str, Any]:
    paths = [*(handout.path for handout in result.handouts), *result.leaflets]
    return {
        "made_from": made_from,
        "files": {str(path): file_digest(path) for path in paths},
        "handouts": [{**asdict(one), "path": str(one.path)} for one in result.handouts],
        "leaflets": [str(path) for path in result.leaflets],
        "lang": result.lang,
        "findings": [asdict(finding) for finding in result.findings],
    }
