"""The rule on total ink: how much all inks together lay on one place of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from publish.checking.opened import dictionary, items, numbers, raw
from publish.checking.preflight.functions import along
from publish.checking.preflight.marks import Mark, PageContent, Placed, shared, unit_box
from publish.checking.preflight.picture_ink import coverage_of
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.spaces import Ink, Paint, ink_of
from publish.errors import Finding, Rule
from publish.units import Box

INK_LIMIT = Rule(
    "P254",
    "No place on a page has more ink than the printer allows.",
    "GWG 2015, 4.22, Total Ink Area Coverage; ISO 12647-2:2013: too much ink does not dry, sets "
    "off on the next sheet and sticks pages together.",
)

RULES: tuple[Rule, ...] = (INK_LIMIT,)

TOLERANCE = 0.5  # per cent: what rounding of colours may add
LEAST_AREA = 2.8 * 2.8  # square points, about 1 mm²: specks in pictures dry
MOST_UNDER = 200  # marks that are looked at under one that lets them through


def check_ink(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the place of a page with the most ink, if that is over the limit."""
    limit = case.needs.ink_limit
    if not limit:
        return
    most, where = 0.0, content.bleed
    for index, mark in enumerate(content.marks):
        if not shared(mark.box, content.bleed):
            continue
        total, box = _ink(case, content, index, mark, limit)
        if total > most:
            most, where = total, box
    if most > limit + TOLERANCE:
        message = f"{most:.0f} per cent of ink lie on one place; the printer allows {limit:g}"
        remedy = "convert it with the printer's profile, or lighten the colours under black"
        yield case.finding(INK_LIMIT, content, message, remedy, where)


def _ink(
    case: Case, content: PageContent, index: int, mark: Mark, limit: float
) -> tuple[float, Box]:
    """Return the most ink that a mark makes, alone or with those under it, and where."""
    if isinstance(mark.source, Placed) and mark.paint is None:
        coverage = coverage_of(mark.source, case.known)
        if coverage is None:
            return 0.0, mark.box
        return _of_picture(coverage.totals(), mark, mark.source, limit)
    if mark.act == "shading" and mark.paint:
        return max((ink.total for ink in shading_inks(mark.paint)), default=0.0), mark.box
    ink = mark.paint and ink_of(mark.paint.space, mark.paint.values)
    if not ink:
        return 0.0, mark.box
    if _lets_through(mark):
        return _with_those_under(case, content, index, mark, ink, limit)
    return ink.total, mark.box


def _of_picture(totals: np.ndarray, mark: Mark, placed: Placed, limit: float) -> tuple[float, Box]:
    """Return the most ink of a picture; over the limit only if enough of it is."""
    high = totals > limit + TOLERANCE
    area = unit_box(placed.matrix)
    one = (area[2] - area[0]) * (area[3] - area[1]) / max(totals.size, 1)
    if high.sum() * one < LEAST_AREA:
        return min(float(totals.max(initial=0.0)), limit), mark.box
    rows, columns = np.nonzero(high)
    height, width = totals.shape
    a, b, c, d, e, f = placed.matrix
    across = (columns.min() / width, (columns.max() + 1) / width)
    up = (1 - (rows.max() + 1) / height, 1 - rows.min() / height)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in across for y in up]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = shared((min(xs), min(ys), max(xs), max(ys)), mark.box)
    return (float(totals[high].max()), box) if box else (0.0, mark.box)


def _lets_through(mark: Mark) -> bool:
    graphics = mark.graphics
    over = graphics.overprint_stroke if mark.act == "stroke" else graphics.overprint_fill
    return over or _blend(mark) in ("Multiply", "Darken", "ColorBurn")


def _blend(mark: Mark) -> str:
    return mark.veil.blend if mark.veil else mark.graphics.blend


def _with_those_under(
    case: Case, content: PageContent, index: int, mark: Mark, ink: Ink, limit: float
) -> tuple[float, Box]:
    """Return the most ink of a mark together with each of those that it lets through.

    Source: ISO 32000-1:2008, 11.3.5.2 (Multiply, on inks: 1 − (1 − a)(1 − b)), 8.6.7 (overprint).
    """
    most, where = ink.total, mark.box
    below = content.marks[: mark.veil.under if mark.veil else index]
    combine = _overprinted if _blend(mark) == "Normal" else _multiplied
    for under in islice(reversed(below), MOST_UNDER):
        box = shared(mark.box, under.box)
        if not box or box[2] - box[0] < 0.5 or box[3] - box[1] < 0.5:
            continue
        if isinstance(under.source, Placed) and under.paint is None:
            coverage = coverage_of(under.source, case.known)
            if coverage:
                totals = combine(coverage.inks, ink).sum(axis=2)
                total, box = _of_picture(totals, under, under.source, limit)
            else:
                total = 0.0
        else:
            own = under.paint and ink_of(under.paint.space, under.paint.values)
            total = float(combine(np.array([[own]]) * 100, ink).sum()) if own else 0.0
        if total > most:
            most, where = total, box
    return most, where


def _overprinted(inks: np.ndarray, over: Ink) -> np.ndarray:
    """Return inks with those of a colour that overprints: its own replace them, the rest stay."""
    top = np.array(over) * 100
    return np.where(top > 0, top, inks)


def _multiplied(inks: np.ndarray, over: Ink) -> np.ndarray:
    combined: np.ndarray = 100 - (100 - inks) * (1 - np.array(over))
    return combined


def shading_inks(paint: Paint) -> list[Ink]:
    """Return the inks along a shading; those of a mesh without function are not known."""
    shading = paint.pattern
    if shading is None:
        return []
    functions = [dictionary(part) for part in items(raw(shading, "/Function"))]
    domain = numbers(raw(shading, "/Domain")) or (0.0, 1.0)
    found = [ink_of(paint.space, values) for values in along(functions, domain)]
    return [ink for ink in found if ink]
