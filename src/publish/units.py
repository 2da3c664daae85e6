"""Lengths: points inside the program, millimetres in TOML and CSS; sizes of files."""

from __future__ import annotations

Box = tuple[float, float, float, float]  # left, bottom, right, top in points

MM = 72 / 25.4  # points in a millimetre


def size_text(size: int) -> str:
    """Return a count of bytes as people read it: "5 MB", "6.3 MB", "593 KB", "12 bytes".

    1 MB is 1,000,000 bytes, as it is to networks and mail programs.
    """
    if size < 1000:
        return f"{size} bytes"
    if size < 999_500:
        return f"{round(size / 1000)} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB")
