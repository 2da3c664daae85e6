"""The bar code of an ISBN: an EAN-13 symbol drawn as vectors, black on a white panel.

Source: GS1 General Specifications, section 5.2 (EAN/UPC: symbols, dimensions, quiet zones, add-ons,
digits for people), and the ISBN Users' Manual, 7th edition, section 10. Lengths are millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from unicodedata import bidirectional

from barcode.charsets.ean import CODES
from barcode.ean import EuropeanArticleNumber13

X = 0.33  # a module at nominal magnification (100 %); 80 to 200 % may be printed
BAR_HEIGHT = 22.85
QUIET_LEFT, QUIET_RIGHT = 11, 7  # modules
ADD_ON_GAP, ADD_ON_QUIET = 9, 5  # the gap is 7 to 12 modules
_GUARD_DROP = 5  # modules by which the guard bars are longer
_DIGITS = 3.4  # size of the digits' type: they are 2.4 mm high, a module below the bars
_DIGIT_WIDTH = 0.572  # ems: the tabular digits of the text face
_DIGIT_DROP = BAR_HEIGHT + X + 0.72 * _DIGITS
_PAD = 2.0  # white around symbol and words, beyond the quiet zones
_TO_LEFT = ("R", "AL", "AN")  # classes of characters, Unicode Standard Annex 9
_LINE = 3.6  # of the words above the symbol

# Parity of the digits of an add-on, by its check value.
_PARITY_OF_TWO = ("AA", "AB", "BA", "BB")
_PARITY_OF_FIVE = (
    *("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA"),
    *("AABBA", "AAABB", "ABABA", "ABAAB", "AABAB"),
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A drawn symbol with its panel."""

    svg: str
    width: float
    height: float
    apart: str = ""  # the price, to be printed over the symbol where its letters join


def isbn_symbol(isbn: str, add_on: str = "", price: str = "", face: str = "Noto Sans") -> Symbol:
    """Return the symbol of a verified ISBN.

    Args:
        isbn: with or without hyphens; printed above the bars as it is given.
        add_on: two or five digits, drawn to the right.
        price: printed above the ISBN.
        face: family of the words and digits.
    """
    digits = re.sub(r"\D", "", isbn)
    modules = EuropeanArticleNumber13(digits[:12]).build()[0]
    # Pictures set words letter by letter, from left to right.
    apart = price if any(bidirectional(character) in _TO_LEFT for character in price) else ""
    words = [price if not apart else ""] * bool(price) + [f"ISBN {isbn}"]
    top = _PAD + _LINE * len(words)
    left = _PAD + QUIET_LEFT * X
    right = left + len(modules) * X
    parts = [*_words(words, left, right), *_main(modules, digits, left, top)]
    width = right + QUIET_RIGHT * X + _PAD
    if add_on:
        start = right + ADD_ON_GAP * X
        code = add_on_modules(add_on)
        parts += _add_on(code, add_on, start, top)
        width = start + (len(code) + ADD_ON_QUIET) * X + _PAD
    height = round(top + _DIGIT_DROP + _PAD, 3)
    width = round(width, 3)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}mm" height="{height:g}mm">'
        f'<path fill="#FFFFFF" d="M0 0h{width:g}v{height:g}H0z"/>'
        f'<g fill="#000000" font-family="{face}">{"".join(parts)}</g></svg>'
    )
    return Symbol(svg, width, height, apart)


def _words(words: list[str], left: float, right: float) -> Iterator[str]:
    """Yield the lines above the bars, none wider than these."""
    for n, line in enumerate(words, 1):
        if not line:
            continue
        size = min(2.9, (right - left) / (0.58 * len(line)))
        text = line.replace("&", "&amp;").replace("<", "&lt;")
        place = f'x="{left:.3f}" y="{_PAD + _LINE * n - 1.3:.3f}"'
        yield f'<text {place} font-size="{size:.3f}" font-weight="600">{text}</text>'


def _main(modules: str, digits: str, left: float, top: float) -> Iterator[str]:
    guards = {*range(3), *range(45, 50), *range(92, 95)}
    for at, run in _runs(modules):
        height = BAR_HEIGHT + _GUARD_DROP * X * (at in guards)
        yield _bar(left + at * X, top, run * X, height)
    y = top + _DIGIT_DROP
    yield _digits(digits[0], [left - 7.5 * X], y)
    for first, half in ((3, digits[1:7]), (50, digits[7:])):
        yield _digits(half, [left + (first + 7 * n + 3.5) * X for n in range(6)], y)


def _add_on(code: str, digits: str, left: float, top: float) -> Iterator[str]:
    """Yield an add-on: its digits stand above its bars, which end where the guard bars do."""
    y = top + 0.72 * _DIGITS
    bars = y + X
    for at, run in _runs(code):
        yield _bar(left + at * X, bars, run * X, top + BAR_HEIGHT + _GUARD_DROP * X - bars)
    yield _digits(digits, [left + (4 + 9 * n + 3.5) * X for n in range(len(digits))], y)


def add_on_modules(digits: str) -> str:
    """Return the modules of an add-on of two or five digits, 1 for a bar."""
    if len(digits) == 2:
        parity = _PARITY_OF_TWO[int(digits) % 4]
    else:
        odd, even = digits[::2], digits[1::2]
        check = (3 * sum(map(int, odd)) + 9 * sum(map(int, even))) % 10
        parity = _PARITY_OF_FIVE[check]
    codes = (CODES[set_][int(digit)] for set_, digit in zip(parity, digits, strict=True))
    return "1011" + "01".join(codes)


def _runs(modules: str) -> Iterator[tuple[int, int]]:
    """Yield the first module and the width of each bar."""
    at = 0
    for module, group in groupby(modules):
        run = len(list(group))
        if module == "1":
            yield at, run
        at += run


def _bar(x: float, y: float, width: float, height: float) -> str:
    return f'<path d="M{x:.3f} {y:.3f}h{width:.3f}v{height:.3f}h{-width:.3f}z"/>'


def _digits(digits: str, centres: list[float], y: float) -> str:
    """Return digits, each in the middle of its bars."""
    places = " ".join(f"{x - _DIGIT_WIDTH * _DIGITS / 2:.3f}" for x in centres)
    return f'<text x="{places}" y="{y:.3f}" font-size="{_DIGITS}">{digits}</text>'
