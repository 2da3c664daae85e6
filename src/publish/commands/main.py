"""The command line: which verb, and what its failure means to the shell.

Exit codes: 0 done; 1 findings or a failed build; 2 wrong usage. Results go to stdout, messages
to stderr.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from publish import __version__
from publish.commands.terminal import refusal, say, say_every_finding, say_findings
from publish.errors import FindingsError, NotReleased, PublishError, WrongUsage

# Each verb's module has `add_arguments(parser)` and `run(arguments) -> exit code`. They are
# imported when they are called: `publish list` need not wait for what `publish build` needs.
VERBS: Mapping[str, str] = {
    "build": "build publications and bundles into output/",
    "bundle": "bind several works as one, and make the package around them",
    "check": "check the sources without setting type",
    "handout": "put finished files on sheets for an office printer: booklets, 2-up, notes",
    "preflight": "check finished PDFs, ours or not",
    "verify": "check that a package, unpacked or not, is whole",
    "unpack": "take the manuscripts and data out of an archived work",
    "list": "list publications, languages, editions and bundles",
    "doctor": "say what this machine lacks, and how to get it",
    "schema": "print the JSON Schemas of the configuration",
    "clean": "remove built files",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    signal.signal(signal.SIGTERM, _interrupted)  # a polite kill cleans up as Ctrl-C does
    for stream in (sys.stdout, sys.stderr):  # a terminal of another century shows what it can
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser(list(sys.argv[1:] if argv is None else argv)).parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except NotReleased as fault:
        say_findings(fault.findings)
        say(refusal(fault.findings))
    except WrongUsage as fault:
        say_findings(fault.findings)
        return 2
    except FindingsError as fault:
        verbose = getattr(arguments, "verbose", False)  # not every verb has notes
        (say_every_finding if verbose else say_findings)(fault.findings)
    except PublishError as fault:
        say_findings((fault.finding,))
    except KeyboardInterrupt:
        say("stopped")
        return 130
    except BrokenPipeError:  # `publish list | head`: the reader has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  # so that the exit is quiet
        return 1
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        say(f"error: {place}{fault.strerror or fault}")
    return 1


def cache_folder(arguments: argparse.Namespace) -> Path:
    """Return the cache folder: `--cache`, else the XDG cache folder."""
    if arguments.cache:
        return Path(arguments.cache).resolve()
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "publish"


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="publish",
        description="Set once, bind many: Markdown manuscripts to branded, accessible PDFs.",
    )
    parser.add_argument("--version", action="version", version=f"publish {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for verb, what in VERBS.items():
        sub = verbs.add_parser(verb, help=what, description=what[0].upper() + what[1:] + ".")
        sub.add_argument(
            "--project",
            type=_project,
            default=Path.cwd(),
            metavar="DIR",
            help="the folder that holds sources/, layouts/ and output/ (default: this one)",
        )
        sub.add_argument(
            "--cache",
            type=Path,
            metavar="DIR",
            help="where set pages are kept (default: the user's cache folder)",
        )
        if verb in argv:
            module = import_module(f"publish.commands.{verb}")
            module.add_arguments(sub)
            run: Callable[[argparse.Namespace], int] = module.run
            sub.set_defaults(run=run)
    return parser


def _project(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path.resolve()


def _interrupted(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
