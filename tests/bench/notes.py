"""Notes that left the page of their mark: WeasyPrint alone and this builder, on the same chapters.

    python tests/bench/notes.py [PAGES]

Prints a Markdown table. CPU seconds are of laying out only, without drawing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus import write_project

from publish.building.choice import Choice
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.composing.late import number_fields
from publish.composing.model import Ticket
from publish.typesetting import engine


def tickets(pages: int) -> list[Ticket]:
    """Return the chapters of the generated book, with room for page numbers of two digits."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue, _ = read_catalogue(write_project(Path(folder), pages))
        (work, *_), _ = gather_works(catalogue, Choice(), Path(folder))
    names = {chapter.name for chapter in work.manuscript.chapters}
    drafts = [slot.draft for slot in work.slots if slot.name in names]
    return [number_fields(draft, lambda _target: 2) for draft in drafts]


def counted(name: str, chapters: list[Ticket], finish: Callable[[Any, Any], Any]) -> str:
    """Lay all chapters out and return a row of the table."""
    from publish.typesetting.fetching import TicketFetcher
    from publish.typesetting.setting import _layout
    from publish.typesetting.sight import sight

    notes = stray = pages = 0
    started = time.process_time()
    for ticket in chapters:
        fetcher = TicketFetcher({r.url: r for r in ticket.resources}, name)
        seen = sight(finish(*_layout(ticket, fetcher)))
        pages += len(seen.sheets)
        notes += len(seen.marks)
        stray += sum(seen.notes.get(n) != {at} for n, (at, _, _) in seen.marks.items())
    seconds = time.process_time() - started
    return f"| {name} | {pages} | {notes} | {stray} | {stray / notes:.1%} | {seconds:.1f} |"


def main() -> None:
    chapters = tickets(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
    engine.load()
    import weasyprint.css.properties
    import weasyprint.layout.block

    from publish.typesetting import notes
    from publish.typesetting.mending import mend

    print("| notes | pages | notes | stray | | CPU s |\n|---|--:|--:|--:|--:|--:|")
    policies = weasyprint.css.properties.INITIAL_VALUES
    weasyprint.layout.block._linebox_layout = notes.layout_by_engine
    for policy in ("auto", "line", "block"):
        policies["footnote_policy"] = policy
        row = counted(f"WeasyPrint, footnote-policy: {policy}", chapters, lambda do, _: do())
        print(row, flush=True)
    policies["footnote_policy"] = notes.POLICY
    weasyprint.layout.block._linebox_layout = notes.linebox_layout
    print(counted("publish, laid out once", chapters, lambda do, _: do()), flush=True)
    print(counted("publish, mended", chapters, lambda do, root: mend(do, root, "").document))


if __name__ == "__main__":
    main()
