"""A correction to where WeasyPrint 70 breaks cells.

Where the text of a cell fits its page and only the padding or border below it does not, the engine
gives up the whole row, and where the row is the first of its page, it leaves the table's head out
to make room: nobody sees those words. Here such a cell breaks a few lines earlier.
"""

from __future__ import annotations

from typing import Any  # WeasyPrint's boxes and contexts carry no types

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import block_container_layout as layout_by_engine
from weasyprint.layout.block import remove_placeholders


def block_container_layout(
    context: Any, box: Any, bottom_space: float, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Return WeasyPrint's `(box, resume_at, next_page, margins, through, max_lines)`."""
    result: tuple[Any, ...] = layout_by_engine(context, box, bottom_space, *more, **named)
    if not isinstance(box, boxes.TableCellBox) or named.get("page_is_empty", True):
        return result
    cell, resume_at, *_ = result
    if cell is None or resume_at is not None:
        return result
    if not context.overflows_page(bottom_space, cell.position_y + cell.border_height()):
        return result
    remove_placeholders(context, [cell], named["absolute_boxes"], named["fixed_boxes"])
    bottom_space += cell.padding_bottom + cell.border_bottom_width
    again: tuple[Any, ...] = layout_by_engine(context, box, bottom_space, *more, **named)
    return again
