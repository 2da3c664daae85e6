"""What `publish handout` says of what it made."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # JSON

from publish.building.finding_record import finding_record
from publish.building.handing_out import Result
from publish.building.handouts import Handout
from publish.commands.terminal import counted, print_json, print_table, say


def tell_sheets(
    arguments: argparse.Namespace, packs: Sequence[Mapping[str, Any]], made: Sequence[Result]
) -> None:
    """Print what was made: the documents of packs, and sheets."""
    if arguments.format == "json":
        sheets = [_record(arguments, one) for one in made]
        print_json({"documents": list(packs), "sheets": sheets})
        return
    if arguments.quiet:
        return
    rows = [("file", "pages", "sheets", "size")]
    for file in packs:
        size = f"{file['bytes'] / 1024:,.0f} KB"
        rows.append((f"output/{file['path']}", str(file["pages"]), "", size))
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
    return f"{handout.path.name}: print {load}, {duplex}{folded}"


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
