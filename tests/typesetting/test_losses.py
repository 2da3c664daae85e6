"""No word of the copy is lost on its way to the pages: the gate, and what keeps the engine."""

from __future__ import annotations

import pytest

from publish.composing.model import Resource
from publish.typesetting import engine
from publish.typesetting.fetching import TicketFetcher

WORDS = "The fund registers members before the season begins and counts each month of work. "
PLAIN = """p, ul, h2 { margin: 0 } table { width: 100%; border-spacing: 0 }
           th, td { padding: 7pt 5mm; text-align: left } td { padding-top: 0 }"""
PICTURE = Resource(
    "a.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>',
)


def box(points):
    """Return a long box: with 24 points a page holds its text, not the padding below that."""
    text = "".join(f"<li>Point {number}</li>" for number in range(points))
    return (
        "<table id='box-x'><thead><tr><th>Its head</th></tr></thead>"
        f"<tbody><tr><td><ul>{text}</ul></td></tr></tbody></table>"
    )


def full(points):
    """Return such a box at the head of a page."""
    return f"<p id='p'>Before.</p><div style='break-after: page'></div>{box(points)}"


def laid_out(make_ticket, body, sheet=""):
    engine.load()
    from publish.typesetting.layout import layout_of

    ticket = make_ticket(body, PICTURE, sheet=PLAIN + sheet)
    return layout_of(ticket, TicketFetcher({r.url: r for r in ticket.resources}, "test"), [])


def lost(make_ticket, body, sheet=""):
    lay_out = laid_out(make_ticket, body, sheet)
    from publish.typesetting.losses import losses

    return list(losses(lay_out(), lay_out.root, lay_out.hides))


@pytest.fixture
def engine_alone(monkeypatch):
    engine.load()
    import weasyprint.layout.block

    from publish.typesetting import cells

    monkeypatch.setattr(weasyprint.layout.block, "block_container_layout", cells.layout_by_engine)


@pytest.mark.usefixtures("engine_alone")
def test_a_head_that_the_engine_leaves_out_is_found(make_ticket):
    (fault,) = lost(make_ticket, full(24))
    assert (fault.rule.code, fault.rule.severity) == ("T131", "error")
    assert (fault.page, fault.near) == (1, "box-x")
    assert fault.message == "no page shows “Its head”"
    assert not lost(make_ticket, full(23))
    assert not lost(make_ticket, full(25))


@pytest.mark.parametrize("points", range(20, 54, 2))
def test_a_box_keeps_its_head_on_each_page_however_long_it_is(make_ticket, points):
    lay_out = laid_out(make_ticket, box(points), "td { padding-bottom: 30pt }")
    for page in lay_out().pages:
        words = [getattr(box, "text", "") for box in page._page_box.descendants()]
        assert "Its head" in words
        assert any(word.startswith("Point") for word in words)


def test_the_last_line_of_a_cell_goes_on_where_only_its_padding_has_no_room(make_ticket):
    assert not lost(make_ticket, full(24))
    lay_out = laid_out(make_ticket, full(24))
    assert len(lay_out().pages) == 3


ROWS = "<tr><td>First line" + "<br>and a next one" * 11 + "</td></tr>"
TALL = (
    f"<table id='tbl-x'><thead><tr><th>Its head</th></tr></thead><tbody>{ROWS * 2}</tbody></table>"
)
TOGETHER = "table, tr { break-inside: avoid } tr { break-after: avoid }"


def test_a_head_given_up_for_rows_that_stay_together_comes_back(make_ticket, set_pages):
    body = f"<p>Before.</p>{TALL}"
    assert [fault.near for fault in lost(make_ticket, body, TOGETHER)] == ["tbl-x"]
    pdf, offers = set_pages(body, sheet=PLAIN + TOGETHER)
    assert "T131" not in [finding.rule for finding in offers.findings]
    assert any("no page shows “Its head”" in finding.message for finding in offers.findings)
    assert any("Its head" in page.extract_text() for page in pdf.pages)


SHOWN = {
    "words broken": f"<p style='width: 20mm; hyphens: auto'>{'internationally ' * 9}</p>",
    "soft hyphens": "<p style='width: 20mm; hyphens: manual'>Donau&shy;dampf&shy;schiff</p>",
    "capitals": "<p style='text-transform: uppercase'>Straße und Maß</p>",
    "ligatures": "<p>Office, affluent, fjord</p>",
    "right to left": "<p dir='rtl'>one <em>two</em> three</p>",
    "note": f"<p>Mark<span class='footnote'>{WORDS}</span> and <em>more</em> text.</p>",
    "beside": f"<div style='position: absolute; left: -20mm'>{WORDS}</div><p>Text.</p>",
    "turned": "<div style='transform: rotate(90deg)'>Text</div>",
    "columns": f"<div style='columns: 2'>{WORDS * 40}</div>",
    "repeated head": box(60),
    "hidden": "<p style='display: none'>Not <em>this</em></p><p hidden>Nor this</p>",
    "hidden by a sheet": "<p class='gone'>Not <em>this</em></p>",
    "comment": "<p>Text <!-- with a remark --> and more</p>",
    "kept spaces": "<pre>one  two\n  three</pre>",
    "first letter": "<p class='drop'>Once upon a time</p>",
    "drawing": "<svg width='9' height='9'><title>A</title><text>B</text></svg>",
    "no picture": "<p><img src='a.svg' alt=''></p>",
    "picture": "<p><img src='a.svg' alt='A'></p>",
    "field": "<p>page <span class='late' data-late='page:x'></span></p>",
}
SHEET = ".gone { display: none } .drop::first-letter { font-size: 30pt }"


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN)
def test_what_is_shown_or_meant_not_to_be_is_not_missed(make_ticket, body):
    assert not lost(make_ticket, body, SHEET)


def test_all_that_is_lost_in_one_go_is_one_finding_beside_what_stands_before(make_ticket):
    from publish.typesetting.losses import losses

    body = "<h2 id='sec-a'>A</h2><p>Kept.</p><p>One <em>two</em></p><img src='a.svg' alt='B'>"
    lay_out = laid_out(make_ticket, body + "<p>Kept.</p>")
    document = lay_out()
    gone = ("One", "two", None)  # a picture has no text
    leave_out(document.pages[0]._page_box, lambda box: text_of(box) in gone)
    (fault,) = losses(document, lay_out.root, lay_out.hides)
    assert fault.message == "no page shows “One two B”"
    assert (fault.page, fault.near) == (1, "sec-a")
    assert fault.area[1] > 57  # of the paragraph before it, below the heading


def test_of_a_text_of_which_a_part_is_lost_that_part_is_named(make_ticket):
    from publish.typesetting.losses import losses

    lay_out = laid_out(make_ticket, "<p>First line<br>second line<br>third line</p>")
    document = lay_out()
    leave_out(document.pages[0]._page_box, lambda box: text_of(box) == "second line")
    (fault,) = losses(document, lay_out.root, lay_out.hides)
    assert fault.message == "no page shows “second line”"


def leave_out(box, lost):
    """Take the boxes that `lost` names off a page, as the engine would."""
    children = [child for child in getattr(box, "children", ()) if not lost(child)]
    if children or hasattr(box, "children"):
        box.children = children
    for child in children:
        leave_out(child, lost)


def text_of(box):
    if box.element_tag == "img":
        return None
    return getattr(box, "text", "").strip()
