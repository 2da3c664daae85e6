"""Style sheets for languages that run from right to left: what stands left stands right.

Layouts are written once, from left to right. For Arabic every side is exchanged: of boxes, of what
floats, of the four lengths of a margin, of pages and of what stands in their corners. What knows
both directions itself stands between `/* direction: both */` and `/* direction: one */`.
"""

from __future__ import annotations

import re

_KNOWS_BOTH = re.compile(r"(/\* direction: both \*/.*?(?:/\* direction: one \*/|\Z))", re.DOTALL)

# What is no word of the language of style sheets, or opens and ends a part of it.
_TOKEN = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|[{};]""", re.DOTALL
)
_SIDE = re.compile(r"(?<![a-zA-Z])(left|right)(?![a-zA-Z])")
_OTHER = {"left": "right", "right": "left"}
_FOUR = frozenset(("margin", "padding", "inset", "border-width", "border-style", "border-color"))
_WORD = re.compile(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+")
_SPACED = re.compile(r"letter-spacing\s*:[^;}]*")
# The engine moves no line out to the right: it would only make it longer, into the margin.
_HANGING = re.compile(r"text-indent\s*:\s*-[^;}]*")


def turned(sheet: str) -> str:
    """Return a style sheet for text that runs from right to left.

    Letters are not spaced: they are written joined.
    """
    parts = _KNOWS_BOTH.split(sheet)
    return "".join(part if n % 2 else _turned(part) for n, part in enumerate(parts))


def _turned(sheet: str) -> str:
    made: list[str] = []
    part: list[str] = []  # since the last brace or semicolon: pieces, strings and comments apart
    at = 0
    for token in _TOKEN.finditer(sheet):
        part.append(sheet[at : token.start()])
        at = token.end()
        if token[0] in "{};":
            made += [*_part(part, token[0]), token[0]]
            part = []
        else:
            part.append(token[0])
    return "".join((*made, *part, sheet[at:]))


def _part(pieces: list[str], end: str) -> list[str]:
    """Return a declaration or what stands before a brace, its sides exchanged.

    Args:
        pieces: in turn what may name sides, and what may not: strings, comments, addresses.
    """
    text = "".join(pieces[::2]).strip()
    if end == "{" and not text.startswith("@"):  # classes may be called after sides
        return pieces
    name, _, value = text.partition(":")
    if name.strip() in _FOUR and len(_WORD.findall(value)) == 4 and ":" in pieces[-1]:
        return [*pieces[:-1], _four(pieces[-1])]
    turned_pieces = [_SIDE.sub(_swap, piece) for piece in pieces[::2]]
    if name.strip() == "text-indent":
        turned_pieces = [_HANGING.sub("text-indent: 0", piece) for piece in turned_pieces]
    if name.strip() == "letter-spacing":
        turned_pieces = [_SPACED.sub("letter-spacing: 0", piece) for piece in turned_pieces]
    return [
        piece
        for n, turned_piece in enumerate(turned_pieces)
        for piece in (turned_piece, *pieces[2 * n + 1 : 2 * n + 2])
    ]


def _swap(side: re.Match[str]) -> str:
    return _OTHER[side[1]]


def _four(declaration: str) -> str:
    """Return `margin: 1 2 3 4` as `margin: 1 4 3 2`: top, right, bottom, left."""
    head, colon, value = declaration.partition(":")
    top, right, bottom, left = _WORD.findall(value)
    tail = value[len(value.rstrip()) :]
    return f"{head}{colon} {top} {left} {bottom} {right}{tail}"
