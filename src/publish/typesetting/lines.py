"""Two corrections to where WeasyPrint 70 breaks lines.

A run of text that ends with a space, as before an *emphasis*, is measured with that space. Where
it fits its line only without it, the engine keeps the run's first word and breaks there, and the
page shows a line of one word.

And the engine divides the last word of a text like any other, so that a paragraph ends on a line
that holds a piece of a word. Here that word goes to the last line whole.
"""

from __future__ import annotations

from typing import Any  # WeasyPrint's styles and layouts carry no types

from weasyprint.text.line_break import split_first_line as split_by_engine

_NARROWEST = 0.3  # em; text whose letters were all this narrow would fit no more of them


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Return WeasyPrint's `(layout, length, resume_index, width, height, baseline)`."""
    settings = (style, context, max_width, justification_spacing, is_line_start, minimum)
    split: tuple[Any, ...] = split_by_engine(text, *settings)
    if split[2] is not None and style["hyphens"] == "auto" and _divides_last_word(text, split[2]):
        whole = style.copy()
        whole["hyphens"] = "manual"
        undivided: tuple[Any, ...] = split_by_engine(text, whole, *settings[1:])
        if undivided[2] is not None and undivided[3] <= (max_width or 0.0):
            return undivided
    run = text.rstrip(" ")
    if split[2] is None or max_width is None or run in ("", text):
        return split
    if style["white_space"] not in ("normal", "pre-line"):
        return split
    if len(run) * _NARROWEST * style["font_size"] > max_width:
        return split
    layout, length, resume_index, *measures = split_by_engine(run, *settings)
    if resume_index is not None:
        return split
    return layout, length, len(text.encode()), *measures  # the line ends in place of the space


def _divides_last_word(text: str, at: int) -> bool:
    """Does the next line, which begins at a byte of `text`, hold the end of its last word only?"""
    written = text.encode()
    before, rest = written[:at].decode(), written[at:].decode()
    return before[-1:].isalpha() and rest[:1].isalpha() and " " not in rest.rstrip(" ")
