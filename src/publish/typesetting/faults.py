"""All faults of the setting that set pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.typesetting import faults_of_breaks, faults_of_distance, faults_of_room
from publish.typesetting.fault import Fault
from publish.typesetting.sight import Sight

_FINDERS: tuple[Callable[[Sight], Iterator[Fault]], ...] = (
    *faults_of_distance.FINDERS,
    *faults_of_breaks.FINDERS,
    *faults_of_room.FINDERS,
)


def faults(sight: Sight) -> tuple[Fault, ...]:
    """Return the faults of a gathering's pages, in the order of the pages."""
    found = [fault for find in _FINDERS for fault in find(sight)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.rule.code)))
