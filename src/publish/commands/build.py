"""`publish build`: manuscripts to finished files."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any  # JSON

from publish.building.choice import Choice
from publish.building.digests import inputs_digest, installed
from publish.building.finding_record import finding_record, from_record
from publish.building.ledger import Ledger, ledger_for, stands
from publish.building.order import Order
from publish.catalogue.vocabulary import BUNDLES, WAIVERS
from publish.commands.choosing import add_choosing, choice_of
from publish.commands.clock import source_date_epoch, today
from publish.commands.main import cache_folder
from publish.commands.terminal import (
    counted,
    print_json,
    print_table,
    say,
    say_every_finding,
    say_findings,
)
from publish.delivering.attribution import findings_of
from publish.delivering.report_page import BUILD
from publish.errors import Finding, FindingsError, NotReleased, PublishError, WrongUsage
from publish.units import size_text
from publish.writing import write_whole

if TYPE_CHECKING:  # not needed when nothing changed
    from publish.building.build import Result
    from publish.building.progress import Progress

MOST_WORKERS = 64  # each takes 150 MB and more


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_choosing(parser)
    add_building(parser)


def add_building(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of all verbs that build."""
    parser.add_argument(
        "--printer", default="", metavar="NAME", help="whose press the press files are for"
    )
    parser.add_argument(
        "-j", "--jobs", type=_crew, default=0, metavar="N", help="workers (default: one a core)"
    )
    parser.add_argument(
        "--release", action="store_true", help="deliver nothing while a finding stands"
    )
    parser.add_argument("--force", action="store_true", help="set and bind everything anew")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")
    parser.add_argument("-v", "--verbose", action="store_true", help="list notes, too")


def run(arguments: argparse.Namespace) -> int:
    """Build, unless nothing has changed; write build.json and report.html."""
    started = time.perf_counter()
    root: Path = arguments.project
    order = _order(arguments)
    ledger = ledger_for(order.cache, root, order.choice)
    inputs = inputs_digest(folders_read(root), (*_words(order), *installed()))
    output = root / "output"
    record = None if arguments.force else _unchanged(ledger, inputs, output)
    if record is None:
        try:
            record = _build(arguments, order, ledger, inputs)
        except FindingsError as fault:
            if arguments.format == "json":  # programs are told, too
                print_json({"files": [], "findings": [finding_record(f) for f in fault.findings]})
            raise
        _report(record, output)
    else:
        record["seconds"] = {"total": round(time.perf_counter() - started, 3)}
        if not _is_reported(record, output):
            _report(record, output)
        _say(arguments, [from_record(finding) for finding in record["findings"]])
    written = json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True)
    write_whole(output / "build.json", written.encode() + b"\n")
    if arguments.format == "json":
        print_json(record)
    elif not arguments.quiet:
        _print_summary(record)
    return 0


def bring_up_to_date(
    root: Path, cache: Path | None, work: str, edition: str, languages: Sequence[str]
) -> None:
    """Build one edition of a work or bundle, unless its files in output/ are of this state.

    Raises:
        FindingsError: the build fails.
    """
    bundle = work.startswith(f"{BUNDLES}/")
    arguments = argparse.Namespace(
        project=root,
        cache=cache,
        slugs=[] if bundle else [work],
        bundles=[work.removeprefix(f"{BUNDLES}/")] if bundle else [],
        edition=[edition],
        lang=list(languages),
        printer="",
        jobs=0,
        release=False,
        force=False,
        format="text",
        quiet=True,
        verbose=False,
    )
    order = _order(arguments)
    for choice in (Choice(), order.choice):  # a build of everything has built this, too
        asked = dataclasses.replace(order, choice=choice)
        inputs = inputs_digest(folders_read(root), (*_words(asked), *installed()))
        if _unchanged(ledger_for(order.cache, root, choice), inputs, order.output):
            return
    run(arguments)


def _crew(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"give a number from 1 to {MOST_WORKERS}, not {text!r}")
    return int(text)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _order(arguments: argparse.Namespace) -> Order:
    epoch = source_date_epoch()
    return Order(
        root=arguments.project,
        cache=cache_folder(arguments),
        choice=choice_of(arguments),
        today=today(),
        epoch=epoch,
        release=arguments.release,
        anew=arguments.force,
    )


