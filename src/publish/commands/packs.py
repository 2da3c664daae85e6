"""Session packs at the command line: what `publish handout SESSION` makes before any sheets."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # JSON

from publish.building.digests import inputs_digest, installed
from publish.building.finding_record import finding_record, from_record
from publish.building.ledger import ledger_for, stands
from publish.building.named import GREYSCALE, NOT_THERE, Printed
from publish.building.naming import created
from publish.building.pack_documents import SLIDES
from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Session
from publish.commands.build import cores, folders_read
from publish.commands.main import cache_folder
from publish.errors import Finding, Place, WrongUsage


def chosen_sessions(
    catalogue: Catalogue | None, names: Sequence[str], languages: Sequence[str]
) -> tuple[tuple[Session, str], ...]:
    """Return the sessions among `names`, each in its languages; without names, every session.

    Raises:
        WrongUsage: there is no session, or it is not in that language.
    """
    known = catalogue.sessions if catalogue else {}
    if not names and not known:
        remedy = "name a work, a bundle or a PDF file, or write a session: see docs/handouts.md"
        raise WrongUsage((NOT_THERE.at(Place(), "no session is written yet", remedy),))
    sessions = [known[name] for name in dict.fromkeys(names or known) if name in known]
    chosen = tuple(
        (session, lang)
        for session in sessions
        for lang in session.languages
        if not languages or lang in languages
    )
    for session in sessions:
        if all(one is not session for one, _ in chosen):
            message = f"the session `{session.name}` is only in {', '.join(session.languages)}"
            raise WrongUsage((NOT_THERE.at(session.place, message, "choose one of these"),))
    return chosen


def make_packs(
    arguments: argparse.Namespace,
    catalogue: Catalogue,
    sessions: tuple[tuple[Session, str], ...],
    edition: str,
    epoch: int | None,
) -> tuple[tuple[Mapping[str, Any], ...], tuple[Finding, ...]]:
    """Build packs unless they stand; return the records of their files, and what is to be said.

    Args:
        edition: "screen" or "greyscale".
    Raises:
        FindingsError: as `build_packs`; nothing is put out.
    """
    root: Path = arguments.project
    cache = cache_folder(arguments)
    named = (edition, *((session.name, lang) for session, lang in sessions))
    ledger = ledger_for(cache, root, ("packs", named))
    inputs = inputs_digest(folders_read(root), (repr(named), str(epoch), *installed()))
    last = ledger.read()
    output = root / "output"
    files = last.get("files", ())
    known = {file["path"]: file["sha256"] for file in files}
    if last.get("inputs") == inputs and stands(output, known):
        findings = tuple(from_record(found) for found in last["findings"])
        return tuple({**file, "written": False} for file in files), findings

    from publish.building.issue import staging_folder  # here, as the next: when there is work
    from publish.building.session_packs import PackOrder, build_packs
    from publish.building.workers import workers
    from publish.commands.display import display

    order = PackOrder(catalogue, sessions, cache, epoch, edition)
    quiet = arguments.quiet or arguments.format == "json"
    with (
        workers(cores()) as crew,
        staging_folder(output) as staging,
        display(quiet=quiet) as watch,
    ):
        records, findings = build_packs(order, ledger, staging, crew, watch)
    told = [finding_record(finding) for finding in findings]
    ledger.write({"inputs": inputs, "files": list(records), "findings": told})
    return records, findings


def printed_of(
    record: Mapping[str, Any], session: Session, catalogue: Catalogue, epoch: int | None
) -> Printed:
    """Return a document of a pack as a file that is to be printed."""
    root = catalogue.root
    path = str(record["path"])
    later = {slide + 1 for slide in session.slides_later}  # behind the title's page
    kept = (str(page) for page in range(1, record["pages"] + 1) if page not in later)
    work = catalogue.publications[session.work]
    return Printed(
        file=root / "output" / path,
        shown=f"output/{path}",
        stem=Path(path).stem,
        lang=str(record["language"]),
        title=session.title.get(str(record["language"]), session.name),
        accessible=Path(path).name.replace(f"-{GREYSCALE}", ""),
        created=created(work, epoch),
        edition=str(record["edition"]),
        pages=", ".join(kept) if later and record["document"] == SLIDES else "",
    )
