"""Gradients in the inks of an edition (ISO 32000-1:2008, 8.7.4.5 and 7.10)."""

from __future__ import annotations

from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.inks import Inks, Paint, Rgb

_PIECES = 8  # into which a gradient between two colours is cut
_STRAIGHT = 0.004  # a way of inks that strays no farther needs no pieces


def separated_shading(shading: pikepdf.Object, inks: Inks) -> bool:
    """Turn a shading from RGB into inks; False where it is of a kind that is not known."""
    if shading.ColorSpace != Name.DeviceRGB or "/Function" not in shading:
        return False
    function = _separated(shading.Function, inks)
    if function is None:
        return False
    shading.Function = function
    shading.ColorSpace = Name("/" + inks.space)
    if "/Background" in shading:
        shading.Background = Array(list(inks.paint(_rgb(shading.Background))))
    return True


def _separated(function: pikepdf.Object, inks: Inks) -> pikepdf.Object | None:
    kind = int(function.get("/FunctionType", -1)) if isinstance(function, Dictionary) else -1
    if kind == 2 and len(function.get("/C0", ())) == len(function.get("/C1", ())) == 3:
        return _between(function, inks)
    if kind != 3:
        return None
    parts = [_separated(part, inks) for part in function.Functions]
    if None in parts:
        return None
    return Dictionary(
        FunctionType=3,
        Domain=function.Domain,
        Bounds=function.Bounds,
        Encode=function.Encode,
        Functions=Array(parts),
    )


def _between(function: pikepdf.Object, inks: Inks) -> Dictionary:
    """Return the way from one colour to another in pieces, each straight in the inks.

    A straight way in inks would leave that of the screen, and go through muddy or pale tones.
    """
    start, end, power = _rgb(function.C0), _rgb(function.C1), float(function.N)
    low, high = (float(value) for value in function.Domain)

    def at(place: float) -> Paint:
        return inks.between(start, end, min(max(place, low, 0.0), high) ** power)

    places = [piece / _PIECES for piece in range(_PIECES + 1)]
    paints = [at(place) for place in places]
    first, last = paints[0], paints[-1]
    strays = max(
        abs(paint[ink] - first[ink] - place * (last[ink] - first[ink]))
        for place, paint in zip(places, paints, strict=True)
        for ink in range(len(first))
    )
    if strays <= _STRAIGHT:
        return _straight(first, last)
    return Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Bounds=Array(places[1:-1]),
        Encode=Array([0, 1] * _PIECES),
        Functions=Array([_straight(one, other) for one, other in pairwise(paints)]),
    )


def _straight(first: Paint, last: Paint) -> Dictionary:
    return Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array(list(first)), C1=Array(list(last)), N=1
    )


def _rgb(values: pikepdf.Object) -> Rgb:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
