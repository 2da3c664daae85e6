"""Notes gathered at the end of a gathering, for layouts whose page has no room at its foot.

In large print a note takes as much room as text: at the foot it would leave its page, and the eye
would have to search it there. At the end it can be found by its number, and leads back.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from publish.composing.fragments import replaced

_PLACE = '<section class="endnotes"></section>'
_NOTE = re.compile(r'<span\b[^>]*\bid="([^"]*)"[^>]*>(.*)</span>', re.DOTALL)


def notes_place(notes: str) -> Markup:
    """Return what a template prints where its notes go: nothing if they stand at the foot.

    Args:
        notes: the setting of the layout, "foot" or "end".
    """
    return Markup(_PLACE if notes == "end" else "")  # a constant


def with_endnotes(page: str, heading: str) -> str:
    """Return `page` with its notes where the template wants them, or else at its end.

    In a note's place stands its number in brackets, in the size of the text: raised figures are
    too small to be large print. It is a link to the note, and the note's number one back.
    """
    notes: list[str] = []

    def taken(html: str) -> str:
        found = _NOTE.fullmatch(html)
        if found is None:  # no id: nothing could lead to it
            return html
        name, number = found[1], len(notes) + 1
        back = f'<span data-tag="Lbl"><a href="#{name}-mark">[{number}]</a></span>'
        notes.append(f'<p class="endnote" id="{name}" data-tag="Note">{back} {found[2]}</p>')
        return (
            f'<span class="note-mark" id="{name}-mark" data-tag="Reference">'
            f'<a href="#{name}">[{number}]</a></span>'
        )

    page = replaced(page, "span", "footnote", taken)
    made = ""
    if notes:
        title = f'<h2 class="endnotes-title">{escape(heading)}</h2>'
        made = "\n".join((f'<section class="endnotes">{title}', *notes, "</section>"))
    if _PLACE in page:
        return page.replace(_PLACE, made, 1)
    return page.replace("</body>", f"{made}\n</body>", 1)
