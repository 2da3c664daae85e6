"""`publish verify`: is a package whole, wherever it was copied to?"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from publish.commands.terminal import counted, has_colour, is_live, print_json, printable, say
from publish.delivering.verdicts import Verdict
from publish.delivering.verifying import Watch, unwatched, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("package", type=Path, metavar="DIR|ZIP", help="a package, unpacked or not")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")


def run(arguments: argparse.Namespace) -> int:
    """Print a verdict on every file, and one on the whole; 1 if anything is wrong."""
    with _watch() as watch:
        verdicts = verify(arguments.package, watch)
    faults = [verdict for verdict in verdicts if verdict.is_fault]
    if arguments.format == "json":
        print_json({"whole": not faults, "files": [_record(verdict) for verdict in verdicts]})
    else:
        _print(faults if arguments.quiet else verdicts)
        if faults or not arguments.quiet:
            print(_summary(verdicts))
        if faults:
            say("    → fetch or copy the package again from where it came")
    return 1 if faults else 0


def _record(verdict: Verdict) -> dict[str, str]:
    return {
        "path": verdict.path,
        "verdict": verdict.status,
        "rule": verdict.rule,
        "message": verdict.message,
    }


def _print(verdicts: Sequence[Verdict]) -> None:
    width = max((len(verdict.status) for verdict in verdicts), default=0)
    for verdict in verdicts:
        told = " ".join(part for part in (verdict.rule, verdict.message) if part)
        line = ": ".join(part for part in (verdict.path, told) if part)
        print(printable(f"{verdict.status:{width}}  {line}"))


def _summary(verdicts: Sequence[Verdict]) -> str:
    """Return the verdict on the whole."""
    numbers = Counter(verdict.status for verdict in verdicts if verdict.is_fault)
    good = counted(sum(verdict.status == "ok" for verdict in verdicts), "file")
    if not numbers:
        return f"whole: {good}, all there, unchanged and opening, and nothing else"
    wrong = ", ".join(f"{many} {status}" for status, many in numbers.items())
    return f"not whole: {wrong}; {good} ok"


@contextmanager
def _watch() -> Iterator[Watch]:
    """Give a bar for the block, where one can move."""
    if not is_live():
        yield unwatched
        return
    from rich.console import Console  # here: only a terminal needs it
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not has_colour(), markup=False, emoji=False)
    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=None)

        def watch(name: str, done: int, total: int) -> None:
            bars.update(task, description=printable(name)[-60:], completed=done, total=total)

        yield watch
