"""QR codes: the address of a page on the web, for paper. Drawn as vectors, black on white.

Source: ISO/IEC 18004:2015, 6.3.8 (quiet zone of four modules). Lengths are millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4  # modules of white on every side
MODULE = 0.45  # the least that a telephone reads from a photocopy
LEAST = 18.0  # side of a symbol with little in it
_BEGINNING = re.compile(r"^https?://", re.IGNORECASE)  # not www: some sites answer only with it


@dataclass(frozen=True, slots=True)
class Code:
    """A drawn symbol: its side holds the quiet zone."""

    svg: str
    side: float


def qr_code(address: str) -> Code:
    """Return the symbol of an address; a fifth of it or so may be lost (level M)."""
    rows = segno.make(address, error="m", micro=False).matrix
    count = len(rows) + 2 * QUIET
    side = round(max(LEAST, count * MODULE), 2)
    path = "".join(_bars(rows))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {count} {count}" '
        f'width="{side:g}mm" height="{side:g}mm"><path fill="#FFFFFF" d="M0 0h{count}v{count}H0z"/>'
        f'<path fill="#000000" d="{path}"/></svg>'
    )
    return Code(svg, side)


def short_address(address: str) -> str:
    """Return an address as people type it: without what every browser adds by itself."""
    short = _BEGINNING.sub("", address.strip())
    return short[:-1] if short.endswith("/") and not set("?#") & set(short) else short


def _bars(rows: Sequence[bytearray]) -> Iterator[str]:
    """Yield runs of dark modules; those of one row are one high, so that rows join."""
    for y, row in enumerate(rows, start=QUIET):
        x = QUIET
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
