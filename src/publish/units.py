"""Lengths: points inside the program, millimetres in TOML and CSS."""

from __future__ import annotations

POINTS_PER_MM = 72 / 25.4

Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def mm(length: float) -> float:
    """Return `length` millimetres in points."""
    return length * POINTS_PER_MM
