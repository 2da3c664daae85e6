"""`publish schema`: the JSON Schemas of the configuration, for editors and programs."""

from __future__ import annotations

import argparse

from publish.catalogue.schema import schemas
from publish.commands.terminal import print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("name", nargs="?", choices=sorted(schemas()), help="one of them only")


def run(arguments: argparse.Namespace) -> int:
    """Print all schemas by name, or one."""
    every = schemas()
    print_json(every[arguments.name] if arguments.name else every)
    return 0
