"""What belongs together stands together: a note and its mark, a figure and its mention."""

from __future__ import annotations

from collections.abc import Iterator

from publish.errors import Rule
from publish.typesetting.fault import Fault, is_apart
from publish.typesetting.sight import Sight

STRAY_NOTE = Rule(
    "T120",
    "A note stands on the page of its mark.",
    "Who meets the mark looks at the foot of the page, finds nothing, and reads on without.",
    "warning",
)
FAR_AWAY = Rule(
    "T125",
    "A figure, table or box stands two pages behind the first reference to it at most.",
    "Readers do not leaf. One that stands four pages before it was not introduced at all.",
    "warning",
)
RULES = (STRAY_NOTE, FAR_AWAY)

_FAR_AFTER, _FAR_BEFORE = 2, 4  # pages


def _stray_notes(sight: Sight) -> Iterator[Fault]:
    for note, (page, area, name) in sight.marks.items():
        pages = sight.notes.get(note, set())
        if pages == {page}:
            continue
        where = f"on page {min(pages)}" if pages else "on no page"
        message = f"the note of this mark stands {where}"
        remedy = "shorten the note or the paragraph, or move its mark"
        yield Fault(STRAY_NOTE, page, area, name, message, remedy, note)


def _far_away(sight: Sight) -> Iterator[Fault]:
    for name, link in sight.links.items():
        if name not in sight.ids:
            continue
        page, area, element = sight.ids[name]
        away = abs(page - link)
        far = _FAR_AFTER if page > link else _FAR_BEFORE
        if away > far and is_apart(element):
            message = f"this stands {away} pages from page {link}, which first refers to it"
            remedy = "move it to where it is spoken of, or refer to it where it stands"
            yield Fault(FAR_AWAY, page, area, name, message, remedy, element, float(away))


FINDERS = (_stray_notes, _far_away)
