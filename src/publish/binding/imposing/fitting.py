"""A page fitted into a place on a sheet: upright or turned, reduced or in its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from publish.binding.foreign.geometry import Matrix
from publish.binding.imposing.model import Leaf
from publish.units import Box

Towards = Literal["left", "right", "middle"]

_WORTH_TURNING = 1.15  # times that a page must become larger by it
_NEAR = 0.5  # points; sizes of paper are rounded in many ways


def usual(leaves: Sequence[Leaf]) -> Leaf:
    """Return a page of the size that most have; of equally many, the one that comes first."""
    sizes = Counter((round(leaf.width), round(leaf.height)) for leaf in leaves)
    most = max(sizes.values())
    return next(x for x in leaves if sizes[round(x.width), round(x.height)] == most)


def fit(leaf: Leaf, width: float, height: float) -> float:
    """Return by how much a page must be scaled to fill a place as far as it goes."""
    scale = min(width / leaf.width, height / leaf.height)
    over = max(leaf.width - width, leaf.height - height)
    return 1.0 if scale < 1.0 and over < _NEAR else scale


def is_turned(leaf: Leaf, width: float, height: float) -> bool:
    """Is a page much larger in a place if it lies on its side?"""
    lying = Leaf(leaf.height, leaf.width)
    return fit(lying, width, height) > _WORTH_TURNING * fit(leaf, width, height)


def turned(leaf: Leaf) -> tuple[Matrix, Leaf]:
    """Return the matrix that lays a page on its side, head to the left, and the page as it lies.

    So tables lie in books that are read from the left.
    """
    return (0.0, 1.0, -1.0, 0.0, leaf.height, 0.0), Leaf(leaf.height, leaf.width, leaf.bleed)


def turned_rightwards(leaf: Leaf) -> tuple[Matrix, Leaf]:
    """Return the same with the head to the right, as in books that are read from there."""
    return (0.0, -1.0, 1.0, 0.0, 0.0, leaf.width), Leaf(leaf.height, leaf.width, leaf.bleed)


def laid(leaf: Leaf, scale: float, place: Box, edge: Towards) -> tuple[Matrix, Box]:
    """Return the matrix that brings a page to an edge of a place, and what it then covers."""
    wide, high = leaf.width * scale, leaf.height * scale
    left, bottom, right, top = place
    x = {"left": left, "right": right - wide, "middle": (left + right - wide) / 2}[edge]
    y = (bottom + top - high) / 2
    return (scale, 0.0, 0.0, scale, x, y), (x, y, x + wide, y + high)
