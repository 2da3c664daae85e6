"""`publish handout`: finished files on sheets of office paper."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # JSON

from publish.binding.imposing.model import PAPERS, Fastening, SheetForm, Wish
from publish.building.handing_out import Office, Result, hand_out, hand_out_instructions
from publish.building.handouts import Request
from publish.building.ledger import ledger_for
from publish.building.named import GREYSCALE, Printed, named
from publish.building.naming import COMMON
from publish.building.store import Store
from publish.catalogue.model import Catalogue
from publish.catalogue.reading import CATALOGUE, read_catalogue
from publish.catalogue.vocabulary import LANGUAGES
from publish.commands import build
from publish.commands.clock import source_date_epoch
from publish.commands.main import cache_folder
from publish.commands.packs import chosen_sessions, make_packs, printed_of
from publish.commands.sheets_told import tell_sheets
from publish.commands.terminal import (
    say_every_finding,
    say_findings,
)
from publish.composing.layouts import load_layout
from publish.errors import Finding, Place, Rule, WrongUsage

ONE_TARGET = Rule(
    "C187",
    "A name for the result is given where there is one result.",
    "Each file would take the place of the one before it.",
)
RULES: tuple[Rule, ...] = (ONE_TARGET,)

FORMS = ("booklet", "2up", "4up", "notes")
_LAYOUT = "guide"  # whose brand the instructions are set in, where a file is of no work
_MOST_COPIES = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="sessions, works, bundles or PDF files (default: all sessions)",
    )
    parser.add_argument(
        "--form",
        choices=FORMS,
        help="of works and files: booklet, unless said otherwise; of sessions: their handout so",
    )
    parser.add_argument("--paper", choices=tuple(PAPERS), default="A4", help="(default: A4)")
    parser.add_argument("--pages", default="", metavar="LIST", help="which: 12-40, iv-x, 3, 5-")
    parser.add_argument("--copies", type=_number, default=1, metavar="N")
    parser.add_argument(
        "--greyscale",
        action="store_true",
        help="of works and sessions, in the greys that survive copiers",
    )
    parser.add_argument("--lang", default="", choices=("", *LANGUAGES), metavar="LANG")
    folding = parser.add_mutually_exclusive_group()
    folding.add_argument("--staple", action="store_true", help="through the fold (the default)")
    folding.add_argument("--fold", action="store_true", help="folded only, no staples")
    parser.add_argument(
        "--signature", type=_number, default=0, metavar="N", help="sheets folded together"
    )
    parser.add_argument(
        "--caliper", type=_caliper, default=0.1, metavar="MM", help="of the paper (default: 0.1)"
    )
    parser.add_argument(
        "--cover", choices=("with", "sheet", "file"), default="with", help="first and last page"
    )
    parser.add_argument("--actual-size", action="store_true", help="do not fit pages to the sheet")
    parser.add_argument("--direction", choices=("ltr", "rtl"), default="", help="of reading")
    parser.add_argument(
        "--instructions", action="store_true", help="only the page that says how to print them"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the sheets go")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")
    parser.add_argument("-v", "--verbose", action="store_true", help="list notes, too")


def run(arguments: argparse.Namespace) -> int:
    """Make the packs of sessions, and the sheets of everything that is named."""
    root: Path = arguments.project
    catalogue = read_catalogue(root)[0] if (root / CATALOGUE).is_file() else None
    edition = GREYSCALE if arguments.greyscale else COMMON
    languages = (arguments.lang,) if arguments.lang else ()
    epoch = source_date_epoch()
    works = catalogue.publications if catalogue else {}
    maybe = [name for name in arguments.names if name not in works]  # a work goes before
    sessions = chosen_sessions(catalogue, maybe, languages) if maybe or not arguments.names else ()
    of_sessions = {session.name for session, _ in sessions}
    files = [
        printed
        for name in dict.fromkeys(arguments.names)
        if name not in of_sessions
        for printed in named(name, root, catalogue, languages, edition, epoch)
    ]
    _check_target(arguments, len(files) + len(sessions))
    packs: tuple[Mapping[str, Any], ...] = ()
    findings: list[Finding] = []
    slides: list[Printed] = []
    if catalogue and sessions:
        packs, found = make_packs(arguments, catalogue, sessions, edition, epoch)
        findings += found
        slides = _from_packs(arguments, catalogue, packs, epoch)
    _build_what_is_stale(arguments, files)
    made = _sheets(arguments, arguments.form or "notes", slides, catalogue)
    made += _sheets(arguments, arguments.form or "booklet", files, catalogue)
    findings += [finding for one in made for finding in one.findings]
    (say_every_finding if arguments.verbose else say_findings)(findings)
    tell_sheets(arguments, packs, made)
    return 0


def _check_target(arguments: argparse.Namespace, count: int) -> None:
    if arguments.out and count > 1:
        message = f"--out names one file, but {count} are to be made"
        raise WrongUsage((ONE_TARGET.at(Place(), message, "say --lang, or leave --out away"),))


def _sheets(
    arguments: argparse.Namespace,
    form: SheetForm,
    chosen: Sequence[Printed],
    catalogue: Catalogue | None,
) -> list[Result]:
    """Put files on sheets in a form."""
    if not chosen:
        return []
    root: Path = arguments.project
    layout, _ = load_layout(root, _LAYOUT, catalogue.imprint.brand if catalogue else "brand")
    cache = cache_folder(arguments)
    office = Office(
        layout=layout,
        imprint=catalogue.imprint.name if catalogue else "",
        store=Store(cache),
        ledger=ledger_for(cache, root, "handouts"),
        request=_request(arguments, form),
    )
    work = hand_out_instructions if arguments.instructions else hand_out
    return work([(one, _target(arguments, form, one)) for one in chosen], office)


def _from_packs(
    arguments: argparse.Namespace,
    catalogue: Catalogue,
    packs: Sequence[Mapping[str, Any]],
    epoch: int | None,
) -> list[Printed]:
    """Return what of packs goes on sheets: slides as notes, or handouts in the form asked for."""
    document = "handout" if arguments.form else "slides"
    return [
        printed_of(record, catalogue.sessions[record["session"]], catalogue, epoch)
        for record in packs
        if record["document"] == document
    ]


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_COPIES:
        raise argparse.ArgumentTypeError(f"give a whole number from 1, not {text!r}")
    return int(text)


def _caliper(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0.03 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"give millimetres from 0.03 to 1, not {text!r}")
    return value


def _build_what_is_stale(arguments: argparse.Namespace, chosen: Sequence[Printed]) -> None:
    """Build the works among the files, unless what is in output/ is of this state.

    Raises:
        FindingsError: a build fails.
    """
    works: dict[tuple[str, str], list[str]] = {}
    for one in chosen:
        if one.work:
            works.setdefault((one.work, one.edition), []).append(one.lang)
    for (work, edition), languages in works.items():
        build.bring_up_to_date(arguments.project, arguments.cache, work, edition, languages)


def _request(arguments: argparse.Namespace, form: SheetForm) -> Request:
    folds = form == "booklet"
    fastening: Fastening = "none"
    if folds:
        fastening = "fold" if arguments.fold else "staple"
    wish = Wish(
        form=form,
        paper=arguments.paper,
        fastening=fastening,
        sheets=arguments.signature,
        caliper=arguments.caliper,
        actual=arguments.actual_size,
        cover=arguments.cover if folds else "with",
    )
    return Request(
        wish, arguments.pages, arguments.lang, arguments.direction, copies=arguments.copies
    )


def _target(arguments: argparse.Namespace, form: SheetForm, printed: Printed) -> Path:
    """Return where the sheets of a file go."""
    if arguments.out:
        return Path(arguments.out).resolve()
    name = f"{printed.stem}-{form}-{arguments.paper.lower()}"
    if pages := re.sub(r"[^\w-]+", "_", arguments.pages).strip("_"):
        name += f"-pages-{pages[:60]}"
    root: Path = arguments.project
    home = root / "output" / "handouts"
    folder = printed.file.parent if printed.file.is_relative_to(home) else home / printed.stem
    return folder / f"{name}.pdf"
