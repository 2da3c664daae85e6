"""Lines are filled: a run before an emphasis keeps its words together."""

from __future__ import annotations

import pytest

from publish.typesetting import engine
from publish.typesetting.fetching import TicketFetcher

TEXT = (
    "<p>The fund that each of the unions keeps for its members <em>registers</em> all of them and "
    "counts those who pay before the season begins and <strong>every</strong> worker knows "
    "<em>where</em> records are kept.</p>"
)


def lines_of(box):
    """Yield the text of each line below a box."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield "".join(run.text for run in child.descendants() if hasattr(run, "text"))
        else:
            yield from lines_of(child)


@pytest.mark.parametrize("width", [*range(208, 218), *range(276, 288)])
def test_no_line_holds_one_word_where_more_would_fit(make_ticket, width):
    engine.load()
    from publish.typesetting.layout import layout_of

    ticket = make_ticket(TEXT, sheet=f"p {{ width: {width}px; hyphens: none; margin: 0 }}")
    fetcher = TicketFetcher({r.url: r for r in ticket.resources}, "test")
    lay_out = layout_of(ticket, fetcher, [])
    page = lay_out().pages[0]
    *lines, _last = lines_of(page._page_box.children[0])
    assert all(len(line.split()) > 3 for line in lines), lines


@pytest.mark.parametrize("width", range(150, 330, 6))
def test_no_paragraph_ends_on_a_piece_of_a_word(make_ticket, width):
    engine.load()
    from publish.typesetting.layout import layout_of

    text = "<p lang='en'>The ministry of labour published its annual recommendations.</p>"
    ticket = make_ticket(text, sheet=f"p {{ width: {width}px; hyphens: auto; margin: 0 }}")
    fetcher = TicketFetcher({r.url: r for r in ticket.resources}, "test")
    lines = list(lines_of(layout_of(ticket, fetcher, [])().pages[0]._page_box.children[0]))
    assert lines[-1].split()[-1] == "recommendations."


def test_a_last_word_that_is_wider_than_its_column_is_divided(make_ticket):
    engine.load()
    from publish.typesetting.layout import layout_of

    ticket = make_ticket(
        "<p lang='en'>Their recommendations</p>",
        sheet="p { width: 60px; hyphens: auto; margin: 0 }",
    )
    fetcher = TicketFetcher({r.url: r for r in ticket.resources}, "test")
    lines = list(lines_of(layout_of(ticket, fetcher, [])().pages[0]._page_box.children[0]))
    assert len(lines) > 2