def _words(order: Order) -> tuple[str, ...]:
    """Return what a build depends on besides the files that it reads; waivers end with a day."""
    try:
        waivers = (order.root / WAIVERS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        waivers = ""
    day = order.today.isoformat() if waivers else ""
    return repr(order.choice), str(order.epoch), str(order.release), waivers, day


def folders_read(root: Path) -> tuple[Path, ...]:
    """Return the folders that a build reads: the project's, and the program itself."""
    package = Path(__file__).parents[1]
    beside = package.parents[1] / "layouts"  # where the repository keeps the built-in layouts
    return tuple(dict.fromkeys((root / "sources", root / "layouts", package, beside)))


def _unchanged(ledger: Ledger, inputs: str, output: Path) -> dict[str, Any] | None:
    """Return the record of the last build if it still holds: nothing is then set or bound."""
    last = ledger.read()
    record = last.get("record")
    if last.get("inputs") != inputs or not isinstance(record, dict):
        return None
    if not stands(output, {file["path"]: file["sha256"] for file in record["files"]}):
        return None
    reused = record["gatherings_set"] + record["gatherings_reused"]
    record |= {"gatherings_set": 0, "gatherings_reused": reused}
    for gathering in record["gatherings"]:
        gathering["set"] = False
    return record


def _build(
    arguments: argparse.Namespace, order: Order, ledger: Ledger, inputs: str
) -> dict[str, Any]:
    from publish.building.build import build  # here: not needed when nothing changed
    from publish.building.issue import staging_folder
    from publish.building.workers import workers
    from publish.commands.display import display

    quiet = arguments.quiet or arguments.format == "json"
    # The crew is hired before the display begins: this process has one thread when it forks.
    with (
        workers(arguments.jobs or cores()) as crew,
        staging_folder(order.output) as staging,
        display(quiet=quiet) as watch,
    ):
        try:
            result = build(order, ledger, staging, crew, watch)
        except WrongUsage:  # the last report stays: nothing was tried
            raise
        except FindingsError as fault:
            _report_failure(fault, staging, order)
            raise
        record = _with_packages(result, order, watch)
    ledger.write({"inputs": inputs, "record": record})
    _say(arguments, result.findings)
    return record


def _with_packages(result: Result, order: Order, watch: Progress) -> dict[str, Any]:
    """Return the record of a build with the packages around its bundles.

    A package holds every edition, so where only some are asked for there is none, nor where they
    are for another printer.
    """
    record, choice = dict(result.record), order.choice
    if choice.editions or choice.printer or not result.catalogue.bundles:
        return record
    from publish.delivering.package import write_packages  # here: 0.1 s

    with result.clock.phase("packing", watch):
        packages = write_packages(record, result.catalogue, order.output, order.epoch)
    record["files"] = sorted([*record["files"], *packages], key=lambda file: str(file["path"]))
    return {**record, "seconds": result.clock.total()}


def _say(arguments: argparse.Namespace, findings: Sequence[Finding]) -> None:
    if arguments.verbose:
        say_every_finding(findings)
    else:
        say_findings(findings, "see output/report.html")


def _report_failure(fault: FindingsError, staging: Path, order: Order) -> None:
    """Show what was found, also in files that were bound and will not be delivered."""
    from publish.catalogue.reading import CATALOGUE  # here, as the next: 0.3 s
    from publish.delivering.report_preflight import write_failure_report

    try:
        if not (order.root / CATALOGUE).is_file():  # no project: nothing is left behind in it
            return
    except OSError:  # its folder is shut, as was found
        return
    files = {path.relative_to(staging).as_posix(): path for path in staging.rglob("*.pdf")}
    if isinstance(fault, NotReleased):  # what was not bound anew is right where it lies
        named = {finding.pdf or finding.place.file for finding in fault.findings if finding.page}
        kept = {name: order.output / name for name in named - set(files)}
        files |= {name: path for name, path in kept.items() if path.is_file()}
    record = {"findings": [finding_record(finding) for finding in fault.findings], "waived": []}
    with contextlib.suppress(PublishError):  # that it cannot be written is the lesser fault
        write_failure_report(record, dict(sorted(files.items())), order.output / "report.html")


def _is_reported(record: Mapping[str, Any], output: Path) -> bool:
    """Does the report there tell of the same files, and not of a build that failed since?"""
    try:
        last = json.loads((output / "build.json").read_bytes())
        report = (output / "report.html").read_bytes()
        ours = f"<title>{BUILD}</title>".encode() in report[:400]
        return ours and bool(last["files"] == record["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _report(record: Mapping[str, Any], output: Path) -> None:
    from publish.delivering.report import report_of, write_report  # here: 0.1 s

    write_report(record, output / "report.html", report_of(record, output))


def _print_summary(record: Mapping[str, Any]) -> None:
    rows = [("file", "pages", "size", "seconds", "findings")]
    for file in record["files"]:
        found = len(findings_of(file, record["findings"]))
        size = size_text(file["bytes"])
        pages = str(file["pages"] or "")  # a package has none
        row = (f"output/{file['path']}", pages, size, f"{file['seconds']:.2f}")
        rows.append((*row, str(found)))
    if len(rows) > 1:
        print_table(rows, {1: True, 2: True, 3: True, 4: True})
    say(
        f"{counted(record['gatherings_set'], 'gathering')} set, "
        f"{record['gatherings_reused']} reused, "
        f"{record['seconds']['total']:.2f} s"
    )
