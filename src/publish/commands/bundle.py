"""`publish bundle`: several works bound as one, and the package around them."""

from __future__ import annotations

import argparse

from publish.building.choice import EVERY
from publish.commands import build
from publish.commands.choosing import add_choosing_bundles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    add_choosing_bundles(parser)
    build.add_building(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build the bundles, and the works that they are made of, unless nothing has changed."""
    arguments.bundles = arguments.bundles or (EVERY,)
    return build.run(arguments)
