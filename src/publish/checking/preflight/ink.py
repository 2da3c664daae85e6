"""The rule on total ink: how much all inks together lay on one place of the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from publish.checking.opened import dictionary, items, numbers, raw
from publish.checking.preflight.functions import along
from publish.checking.preflight.marks import (
    Mark,
    Outline,
    PageContent,
    Placed,
    holds,
    shared,
    spread,
    unit_box,
)
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
_EDGE = 0.25  # points: half the line of a printer's mark that begins where the bleed ends
MOST_UNDER = 200  # marks that are looked at under one that lets them through


Combining = Callable[[np.ndarray, Ink], np.ndarray]


@dataclass(slots=True)
class Grounds:
    """What a page has so far that others are laid upon; text is not, it does not meet others.

    Attributes:
        inks: its different colours: most marks can be judged by them at once.
        marks: with their index on the page, and their colours.
    """

    limit: float
    inks: dict[Ink, None] = field(default_factory=dict)
    marks: list[tuple[int, Mark, tuple[Ink, ...]]] = field(default_factory=list)
    judged: dict[tuple[Ink, Ink, Combining], bool] = field(default_factory=dict)

    def add(self, index: int, mark: Mark, inks: Iterable[Ink]) -> None:
        """Note a mark and its colours; of a picture the most of each ink."""
        if mark.act != "text":
            own = tuple(inks)
            self.marks.append((index, mark, own))
            self.inks.update(dict.fromkeys(own))

    def exceeds(self, ink: Ink, under: Ink, combine: Combining) -> bool:
        """Return whether a colour comes over the limit on a ground."""
        key = (ink, under, combine)
        if key not in self.judged:
            total = float(combine(np.array(under) * 100, ink).sum())
            self.judged[key] = total > self.limit + TOLERANCE
        return self.judged[key]

    def may_exceed(self, ink: Ink, combine: Combining) -> bool:
        """Return whether a colour may come over the limit on any ground of the page."""
        return any(self.exceeds(ink, under, combine) for under in self.inks)


def check_ink(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the place of a page with the most ink, if that is over the limit."""
    limit = case.needs.ink_limit
    if not limit:
        return
    most, where = 0.0, content.bleed
    within = spread(content.bleed, -_EDGE)
    grounds = Grounds(limit)
    for index, mark in enumerate(content.marks):
        if not shared(mark.box, within):
            continue
        total, box = _ink(case, index, mark, grounds)
        if total > most:
            most, where = total, box
    if most > limit + TOLERANCE:
        message = f"{most:.0f} per cent of ink lie on one place; the printer allows {limit:g}"
        remedy = "convert it with the printer's profile, or lighten the colours under black"
        yield case.finding(INK_LIMIT, content, message, remedy, where)


def _ink(case: Case, index: int, mark: Mark, grounds: Grounds) -> tuple[float, Box]:
    """Return the most ink that a mark makes, alone or with those under it, and where."""
    if isinstance(mark.source, Placed) and mark.paint is None:
        coverage = coverage_of(mark.source, case.known)
        if coverage is None:
            return 0.0, mark.box
        grounds.add(index, mark, [Ink(*(coverage.inks.max(axis=(0, 1)) / 100))])
        return _of_picture(coverage.totals(), mark, mark.source, grounds.limit)
    if mark.act == "shading" and mark.paint:
        inks = shading_inks(mark.paint)
        grounds.add(index, mark, inks)
        return max((ink.total for ink in inks), default=0.0), mark.box
    own = mark.paint.ink if mark.paint else None
    if not own:
        return 0.0, mark.box
    total, box = own.total, mark.box
    if _lets_through(mark) and grounds.may_exceed(own, _combining(mark)):
        total, box = _with_those_under(case, index, mark, own, grounds)
    grounds.add(index, mark, [own])
    return total, box


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


def _meets(mark: Mark, under: Mark) -> Box | None:
    """Return where a mark lies on another; None where it does not, as far as one can tell.

    Of a line of text its middle counts: its box has room that no letter fills.
    """
    if mark.act != "text":
        return shared(mark.box, under.box)
    left, bottom, right, top = mark.box
    box = shared(spread(mark.box, -0.3 * min(right - left, top - bottom)), under.box)
    if not box or not isinstance(under.source, Outline):
        return box
    middle = (box[1] + box[3]) / 2
    across = (box[0], (box[0] + box[2]) / 2, box[2])
    return box if any(holds(under.source, x, middle) for x in across) else None


def _combining(mark: Mark) -> Combining:
    return _overprinted if _blend(mark) == "Normal" else _multiplied


def _overprinted(under: np.ndarray, over: Ink) -> np.ndarray:
    """Return inks with those of a colour that overprints: its own replace them, the rest stay.

    Source: ISO 32000-1:2008, 8.6.7.
    """
    top = np.array(over) * 100
    return np.where(top > 0, top, under)


def _multiplied(under: np.ndarray, over: Ink) -> np.ndarray:
    """Return inks multiplied by a colour: 1 − (1 − a)(1 − b), ISO 32000-1:2008, 11.3.5.2."""
    combined: np.ndarray = 100 - (100 - under) * (1 - np.array(over))
    return combined


def _with_those_under(
    case: Case, index: int, mark: Mark, ink: Ink, grounds: Grounds
) -> tuple[float, Box]:
    """Return the most ink of a mark together with each of those that it lets through."""
    most, where = ink.total, mark.box
    first = mark.veil.under if mark.veil else index  # of those that it does not lie upon
    combine = _combining(mark)
    for at, under, inks in islice(reversed(grounds.marks), MOST_UNDER):
        if at >= first:
            continue
        if any(grounds.exceeds(ink, own, combine) for own in inks):
            total, box = _upon(case, mark, ink, under, inks)
            if total > most:
                most, where = total, box
        if _hides(under, mark.box):  # as the white ground of a bar code does
            break
    return most, where


def _upon(case: Case, mark: Mark, ink: Ink, under: Mark, inks: Iterable[Ink]) -> tuple[float, Box]:
    """Return the most ink of a mark together with one that lies under it; 0 if none does."""
    box, combine = _meets(mark, under), _combining(mark)
    if not box or box[2] - box[0] < 0.5 or box[3] - box[1] < 0.5:
        return 0.0, mark.box
    if isinstance(under.source, Placed) and under.paint is None:
        coverage = coverage_of(under.source, case.known)
        if coverage is None:
            return 0.0, mark.box
        totals = combine(coverage.inks, ink).sum(axis=2)
        return _of_picture(totals, under, under.source, case.needs.ink_limit)
    return max(float(combine(np.array(own) * 100, ink).sum()) for own in inks), box


def _hides(under: Mark, box: Box) -> bool:
    """Return whether nothing that lies under a mark is seen in `box`."""
    graphics = under.graphics
    opaque = graphics.fill_alpha >= 1 and not graphics.masked and not under.veil
    plain = under.act == "fill" and under.exact and opaque and graphics.blend == "Normal"
    return plain and not graphics.overprint_fill and shared(under.box, box) == box


def shading_inks(paint: Paint) -> list[Ink]:
    """Return the inks along a shading; those of a mesh without function are not known."""
    shading = paint.pattern
    if shading is None:
        return []
    functions = [dictionary(part) for part in items(raw(shading, "/Function"))]
    domain = numbers(raw(shading, "/Domain")) or (0.0, 1.0)
    found = [ink_of(paint.space, values) for values in along(functions, domain)]
    return [ink for ink in found if ink]
