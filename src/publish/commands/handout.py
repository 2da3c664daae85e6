"""`publish handout`: finished files on sheets of office paper."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # JSON

from publish.binding.imposing.model import PAPERS, Fastening, Wish
from publish.building.finding_record import finding_record
from publish.building.handing_out import Office, Result, hand_out, hand_out_instructions
from publish.building.handouts import Handout, Request
from publish.building.ledger import ledger_for
from publish.building.named import GREYSCALE, Printed, named
from publish.building.naming import COMMON
from publish.building.store import Store
from publish.catalogue.reading import CATALOGUE, read_catalogue
from publish.catalogue.vocabulary import LANGUAGES
from publish.commands import build
from publish.commands.clock import source_date_epoch
from publish.commands.main import cache_folder
from publish.commands.terminal import (
    counted,
    print_json,
    print_table,
    say,
    say_every_finding,
    say_findings,
)
from publish.composing.layouts import load_layout
from publish.errors import Place, Rule, WrongUsage

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
    parser.add_argument("names", nargs="+", metavar="NAME", help="works, bundles or PDF files")
    parser.add_argument("--form", choices=FORMS, default="booklet", help="(default: booklet)")
    parser.add_argument("--paper", choices=tuple(PAPERS), default="A4", help="(default: A4)")
    parser.add_argument("--pages", default="", metavar="LIST", help="which: 12-40, iv-x, 3, 5-")
    parser.add_argument("--copies", type=_number, default=1, metavar="N")
    parser.add_argument(
        "--greyscale", action="store_true", help="of works, the edition that survives copiers"
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
    """Make the sheets of everything that is named."""
    root: Path = arguments.project
    catalogue = read_catalogue(root)[0] if (root / CATALOGUE).is_file() else None
    edition = GREYSCALE if arguments.greyscale else COMMON
    languages = (arguments.lang,) if arguments.lang else ()
    epoch = source_date_epoch()
    chosen = [
        printed
        for name in dict.fromkeys(arguments.names)
        for printed in named(name, root, catalogue, languages, edition, epoch)
    ]
    if arguments.out and len(chosen) > 1:
        message = f"--out names one file, but {len(chosen)} are to be made"
        raise WrongUsage((ONE_TARGET.at(Place(), message, "say --lang, or leave --out away"),))
    _build_what_is_stale(arguments, chosen)
    brand = catalogue.imprint.brand if catalogue else "brand"
    layout, _ = load_layout(root, _LAYOUT, brand)
    cache = cache_folder(arguments)
    office = Office(
        layout=layout,
        imprint=catalogue.imprint.name if catalogue else "",
        store=Store(cache),
        ledger=ledger_for(cache, root, "handouts"),
        request=_request(arguments),
    )
    work = hand_out_instructions if arguments.instructions else hand_out
    made = work([(one, _target(arguments, one)) for one in chosen], office)
    findings = [finding for one in made for finding in one.findings]
    (say_every_finding if arguments.verbose else say_findings)(findings)
    _tell(arguments, made)
    return 0


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


def _request(arguments: argparse.Namespace) -> Request:
    folds = arguments.form == "booklet"
    fastening: Fastening = "none"
    if folds:
        fastening = "fold" if arguments.fold else "staple"
    wish = Wish(
        form=arguments.form,
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


def _target(arguments: argparse.Namespace, printed: Printed) -> Path:
    """Return where the sheets of a file go."""
    if arguments.out:
        return Path(arguments.out).resolve()
    name = f"{printed.stem}-{arguments.form}-{arguments.paper.lower()}"
    if pages := re.sub(r"[^\w-]+", "_", arguments.pages).strip("_"):
        name += f"-pages-{pages[:60]}"
    root: Path = arguments.project
    return root / "output" / "handouts" / printed.stem / f"{name}.pdf"


def _tell(arguments: argparse.Namespace, made: Sequence[Result]) -> None:
    if arguments.format == "json":
        print_json([_record(arguments, one) for one in made])
        return
    if arguments.quiet:
        return
    rows = [("file", "pages", "sheets", "size")]
    for one in made:
        for handout in one.handouts:
            size = f"{handout.bytes / 1024:,.0f} KB"
            shown = _shown(arguments, handout.path)
            rows.append((shown, str(handout.pages), str(handout.sheets), size))
        for path in one.leaflets:
            rows.append((_shown(arguments, path), "", "", f"{path.stat().st_size / 1024:,.0f} KB"))
    print_table(rows, {1: True, 2: True, 3: True})
    for one in made:
        say(_in_words(one.sheets, arguments.copies))


def _in_words(handout: Handout, copies: int) -> str:
    """Return how a file is to be printed, in a line."""
    what = "copy" if copies == 1 else "copies"
    load = f"{copies} {what}, {counted(copies * handout.sheets, 'sheet')}"
    stacks = len(handout.stacks)
    folded = f"; {stacks} stacks of {', '.join(map(str, handout.stacks))}" if stacks > 1 else ""
    duplex = f"on both sides, flip on {handout.flip} edge, actual size (100 %)"
    return f"print {load}: {duplex}{folded}"


def _shown(arguments: argparse.Namespace, path: Path) -> str:
    root: Path = arguments.project
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _record(arguments: argparse.Namespace, made: Result) -> dict[str, Any]:
    return {
        "files": [
            {
                "path": _shown(arguments, handout.path),
                "bytes": handout.bytes,
                "pages": handout.pages,
                "sides": handout.sides,
                "sheets": handout.sheets,
                "stacks": list(handout.stacks),
                "flip": handout.flip,
                "scale": round(handout.scale, 4),
            }
            for handout in made.handouts
        ],
        "leaflets": [_shown(arguments, path) for path in made.leaflets],
        "language": made.lang,
        "copies": arguments.copies,
        "load": arguments.copies * made.sheets.sheets,
        "findings": [finding_record(finding) for finding in made.findings],
    }
