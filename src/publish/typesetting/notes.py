"""A correction to where WeasyPrint 70 puts notes.

Where the second line of a paragraph has no room on its page, and the first must not stay alone,
the engine makes room: it sends notes that the page holds already on to the next page, away from
their marks. Here these notes stay and the paragraph goes.
"""

from __future__ import annotations

from typing import Any  # WeasyPrint's boxes and contexts carry no types

from weasyprint.layout.block import _linebox_layout as layout_by_engine
from weasyprint.layout.block import remove_placeholders

POLICY = "line"  # unless a layout says another: a line whose note has no room goes with it


def linebox_layout(
    context: Any,
    box: Any,
    index: int,
    child: Any,
    new_children: list[Any],
    page_is_empty: bool,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    *more: Any,
) -> tuple[Any, ...]:
    """Return WeasyPrint's `(abort, stop, resume_at, position_y, new_footnotes, max_lines)`."""
    held, waiting = list(context.current_page_footnotes), len(context.reported_footnotes)
    settings = (page_is_empty, absolute_boxes, fixed_boxes, *more)
    result: tuple[Any, ...] = layout_by_engine(context, box, index, child, new_children, *settings)
    held += result[4]
    sent = [note for note in context.reported_footnotes[waiting:] if note in held]
    if not sent or page_is_empty:  # a page must take something, or there would be no end
        return result
    for note in sent:
        context.reported_footnotes.remove(note)
    staying = [*context.current_page_footnotes, *sent]
    context.current_page_footnotes = [note for note in held if note in staying]
    context._update_footnote_area()
    lines = [run for line in new_children for run in line.children]
    remove_placeholders(context, lines, absolute_boxes, fixed_boxes)
    return True, False, None, *result[3:]  # no line of this paragraph on this page
