"""`publish clean`: remove built files, and with --all the cache of set pages."""

from __future__ import annotations

import argparse
import shutil

from publish.commands.main import cache_folder
from publish.commands.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--all", action="store_true", help="the cache of set pages too")


def run(arguments: argparse.Namespace) -> int:
    """Empty output/ but for its .gitignore; deleting the cache costs time only."""
    output = arguments.project / "output"
    if not (arguments.project / "sources" / "catalogue.toml").is_file():
        say(f"error: {arguments.project} is not a project: it has no sources/catalogue.toml")
        return 1
    for path in sorted(output.iterdir()) if output.is_dir() else ():
        if path.name == ".gitignore":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    say("output/ is empty")
    if arguments.all:
        for part in ("gatherings", "faces", "charts", "ledgers"):
            shutil.rmtree(cache_folder(arguments) / part, ignore_errors=True)
    return 0
