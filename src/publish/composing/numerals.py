"""Roman numerals, as front matter is counted by."""

from __future__ import annotations

_NUMERALS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """Return `number` (1 or more) in lower-case roman numerals."""
    written = []
    for value, numeral in _NUMERALS:
        times, number = divmod(number, value)
        written.append(numeral * times)
    return "".join(written)


def roman_value(label: str) -> int:
    """Return the value of lower-case roman numerals, 0 where `label` is something else."""
    value, rest = 0, label
    for step, numeral in _NUMERALS:
        while rest.startswith(numeral):
            value, rest = value + step, rest[len(numeral) :]
    return value if not rest and label and roman(value) == label else 0
