"""Charts: right values, words that do not collide, clean SVG, faults with their remedy."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from publish.errors import FindingsError, Place
from publish.manuscript.charts import chart_spec, chart_svg, check_chart, load_theme
from publish.manuscript.charts_drawing import nice_ticks
from publish.manuscript.charts_text import spread, wrapped
from publish.manuscript.charts_theme import contrast, load_large_theme

HOME = Path(__file__).parents[2] / "layouts/brand"
BRAND = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}
SVG = "{http://www.w3.org/2000/svg}"
REGIONS = [
    {"region": "World", "rate": "52.4"},
    {"region": "Africa", "rate": "19.1"},
    {"region": "Europe and Central Asia", "rate": "85.2"},
    {"region": "A region whose name is long enough to be broken into lines", "rate": "40.0"},
]
EDITIONS = [
    {"group": group, "year": year, "rate": rate, "other": "10"}
    for group, rates in (("Women", "10 12 14"), ("Men", "11 12.5 13"), ("All", "10.5 12 13.5"))
    for year, rate in zip(("2015", "2020", "2023"), rates.split(), strict=True)
]
PERIODS = [
    {"country": "A", "start": "1981", "end": ""},
    {"country": "B", "start": "1994", "end": "2008"},
    {"country": "C", "start": "1997-10", "end": "2009-02"},
]
TYPES = {
    "bar": ({"type": "bar", "x": "region", "y": "rate", "highlight": "World"}, REGIONS),
    "bar without labels": ({"type": "bar", "x": "region", "y": "rate", "labels": False}, REGIONS),
    "column": ({"type": "column", "x": "year", "y": "rate", "series": "group"}, EDITIONS),
    "line": ({"type": "line", "x": "year", "y": "rate", "series": "group"}, EDITIONS),
    "slope": ({"type": "slope", "x": "year", "y": "rate", "series": "group"}, EDITIONS),
    "dot": ({"type": "dot", "x": "group", "y": "rate", "series": "year"}, EDITIONS),
    "stacked": ({"type": "stacked", "x": "group", "y": "rate", "series": "year"}, EDITIONS),
    "paired-bar": ({"type": "paired-bar", "x": "year", "y": "rate", "series": "group"}, EDITIONS),
    "timeline": ({"type": "timeline", "x": "country", "y": "start, end"}, PERIODS),
    "timeline of a span": (
        {"type": "timeline", "x": "country", "y": "start, end", "span": [1975, 2018]},
        PERIODS,
    ),
    # Little room for the numbers of the scale
    "timeline of long names": (
        {"type": "timeline", "x": "country", "y": "start, end"},
        [
            *PERIODS,
            {"country": "A republic of several islands", "start": "1980-01", "end": "2010-12"},
        ],
    ),
    "dot of long names": (
        {"type": "dot", "x": "region", "y": "rate", "labels": False},
        [{**row, "rate": row["rate"].replace(".", "000")} for row in REGIONS],
    ),
    "bar of great numbers": (
        {"type": "bar", "x": "region", "y": "rate", "labels": False},
        [{**row, "rate": row["rate"].replace(".", "0000000")} for row in REGIONS],
    ),
}


@pytest.fixture(scope="module")
def theme():
    return load_theme(BRAND)


def draw(options, rows, theme, **more):
    spec, findings = chart_spec({"id": "fig-x", **options}, Place("a.md", 3, 1), **more)
    assert findings == ()
    return ET.fromstring(chart_svg(spec, rows, theme))


def faults(options, rows, theme):
    spec, findings = chart_spec({"id": "fig-x", **options}, Place("a.md", 3, 1))
    return findings or check_chart(spec, rows, theme)


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def placed(root, theme):
    """Return (text, left, top, right, bottom) of all words."""
    for element in root.iter(f"{SVG}text"):
        x, y = map(float, re.findall(r"-?[\d.]+", element.get("transform")))
        size, bold = float(element.get("font-size")), element.get("font-weight") == "700"
        width = (theme.bold if bold else theme.regular).width(element.text, size)
        shift = {"end": 1.0, "middle": 0.5}.get(element.get("text-anchor"), 0.0)
        yield element.text, x - shift * width, y - 0.714 * size, x + (1 - shift) * width, y


@pytest.mark.parametrize("load", [load_theme, load_large_theme])
@pytest.mark.parametrize("name", TYPES)
def test_words_neither_overlap_nor_leave_the_picture(name, load):
    options, rows = TYPES[name]
    theme = load(BRAND)
    root = draw(options, rows, theme)
    width, height = map(float, root.get("viewBox").split()[2:])
    if any(element.tag == f"{SVG}g" for element in root):
        root = flat(root)
    boxes = list(placed(root, theme))
    assert boxes
    for text, left, top, right, bottom in boxes:
        assert left > -0.5 and right < width + 0.5, text
        assert top > -0.5 and bottom < height + 0.5, text
    for one, other in itertools.combinations(boxes, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)


def flat(root):
    """Return a copy with the shifts of groups worked into their words."""
    copy = ET.Element("svg", root.attrib)

    def walk(element, dx, dy):
        for child in element:
            x, y = map(float, re.findall(r"-?[\d.]+", child.get("transform", "0,0"))[:2])
            if child.tag == f"{SVG}g":
                walk(child, dx + x, dy + y)
            elif child.tag == f"{SVG}text":
                text = ET.SubElement(copy, child.tag, child.attrib)
                text.set("transform", f"translate({dx + x},{dy + y})")
                text.text = child.text

    walk(root, 0, 0)
    return copy


@pytest.mark.parametrize("name", TYPES)
def test_the_svg_holds_nothing_but_shapes_and_text_in_the_brand_s_face(name, theme):
    options, rows = TYPES[name]
    root = draw(options, rows, theme, width_mm=140)
    assert root.get("width") == "140mm"
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "g", "path", "line", "text"}
    for element in root.iter():
        assert not {"class", "clip-path", "href", "opacity", "style"} & set(element.attrib)
        assert element.tag != f"{SVG}text" or element.get("font-family") == "Noto Sans"
        assert element.tag != f"{SVG}text" or 7 <= float(element.get("font-size")) <= 8.4
        assert element.tag != f"{SVG}path" or element.get("fill")


def test_bars_are_as_long_as_their_values_and_sorted(theme):
    root = draw({"type": "bar", "x": "region", "y": "rate"}, REGIONS, theme)
    bars = [re.match(r"M([\d.]+),([\d.]+)h([\d.]+)", p.get("d")) for p in root.iter(f"{SVG}path")]
    length = {float(bar[2]): float(bar[3]) for bar in bars if bar}
    by_height = [length[y] for y in sorted(length)]
    assert by_height == sorted(by_height, reverse=True)
    assert by_height[0] / by_height[-1] == pytest.approx(85.2 / 19.1, rel=0.001)


NOTHING = [
    {"group": group, "year": year, "rate": rate}
    for group, rates in (("Women", "0 12"), ("Men", "9 7"))
    for year, rate in zip(("2015", "2020"), rates.split(), strict=True)
]


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "paired-bar"])
def test_a_value_of_nothing_has_no_bar(theme, kind):
    root = draw({"type": kind, "x": "group", "y": "rate", "series": "year"}, NOTHING, theme)
    paths = [path.get("d", "") for path in root.iter(SVG + "path")]
    assert any("h" in path for path in paths)
    assert not [path for path in paths if re.search(r"[hv]0(?![.\d])", path)]


def test_what_is_highlighted_has_the_accent_and_the_rest_is_grey(theme):
    root = draw({"type": "bar", "x": "region", "y": "rate", "highlight": "Africa"}, REGIONS, theme)
    fills = [path.get("fill") for path in root.iter(f"{SVG}path")]
    assert fills.count(theme.highlight.fill) == 1
    assert fills.count(theme.context.fill) == len(REGIONS) - 1


def test_bars_may_name_their_values_x_and_their_categories_y(theme):
    one = draw({"type": "bar", "x": "region", "y": "rate"}, REGIONS, theme)
    other = draw({"type": "bar", "x": "rate", "y": "region"}, REGIONS, theme)
    assert ET.tostring(one) == ET.tostring(other)


def test_columns_of_values_are_series_by_themselves(theme):
    rows = [{"branch": "A", "least_rate": "40", "higher_rate": "50"}]
    options = {"type": "paired-bar", "x": "branch", "y": "least_rate, higher_rate"}
    assert {"Least rate", "Higher rate", "40", "50"} <= set(texts(draw(options, rows, theme)))


def test_numbers_are_written_as_the_language_writes_them(theme):
    rows = [{"a": "x", "b": "12345.5"}, {"a": "y", "b": "-3"}]
    options = {"type": "bar", "x": "a", "y": "b", "unit": "%"}
    assert {"12,345.5%", "−3.0%"} <= set(texts(draw(options, rows, theme, lang="en")))
    assert {"12\u202f345,5\u00a0%"} <= set(texts(draw(options, rows, theme, lang="fr")))


def test_a_colour_means_the_same_in_all_charts_unless_the_author_says_otherwise(theme):
    options = {"type": "paired-bar", "x": "year", "y": "rate", "series": "group"}
    root = draw({**options, "colours": "Men: purple"}, EDITIONS, theme)
    fills = {path.get("fill") for path in root.iter(f"{SVG}path")}
    assert theme.tones["purple"].fill in fills


def test_no_colour_is_used_where_it_cannot_be_seen(theme):
    for name in theme.series:
        tone = theme.tones[name]
        assert contrast(tone.line) >= 3
        assert contrast(tone.text) >= 4.5
        assert contrast(tone.fill) >= 3 or contrast(tone.edge) >= 3
        assert contrast(tone.on, tone.fill) >= 4.5
    assert contrast(theme.context.fill) >= 3


def test_the_same_chart_is_the_same_bytes(theme):
    options, rows = TYPES["dot"]
    spec, _ = chart_spec(options, Place())
    assert chart_svg(spec, rows, theme) == chart_svg(spec, rows, load_theme(BRAND))


@pytest.mark.parametrize(
    ("options", "rows", "rule", "words"),
    [
        ({"type": "bra", "x": "region", "y": "rate"}, REGIONS, "M320", "Did you mean “bar”?"),
        ({"type": "bar", "y": "rate"}, REGIONS, "M320", "“x” is missing"),
        ({"type": "bar", "x": "regoin", "y": "rate"}, REGIONS, "M321", "Did you mean “region”?"),
        ({"type": "bar", "x": "a", "y": "b"}, [{"a": "x", "b": "1,5"}], "M322", "row 2"),
        ({"type": "bar", "x": "a", "y": "b"}, [], "M323", "no rows"),
        ({"type": "bar", "x": "a", "y": "b"}, [{"a": "x", "b": "1"}] * 2, "M325", "stands twice"),
        (
            {"type": "bar", "x": "region", "y": "rate", "highlight": "africa"},
            REGIONS,
            "M326",
            "Did you mean “Africa”?",
        ),
        (
            {"type": "bar", "x": "region", "y": "rate", "colours": "World: bleu"},
            REGIONS,
            "M326",
            "Did you mean “blue”?",
        ),
        (
            {"type": "paired-bar", "x": "year", "y": "rate", "series": "group"},
            [{"year": "1", "rate": "1", "group": str(n)} for n in range(4)],
            "M324",
            "4 series",
        ),
        (
            {"type": "column", "x": "region", "y": "rate"},
            [{"region": f"Incomprehensibilities {n}", "rate": "1"} for n in range(14)],
            "M324",
            "do not fit",
        ),
        (
            {"type": "timeline", "x": "country", "y": "start, end"},
            [{"country": "A", "start": "2001", "end": "1999"}],
            "M322",
            "not a period",
        ),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why_and_what_helps(options, rows, rule, words, theme):
    found = faults(options, rows, theme)
    assert [finding.rule for finding in found] == [rule]
    assert words in f"{found[0].message} {found[0].remedy}"
    assert found[0].place == Place("a.md", 3, 1)
    assert found[0].remedy


def test_a_fault_in_the_data_names_the_line_of_the_file_where_it_is_known(theme):
    spec, _ = chart_spec({"type": "bar", "x": "a", "y": "b"}, Place("a.md", 3, 1))
    (found,) = check_chart(spec, [{"a": "x", "b": "one"}], theme, [Place("data/x.csv", 2, 1)])
    assert found.place == Place("data/x.csv", 2, 1)


def test_a_faulty_chart_is_not_drawn(theme):
    spec, _ = chart_spec({"type": "bar", "x": "a", "y": "b"}, Place())
    with pytest.raises(FindingsError):
        chart_svg(spec, [], theme)


def test_labels_keep_their_order_and_distance():
    places = spread([10, 11, 50, 12], [10, 10, 10, 10], 0, 100)
    assert places == [1, 11, 50, 21]
    assert spread([99, 100], [10, 10], 0, 100) == [90, 100]


def test_ticks_are_round_and_enclose_the_values():
    assert nice_ticks(0, 85.2, 6) == (0, 20, 40, 60, 80, 100)
    assert nice_ticks(-3, 0.4, 6) == (-3, -2, -1, 0, 1)


def test_names_break_at_spaces_and_in_need_at_hyphens(theme):
    assert wrapped("Upper-middle-income countries", theme.bold, 8, 60) == (
        "Upper-middle-",
        "income",
        "countries",
    )
    assert wrapped("one two", theme.bold, 8, 500) == ("one two",)


@pytest.mark.parametrize("kind", TYPES)
def test_charts_in_large_print_have_no_type_below_16_points_and_keep_their_width(kind):
    options, rows = TYPES[kind]
    large = load_large_theme(BRAND)
    root = draw(options, rows, large, width_mm=166.0)
    drawn, printed = float(root.get("viewBox").split()[2]), float(root.get("width")[:-2])
    assert printed == pytest.approx(166.0, abs=0.1)
    enlarged = printed * 72 / 25.4 / drawn
    sizes = [float(text.get("font-size")) for text in root.iter(f"{SVG}text")]
    assert min(sizes) * enlarged >= 15.98


def test_columns_whose_names_fit_only_in_small_type_become_bars_in_large_print(theme):
    rows = [{"c": f"Considerable name {n}", "v": str(n)} for n in range(1, 6)]
    options = {"type": "column", "x": "c", "y": "v"}
    assert faults(options, rows, theme) == ()
    spec, _ = chart_spec({"id": "fig-x", **options}, Place("a.md", 3, 1))
    large = load_large_theme(BRAND)
    assert check_chart(spec, rows, large) == ()
    bars = ET.fromstring(chart_svg(spec, rows, large))
    words = placed(bars, large)
    tops = [top for text, _, top, _, _ in words if text.startswith("Considerable")]
    assert len(set(tops)) == 5  # one below the other


def test_what_lasts_goes_on_to_the_end_of_a_timelines_span(theme):
    def ends(**more):
        options = {"type": "timeline", "x": "country", "y": "start, end", **more}
        words = {text: left for text, left, *_ in placed(draw(options, PERIODS, theme), theme)}
        return words["1981–"] - words["1994–2008"]  # behind the bars of A and B

    assert ends(span=[1980, 2018]) > ends() + 20
    spec, findings = chart_spec(
        {"id": "a", "type": "timeline", "x": "c", "y": "s, e", "span": "2018, 1980"},
        Place("a.md", 3, 1),
    )
    assert spec is None
    assert [found.rule for found in findings] == ["M320"]
