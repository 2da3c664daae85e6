"""What large print changes before a page is set: settings, type, notes, tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.composing.brand import parse_brand
from publish.composing.endnotes import notes_place, with_endnotes
from publish.composing.fragments import read, replaced
from publish.composing.layouts import built_in_layouts, load_layout
from publish.composing.recasting import Room, refit_tables
from publish.errors import FindingsError
from publish.manuscript.charts_text import Face

BRAND = built_in_layouts() / "brand" / "brand.toml"
EVEN = Face({}, 0.5)  # every character is half an em wide: 8 points at 16
ROOM = Room(
    upright=400,
    turned=640,
    depth=400,
    line=23,
    size=16,
    gap=10,
    inset=40,
    regular=EVEN,
    bold=EVEN,
)


def table(head: list[str], *rows: list[str], first: str = "td") -> str:
    """Return a table as manuscripts write it, with a caption."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in head)
    lines = "".join(
        f"<tr><{first}>{row[0]}</{first}>" + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>"
        for row in rows
    )
    return (
        '<div class="table wide" id="tbl-x"><table><colgroup><col style="width:50%"></colgroup>'
        '<thead><tr class="caption-row" data-tag="Caption">'
        f'<th colspan="{len(head)}" data-tag="none"><span class="label">Table 1</span> '
        '<span class="late" data-late="continued"></span></th></tr>'
        f'<tr>{heads}</tr></thead><tbody>{lines}</tbody></table><p class="note">N</p></div>'
    )


@pytest.mark.parametrize("name", ["guide", "brief", "sheets"])
def test_the_built_in_layouts_have_wider_text_and_larger_type_in_large_print(tmp_path, name):
    usual, _ = load_layout(tmp_path, name)
    large, findings = load_layout(tmp_path, name, edition="large-print")
    assert findings == ()
    assert large.settings.page.measure > usual.settings.page.measure
    assert large.settings.notes == "end"
    assert usual.settings.notes == "foot"
    assert min(large.brand.scale) >= 16
    assert large.brand.line / large.brand.scale[0] >= 1.4
    assert [name for name in large.sheets if name not in usual.sheets] == [
        "large-print.css.j2",
        f"{name}-large-print.css.j2",
    ]
    assert all(sheet in large.files for sheet in large.sheets)


def own_layout(root: Path, settings: str) -> Path:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text(settings, encoding="utf-8")
    return folder


def test_a_layout_without_rules_for_large_print_is_refused_for_it_alone(tmp_path):
    folder = own_layout(tmp_path, 'shape = "leaflet"\n')
    load_layout(tmp_path, "own")
    with pytest.raises(FindingsError) as fault:
        load_layout(tmp_path, "own", edition="large-print")
    assert [f.rule for f in fault.value.findings] == ["L130"]
    (folder / "layout.toml").write_text("[large-print.page]\nouter = 20\n", encoding="utf-8")
    with pytest.raises(FindingsError, match=re.escape("own-large-print.css.j2 is missing")):
        load_layout(tmp_path, "own", edition="large-print")
    (folder / "own-large-print.css.j2").write_text("", encoding="utf-8")
    layout, findings = load_layout(tmp_path, "own", edition="large-print")
    assert findings == ()
    assert layout.settings.page.outer == 20


def test_a_misspelt_key_for_large_print_is_found_in_every_edition(tmp_path):
    own_layout(tmp_path, '[large-print]\nnote = "end"\n')
    _, (finding,) = load_layout(tmp_path, "own")
    assert (finding.rule, finding.place.line) == ("L102", 2)
    assert "notes" in finding.remedy


@pytest.mark.parametrize("wrong", ["[14, 16, 18, 22, 28]", "[]"])
def test_a_brand_whose_large_print_is_small_is_refused(wrong):
    text = BRAND.read_text(encoding="utf-8").replace("[16, 18, 22, 28, 36]", wrong)
    brand, findings = parse_brand(text, "brand.toml")
    assert brand is None
    assert [finding.rule for finding in findings] == ["L131"]


def test_a_brand_without_a_scale_for_large_print_has_the_usual_one():
    text = re.sub(r"\[type.large-print\]\n.*\n.*\n", "", BRAND.read_text(encoding="utf-8"))
    assert "type.large-print" not in text
    brand, _ = parse_brand(text, "brand.toml")
    assert brand is not None
    assert brand.large.scale[0] == 16


