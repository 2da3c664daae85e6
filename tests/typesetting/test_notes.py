"""A note stands on the page of its mark."""

from __future__ import annotations

import pytest

from publish.typesetting import engine
from publish.typesetting.fetching import TicketFetcher

NOTE = "<span class='footnote' id='fn-1'>" + "The note has three lines of its own. " * 4 + "</span>"
LAST = "<p>" + "A paragraph of several lines follows. " * 6 + "</p>"
TEXTS = {
    "in a paragraph": f"<p>The first line carries a mark{NOTE} and more. {'So it goes. ' * 9}</p>",
    "in a last line": f"<p>{'So it goes. ' * 14} The mark{NOTE}.</p>",
    "in a heading": f"<h2>A heading{NOTE}</h2><p>{'So it goes. ' * 9}</p>",
    "in a list": f"<ul><li>One</li><li>Two{NOTE}</li><li>{'So it goes. ' * 9}</li></ul>",
    "in a table": f"<table><tr><td>1</td></tr><tr><td>2{NOTE}</td></tr><tr><td>3</td></tr></table>",
}


def pages_of_note(document):
    """Return the pages of the marks and the pages of the notes."""
    marks, notes = set(), set()
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():
            if getattr(box, "footnote", None):
                marks.add(number)
            if box.element_tag == "span::footnote-marker":
                notes.add(number)
    return marks, notes


def lay_out(make_ticket, text, room):
    engine.load()
    from publish.typesetting.layout import layout_of

    body = f"<div style='height: {room}px'></div>{text}{LAST}<p>Last.</p>"
    ticket = make_ticket(body, sheet="h2 { break-after: avoid } p { margin: 0 }")
    lay_out = layout_of(ticket, TicketFetcher({r.url: r for r in ticket.resources}, "test"), [])
    return lay_out()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("room", range(250, 430, 15))
def test_a_note_stays_with_its_mark_wherever_the_page_ends(make_ticket, text, room):
    marks, notes = pages_of_note(lay_out(make_ticket, text, room))
    assert marks == notes


def test_the_engine_alone_sends_a_note_away(make_ticket, monkeypatch):
    engine.load()
    import weasyprint.layout.block

    from publish.typesetting import notes

    monkeypatch.setattr(weasyprint.layout.block, "_linebox_layout", notes.layout_by_engine)
    found = [pages_of_note(lay_out(make_ticket, TEXTS["in a list"], n)) for n in range(250, 430, 6)]
    assert any(marks != notes for marks, notes in found)


def test_the_lines_before_the_mark_stay_on_their_page(make_ticket):
    for room in range(300, 400, 12):
        document = lay_out(make_ticket, TEXTS["in a last line"], room)
        marks, _ = pages_of_note(document)
        if marks == {2}:
            words = [getattr(b, "text", "") for b in document.pages[0]._page_box.descendants()]
            assert any("So it goes" in run for run in words), room
