"""Faults that only set pages show, each with a twin without it; and how the setter mends them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from publish.composing.model import Resource
from publish.typesetting import engine
from publish.typesetting.fetching import TicketFetcher

WORDS = "The fund registers members before the season begins and counts each month of work. "
PICTURE = Resource(
    "a.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>',
)
PLAIN = "p, h2, figure, aside { margin: 0 } "


def gap(lines):
    """Return a block as high as `lines` lines; a page has 26."""
    return f"<div style='height: {lines * 14}pt'></div>"


def text(times):
    return f"<p>{WORDS * times}</p>"


def picture(height):
    return f"<figure id='fig-x'><img src='a.svg' alt='A' style='height: {height}px'/></figure>"


def looked_at(make_ticket, body, sheet=""):
    engine.load()
    from publish.typesetting.faults import faults
    from publish.typesetting.layout import layout_of
    from publish.typesetting.sight import sight

    ticket = make_ticket(body, PICTURE, sheet=PLAIN + sheet)
    lay_out = layout_of(ticket, TicketFetcher({r.url: r for r in ticket.resources}, "test"), [])
    seen = sight(lay_out())
    return seen, faults(seen)


HEAD = "<h2 id='sec-x'>Heading</h2>"
ROW = ("<table><tr>", "<td>A</td></tr></table>")
LONG = "<td>Donaudampfschifffahrtsgesellschaft</td>"
NARROW = "table { table-layout: fixed; width: 40mm; hyphens: manual } td { padding: 0 } "
LATE = f"<p>See <a href='#fig-x'>it</a>.</p>{text(60)}{picture(50)}"
NEAR = f"<p>See <a href='#fig-x'>it</a>.</p>{text(10)}{picture(50)}"
ONE = "p { orphans: 1; widows: 1 }"
LOOSE = "* { break-after: auto }"
TWINS = {
    "heading": ("T121", f"{gap(24)}{HEAD}{text(5)}", f"{gap(20)}{HEAD}{text(5)}", LOOSE),
    "last heading": ("T121", f"{gap(24)}{HEAD}{text(5)}", f"{gap(23)}{HEAD}<p>Short.</p>", LOOSE),
    "cell": ("T122", LONG.join(ROW), "<td>Boat</td>".join(ROW), NARROW),
    "picture": ("T123", picture(510), picture(470), ""),
    "last page": ("T124", f"{gap(19)}{text(4)}", f"{gap(19)}{text(9)}", ""),
    "reference": ("T125", LATE, NEAR, ""),
    "orphan": ("T126", f"{gap(24)}{text(9)}", f"{gap(23)}{text(9)}", ONE),
    "hole": ("T127", f"{gap(12)}{text(1)}{picture(300)}", f"{gap(18)}{text(1)}{picture(300)}", ""),
}


@pytest.mark.parametrize("twins", TWINS.values(), ids=TWINS)
def test_a_fault_is_found_and_its_twin_without_it_is_not(make_ticket, twins):
    rule, faulty, sound, sheet = twins
    _, found = looked_at(make_ticket, faulty, sheet)
    assert rule in {fault.rule.code for fault in found}
    _, found = looked_at(make_ticket, sound, sheet)
    assert rule not in {fault.rule.code for fault in found}


def test_two_broken_words_at_the_foot_of_a_page_are_found(make_ticket):
    words = f"<p>{'administration organization internationally ' * 30}</p>"

    def broken(hyphens):
        sheet = f"p {{ width: 47mm; hyphens: {hyphens} }}"
        found = (looked_at(make_ticket, gap(n) + words, sheet)[1] for n in range(8, 14))
        return [fault for faults in found for fault in faults if fault.rule.code == "T128"]

    assert broken("auto")
    assert not broken("manual")


def test_a_note_that_left_its_mark_is_found(make_ticket, monkeypatch):
    engine.load()
    import weasyprint.layout.block

    from publish.typesetting import notes

    body = f"{gap(21)}<p>Mark<span class='footnote' id='fn-1'>{WORDS * 2}</span></p>{text(9)}"
    _, kept = looked_at(make_ticket, body, "span { footnote-policy: auto }")
    monkeypatch.setattr(weasyprint.layout.block, "_linebox_layout", notes.layout_by_engine)
    _, found = looked_at(make_ticket, body, "span { footnote-policy: auto }")
    assert not kept
    assert [(fault.rule.code, fault.near) for fault in found] == [("T120", "fn-1")]


@pytest.mark.parametrize(
    "body",
    [
        f"{text(2)}<div style='break-after: page'></div>{text(5)}",
        f"{HEAD}<section style='break-before: right'>{text(5)}</section>",
        f"<section style='break-after: page'>{HEAD}</section>{text(1)}",
        f"<div style='position: absolute; left: -20mm'>{WORDS * 9}</div>{text(2)}",
        f"<p style='margin-right: -12mm'>{WORDS * 3}</p>{text(2)}",
        f"<p><span style='margin-left: -9mm'>9.1</span> {WORDS}</p>",
    ],
    ids=["break", "opener", "title", "side column", "outdent", "hanging number"],
)
def test_what_is_meant_so_is_no_fault(make_ticket, body):
    _, found = looked_at(make_ticket, body, "h2 { break-after: auto }")
    assert not found


def test_a_finding_says_page_area_and_nearest_id(make_ticket):
    body = f"<h2 id='sec-a'>A</h2>{gap(12)}<p id='p'>Text.</p>{picture(300)}"
    seen, found = looked_at(make_ticket, body)
    (finding,) = (fault.finding("work/en/01", seen.sheets) for fault in found)
    assert (finding.rule, finding.page, finding.place.file) == ("T127", 1, "work/en/01#fig-x")
    left, bottom, right, top = finding.area
    assert (left, bottom, right) == (42.5, 42.5, 297.6)  # the text area, 15 mm from each edge
    assert 200 < top < 260


def test_a_line_without_an_id_is_near_the_heading_above_it(make_ticket):
    body = f"<h2 id='sec-a'>A</h2><aside id='box-a'>{text(1)}</aside><p>{'W' * 99}</p>"
    _, (fault,) = looked_at(make_ticket, body, "p { overflow-wrap: normal; hyphens: manual }")
    assert (fault.rule.code, fault.near) == ("T122", "sec-a")


BOX = f"<aside id='box-x' style='break-inside: avoid'>{text(7) * 2}</aside>"
HYPHENS = "p { width: 47mm; hyphens: auto }"
BROKEN = f"<p>{'administration organization internationally ' * 30}</p>"
CASES = {
    "T121": (f"{gap(24)}{HEAD}{text(5)}", LOOSE),
    "T124": (f"{gap(5)}{text(4)}{text(3)}{text(4)}", ""),
    "T126": (f"{gap(24)}{text(9)}", ONE),
    "T127": (f"{gap(10)}{text(1)}{BOX}", ""),
    "T127 ": (f"{gap(12)}{text(1)}{picture(300)}{text(9)}", ""),
}


def said(offers):
    return [finding.rule for finding in offers.findings]


@pytest.mark.parametrize("rule", CASES)
def test_a_fault_that_can_be_mended_is_mended_and_told(set_pages, make_ticket, rule):
    body, sheet = CASES[rule]
    assert rule.strip() in {fault.rule.code for fault in looked_at(make_ticket, body, sheet)[1]}
    _, offers = set_pages(body, PICTURE, sheet=PLAIN + sheet)
    assert said(offers) == ["T139"]
    assert offers.findings[0].severity == "note"


def test_broken_words_are_mended(set_pages):
    told = [set_pages(gap(n) + BROKEN, sheet=PLAIN + HYPHENS)[1] for n in range(8, 14)]
    assert {rule for offers in told for rule in said(offers)} == {"T139"}


def test_a_note_that_the_engine_sends_away_is_brought_back(set_pages, monkeypatch):
    engine.load()
    import weasyprint.layout.block

    from publish.typesetting import notes

    monkeypatch.setattr(weasyprint.layout.block, "_linebox_layout", notes.layout_by_engine)
    note = f"<span class='footnote' id='fn-1'>{'A note of some length. ' * 6}</span>"
    body = f"{gap(21)}<p>Mark{note} and more.</p>{text(9)}"
    pdf, offers = set_pages(body, sheet=f"{PLAIN} span {{ footnote-policy: auto }}")
    assert said(offers) == ["T139"]
    assert offers.findings[0].place.file == "work/en/test#fn-1"
    (home,) = (page for page in pdf.pages if "Mark" in page.extract_text())
    assert "A note of some length" in home.extract_text()


def test_what_cannot_be_mended_is_left_as_it_was_and_found(set_pages):
    body = f"{gap(12)}{text(1)}{picture(300)}"
    pdf, offers = set_pages(body, PICTURE, sheet=PLAIN)
    assert said(offers) == ["T127"]
    assert len(pdf.pages) == 2


def mended(make_ticket, body, sheet=""):
    """Return all documents that were laid out, the last kept one, and what was said."""
    engine.load()
    from publish.typesetting.layout import layout_of
    from publish.typesetting.mending import mend

    ticket = make_ticket(body, PICTURE, sheet=PLAIN + sheet)
    lay_out = layout_of(ticket, TicketFetcher({r.url: r for r in ticket.resources}, "test"), [])
    made = []
    result = mend(lambda: made.append(lay_out()) or made[-1], lay_out.root, "test")
    return made, result.document, [finding.rule for finding in result.findings]


def test_a_gathering_without_faults_is_laid_out_once(make_ticket):
    assert len(mended(make_ticket, text(60))[0]) == 1
    assert len(mended(make_ticket, *CASES["T121"])[0]) == 2


def test_mending_leaves_no_hole(make_ticket):
    from publish.typesetting.fault import emptied
    from publish.typesetting.sight import sight

    body = f"{gap(5)}{text(2)}{picture(170)}{text(5)}"  # two lines go over; the figure must stay
    _, document, told = mended(make_ticket, body)
    first, last = sight(document).sheets
    assert told == ["T139"]
    assert emptied(first) < 0.3
    assert not [piece for piece in last.pieces if piece.tag == "figure"]


def test_a_change_that_mends_nothing_is_taken_back(make_ticket):
    box = f"<aside id='box-x'><p style='break-inside: avoid'>{'W ' * 400}</p></aside>"
    made, document, told = mended(make_ticket, f"{gap(10)}{text(1)}{box}")
    assert told == ["T127"]
    assert len(made) == 2
    assert document is made[0]


def test_text_does_not_pass_from_one_section_to_another(make_ticket):
    body = f"{gap(12)}{text(1)}{picture(300)}<h2>Next</h2>{text(9)}"
    assert mended(make_ticket, body)[2] == ["T127"]


def test_pages_are_mended_the_same_way_each_time(make_ticket):
    engine.load()
    from publish.typesetting.setting import set_ticket

    ticket = make_ticket(CASES["T124"][0], sheet=PLAIN)
    first, again = (set_ticket(ticket, "work/en/test")[0] for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("alone", "left"), [(1.0, ["first"]), (9.0, ["first", "second"])])
def test_a_change_that_another_one_made_needless_is_taken_back(monkeypatch, alone, left):
    """Both were made at once: a box was divided, and a heading moved that stood below it."""
    engine.load()
    from publish.typesetting import mending
    from publish.typesetting.changes import Change, Tree

    root = ET.fromstring("<body><p id='first'/><p id='second'/></body>")
    ways = [(None, Change(element, "color: red", "")) for element in root]
    costs = {("first", "second"): 5.0, ("first",): alone, ("second",): 9.0}

    def tried(_job):
        changed = tuple(element.get("id") for element in root if element.get("style"))
        return mending._Try(None, None, ("a fault",), costs[changed])

    monkeypatch.setattr(mending, "_try", tried)
    tree = Tree(root)
    undos = [tree.make([change for _, change in ways])]
    best, done = mending._without_needless(None, tree, tried(None), ways, undos)
    assert [change.element.get("id") for _, change in done] == left
    assert best.cost == costs[tuple(left)]
    assert [element.get("id") for element in root if element.get("style")] == left
