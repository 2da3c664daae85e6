"""`publish unpack`: the files that an archived work carries, into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.checking.unpacking import attached_confined
from publish.commands.terminal import counted, say
from publish.errors import Place, PublishError, Rule
from publish.writing import write_whole

IN_THE_WAY = Rule(
    "C152",
    "What a PDF carries is unpacked into a folder that is empty or not there yet.",
    "Nothing of the reader's own is written over.",
)
NOTHING_THERE = Rule(
    "C153",
    "A PDF that is unpacked carries files.",
    "Only archived works do; other editions have none.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a PDF that carries files")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where they go; it is empty")


def run(arguments: argparse.Namespace) -> int:
    """Write every attached file below the folder."""
    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "the folder is not empty" if folder.is_dir() else "it is no folder"
        raise PublishError(IN_THE_WAY.at(Place(str(folder)), message, "name a new folder"))
    with TemporaryDirectory(prefix="publish-") as apart:
        # All are read before the first is written: a fault in the last leaves nothing behind.
        files = dict(attached_confined(arguments.file, str(arguments.file), Path(apart)))
        if not files:
            remedy = "take the archive edition: …-archive.pdf"
            raise PublishError(
                NOTHING_THERE.at(Place(str(arguments.file)), "the PDF carries no files", remedy)
            )
        for name, content in files.items():
            write_whole(folder / name, content.read_bytes())
    say(f"{counted(len(files), 'file')} unpacked into {folder}")
    return 0


RULES = (IN_THE_WAY, NOTHING_THERE)
