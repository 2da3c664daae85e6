"""Mend faults of the setting: lay the same ticket out again with a break or two put otherwise.

What is done is small, and never touches letters, words or the space between them. A way is kept
only where its pages have less to complain of than those before; a gathering without faults is laid
out once. The same ticket is mended in the same way on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any  # the engine's documents and elements carry no types

from publish.errors import Finding, Rule
from publish.typesetting.changes import Change, Tree, changes_for
from publish.typesetting.fault import Fault, emptied
from publish.typesetting.faults import faults
from publish.typesetting.losses import losses
from publish.typesetting.sight import Sight, sight

MENDED = Rule(
    "T139",
    "What the builder mends, it says.",
    "A page that breaks elsewhere than the layout alone would have it should surprise nobody.",
    "note",
)
RULES = (MENDED,)

_Way = tuple[Fault, Change]

MOST_TRIES = 6  # layouts of one gathering beyond the first
_COST = {
    "T131": 1000.0,
    "T120": 10.0,
    "T123": 8.0,
    "T121": 6.0,
    "T124": 4.0,
    "T127": 4.0,
    "T126": 2.0,
}  # else 1
_EMPTY = 15.0  # of a page left wholly empty at its foot; of half a page, a quarter of it
_PAGE = 0.2


@dataclass(frozen=True, slots=True)
class Mended:
    """A gathering's pages, and the findings on what is still wrong and on what was done."""

    document: Any
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    lay_out: Callable[[], Any]
    root: Any
    hidden: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Try:
    document: Any
    seen: Sight
    faults: tuple[Fault, ...]
    cost: float


def mend(
    lay_out: Callable[[], Any],
    root: Any,
    gathering: str,
    hidden: Callable[[Any], bool] = lambda _element: False,
) -> Mended:
    """Lay a gathering out, and again as long as that mends faults of its pages.

    Args:
        lay_out: lays out the tree below `root`, which this changes.
        hidden: do the style sheets hide this element?
    """
    job = _Job(lay_out, root, hidden)
    best = _try(job)
    done: list[_Way] = []
    undos: list[Callable[[], None]] = []
    if best.faults:
        tree = Tree(root)
        spent: set[Change] = set()  # what was made, or did not help
        together = True
        for _ in range(MOST_TRIES):
            ways = _ways(best, tree, spent)
            if not ways:
                break
            wanted = ways if together else ways[:1]
            undo = tree.make([change for _, change in wanted])
            tried = _try(job)
            if tried.cost < best.cost:
                best = tried
                done += wanted
                undos.append(undo)
            else:
                undo()
                if together and len(ways) > 1:
                    together = False
                    continue
            spent |= {change for _, change in wanted}
        best, done = _without_needless(job, tree, best, done, undos)
    findings = [fault.finding(gathering, best.seen.sheets) for fault in best.faults]
    return Mended(best.document, (*findings, *_told(done, best, gathering)))


def _without_needless(
    job: _Job, tree: Tree, best: _Try, done: list[_Way], undos: list[Callable[[], None]]
) -> tuple[_Try, list[_Way]]:
    """Return the pages without the changes that others, made with them, left without a cause.

    Args:
        undos: what takes the changes back, in the order in which they were made.
    """
    while len(done) > 1 and best.faults:
        for undo in reversed(undos):
            undo()
        tried: list[tuple[_Try, list[_Way]]] = []
        for way in done:
            rest = [one for one in done if one is not way]
            undo = tree.make([change for _, change in rest])
            tried.append((_try(job), rest))
            undo()
        least, rest = min(tried, key=lambda made: made[0].cost)
        gained = least.cost < best.cost
        if gained:
            best, done = least, rest
        undos = [tree.make([change for _, change in done])]  # the tree is that of the pages
        if not gained:
            break
    return best, done


def _told(done: Sequence[_Way], best: _Try, gathering: str) -> Iterator[Finding]:
    left = {(fault.rule.code, fault.element) for fault in best.faults}
    for fault, change in done:
        if (fault.rule.code, fault.element) not in left:
            message = f"mended: {fault.message}; {change.done}"
            page = min(fault.page, len(best.seen.sheets))
            yield MENDED.at(fault.place(gathering), message, page=page)


def _ways(tried: _Try, tree: Tree, spent: set[Change]) -> tuple[_Way, ...]:
    """Return for each fault that can be mended the first change not tried yet."""
    ways = []
    for fault in tried.faults:
        for change in changes_for(fault, tried.seen, tree):
            if change not in spent:
                ways.append((fault, change))
                break
    return tuple(ways)


def _try(job: _Job) -> _Try:
    document = job.lay_out()
    seen = sight(document)
    found = (*losses(document, job.root, job.hidden), *faults(seen))
    cost = sum(_COST.get(fault.rule.code, 1.0) * fault.size for fault in found)
    for sheet, after in zip(seen.sheets, seen.sheets[1:], strict=False):
        if not after.forced:
            cost += _EMPTY * emptied(sheet) ** 2
    return _Try(document, seen, found, cost + _PAGE * len(seen.sheets))
