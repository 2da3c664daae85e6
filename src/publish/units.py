"""Lengths: points inside the program, millimetres in TOML and CSS."""

from __future__ import annotations

Box = tuple[float, float, float, float]  # left, bottom, right, top in points

MM = 72 / 25.4  # points in a millimetre
