"""Sheets and what goes with them, made and put out; what stands is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # JSON

from publish.building.digests import code_digest
from publish.building.handouts import (
    Handout,
    Made,
    Request,
    beside,
    handout_of,
    instructions_for,
    make_handout,
)
from publish.building.leaflets import Press, put_leaflets
from publish.building.ledger import Ledger, file_digest, stands
from publish.building.named import Printed
from publish.building.progress import Silence
from publish.building.rounds import Setter
from publish.building.store import Store
from publish.building.workers import Workers, workers
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
    if None in done:
        with workers(1) as crew:  # it loads the engine while the sheets are made
            for number, (printed, target) in enumerate(wanted):
                if done[number] is None:
                    done[number] = result = _all_of_it(printed, target, office, crew)
                    kept[str(target)] = _record(result, digests[number])
        office.ledger.write({key: kept[key] for key in kept if Path(key).exists()})
    return [result for result in done if result is not None]


def hand_out_instructions(wanted: Sequence[tuple[Printed, Path]], office: Office) -> list[Result]:
    """Make the instructions only, as for sheets that lie where they are to go. Raises the same."""
    with workers(1) as crew:
        return [_instructions(printed, target, office, crew) for printed, target in wanted]


def _all_of_it(printed: Printed, target: Path, office: Office, crew: Workers) -> Result:
    made = make_handout(printed, office.request, office.layout, target)
    names = (INSTRUCTIONS, DUPLEX_TEST)
    return _with_leaflets(made, {n: beside(target, n) for n in names}, office, crew)


def _instructions(printed: Printed, target: Path, office: Office, crew: Workers) -> Result:
    with TemporaryDirectory(prefix="publish-") as folder:
        made = make_handout(printed, office.request, office.layout, Path(folder, target.name))
        leaflets = {INSTRUCTIONS: beside(target, INSTRUCTIONS)}
        return replace(_with_leaflets(made, leaflets, office, crew), handouts=())


def _with_leaflets(
    made: Made, leaflets: Mapping[str, Path], office: Office, crew: Workers
) -> Result:
    setter = Setter(office.store, crew, Silence(), anew=False)
    press = Press(office.layout, setter, office.store, made.printed.created)
    about = instructions_for(made, office.request, office.imprint)
    found = put_leaflets(about, made.lang, leaflets, press)
    return Result(
        handouts=made.handouts,
        sheets=made.handouts[0],
        leaflets=tuple(leaflets.values()),
        lang=made.lang,
        findings=(*made.findings, *found),
    )


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