def test_notes_stand_where_the_template_wants_them_and_lead_both_ways():
    page = (
        '<body><p>One<span class="footnote" id="fn-a-1">First <span lang="fr">note</span></span>, '
        'two<span class="footnote" id="fn-a-2">Second</span>.</p>'
        f"{notes_place('end')}<p>After</p></body>"
    )
    made = with_endnotes(page, "Notes & more")
    text, notes = made.split('<section class="endnotes">')
    assert re.findall(r'<a href="#(fn-a-\d)">(\[\d\])</a>', text) == [
        ("fn-a-1", "[1]"),
        ("fn-a-2", "[2]"),
    ]
    assert re.findall(r'id="(fn-a-\d)" data-tag="Note"', notes) == ["fn-a-1", "fn-a-2"]
    assert re.findall(r'href="#(fn-a-\d-mark)"', notes) == re.findall(r'id="(fn-\S+mark)"', text)
    assert 'First <span lang="fr">note</span></p>' in notes
    assert "Notes &amp; more" in notes
    assert notes.endswith("</section><p>After</p></body>")


def test_a_page_without_notes_has_no_list_of_them():
    page = f"<body><p>Text</p>{notes_place('end')}</body>"
    assert with_endnotes(page, "Notes") == "<body><p>Text</p></body>"
    assert notes_place("foot") == ""


def test_columns_of_a_table_that_fits_have_the_room_of_their_longest_words():
    long = "characteristically"
    page = refit_tables(table(["A", "B"], ["one", long], ["two", "some words " * 9]), ROOM)
    block = read(page)
    assert block.get("class") == "table upright"
    shares = [float(col.get("style")[6:-1]) for col in block.iter("col")]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert shares[1] / 100 * 400 >= len(long) * 8 + 10


def test_a_table_that_is_easy_to_read_across_is_turned_when_it_is_too_wide():
    row = ["a1234567", *["1234567890"] * 4]
    page = refit_tables(table(["Country", *["indicators"] * 4], row, row), ROOM)
    assert read(page).get("class") == "table turned"
    many = refit_tables(table(["Country", *["indicators"] * 4], *[row] * 20), ROOM)
    assert read(many).get("class") == "table recast"  # one turned page does not hold it


def test_a_table_of_texts_becomes_records_that_name_every_value():
    text = "Several words that would stand in a narrow column one below the other. " * 3
    rows = (["Old age", text, text, "3"], ["Sickness", text, text, "4"])
    page = refit_tables(table(["Branch", "Who<i id='n'/>", "What", "How"], *rows, first="th"), ROOM)
    block = read(page)
    assert block.get("class") == "table recast"
    assert block.get("id") == "tbl-x"
    assert ["".join(head.itertext()) for head in block.iterfind(".//p[@class='record-head']")] == [
        "Old age",
        "Sickness",
    ]
    labels = ["".join(x.itertext()) for x in block.iterfind(".//span[@class='field-label']")]
    assert labels == ["Who:", "What:", "How:"] * 2
    assert page.count('id="n"') == 1  # an anchor in a head stands once
    assert "continued" not in page  # records have no head to repeat
    assert page.endswith('<p class="note">N</p></div>')


def test_records_that_the_first_column_tells_not_apart_take_the_second_into_their_names():
    text = "Several words that would stand in a narrow column one below the other. " * 3
    rows = (["VI", "Injury", text, text], ["VI", "Survivors", text, text])
    block = read(refit_tables(table(["Part", "Case", "Who", "What"], *rows), ROOM))
    heads = ["".join(head.itertext()) for head in block.iterfind(".//p[@class='record-head']")]
    assert heads == ["Part VI: Injury", "Part VI: Survivors"]


def test_a_table_in_a_box_is_fitted_into_the_box():
    inner = table(["A", "B"], ["x" * 20, "y" * 20])  # 340 points with their gaps
    assert "upright" in refit_tables(inner, ROOM)
    wider = table(["A", "B"], ["x" * 22, "y" * 24])  # 388: in the box there are 360
    assert "upright" in refit_tables(wider, ROOM)
    boxed = f'<aside class="box box-box"><div class="box-body">{wider}</div></aside>'
    assert "recast" in refit_tables(boxed, ROOM)


def test_a_table_that_is_no_plain_grid_stays_as_it_is():
    odd = table(["A", "B"], ["one", "two"]).replace("<td>two</td>", '<td colspan="1">two</td>')
    assert read(refit_tables(odd, ROOM)).get("class") == "table wide"
    unclosed = '<div class="table"><p>own HTML of a layout</div>'
    assert refit_tables(unclosed, ROOM) == unclosed


def test_only_the_outermost_of_nested_elements_is_changed():
    page = '<div class="a"><div class="table x"><div>in</div></div></div><div class="tables"></div>'
    changed = replaced(page, "div", "table", lambda html: html.upper())
    assert changed == (
        '<div class="a"><DIV CLASS="TABLE X"><DIV>IN</DIV></DIV></div><div class="tables"></div>'
    )
