"""What is left of the greyscale edition when a photocopier has been at it, twice.

The copier is simulated: its optics blur the page, the toner spreads (dot gain), and a threshold
makes everything black or white, at a light, a normal and a dark exposure. What must survive:
neighbouring series of a chart look different, and words on their grounds stay words on a ground.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from publish.binding.bind import bind
from publish.binding.greys import GreyInks
from publish.binding.model import Form, Section
from publish.composing.layouts import load_layout
from publish.editions.greyscale import GREYSCALE
from publish.editions.model import House
from publish.editions.screen import FORM as SCREEN
from publish.errors import Place
from publish.manuscript.charts import chart_spec, chart_svg, load_theme

HOME = Path(__file__).parents[2] / "layouts/brand"
IDENTITY = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}
LAYOUT, _ = load_layout(Path("/nowhere"), "guide")
BRAND, THEME = LAYOUT.brand, load_theme(IDENTITY)
GREY = GREYSCALE.form(House(BRAND, IDENTITY))
PLAIN = Form(name="plain", inks=GreyInks({}))  # each colour in the grey of its lightness

DOTS = 300  # an inch
EXPOSURES = {"light": 0.62, "normal": 0.5, "dark": 0.36}  # ink that becomes black
BLUR = 0.75  # pixels: 0.06 mm
GAIN = 0.5  # of what is neither black nor white: 50 per cent become 62
WINDOW, ROOM = 26, 5  # pixels: a look at a texture, and its distance from edges and words
Array = np.ndarray[Any, Any]


def rendered(path: Path, page: int = 0) -> Array:
    """Return a page as RGB, 0 to 255."""
    document = pypdfium2.PdfDocument(path)
    try:
        return document[page].render(scale=DOTS / 72, rev_byteorder=True).to_numpy()[..., :3]
    finally:
        document.close()


def ink(pixels: Array) -> Array:
    """Return the ink of a page in grey, 0 to 1."""
    return 1 - pixels[..., 0].astype(np.float32) / 255


def blurred(page: Array, sigma: float) -> Array:
    reach = round(3 * sigma)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2)).astype(np.float32)
    weights /= weights.sum()
    for _ in range(2):  # down, then across
        wide = np.pad(page, ((reach, reach), (0, 0)), mode="edge")
        page = sum(w * wide[n : n + len(page)] for n, w in enumerate(weights)).T
    return page


def copied(page: Array, exposure: str) -> Array:
    """Return a copy: ink is 0 or 1."""
    seen = blurred(page, BLUR)
    spread = seen + GAIN * seen * (1 - seen)
    return (spread >= EXPOSURES[exposure]).astype(np.float32)


def copies(page: Array) -> dict[str, Array]:
    """Return the copy, and the copy of the copy, at each exposure."""
    once = {exposure: copied(page, exposure) for exposure in EXPOSURES}
    twice = {f"{exposure} twice": copied(copy, exposure) for exposure, copy in once.items()}
    return once | twice


def windows(mask: Array) -> list[tuple[int, int]]:
    """Return the corners of windows that lie, with room around them, within a mask."""
    size = WINDOW + 2 * ROOM
    sums = np.pad(mask.astype(np.int32), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    full = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    found: list[tuple[int, int]] = []
    for y, x in np.argwhere(full == size * size):
        if all(abs(y - b) >= WINDOW or abs(x - a) >= WINDOW for b, a in found[-40:]):
            found.append((int(y), int(x)))
        if len(found) == 60:
            break
    return [(y + ROOM, x + ROOM) for y, x in found]


def texture(page: Array, corner: tuple[int, int]) -> Array:
    """Return what the eye takes from a window: how dark it is, and where its lines run.

    The direction is that of the structure tensor, its angle doubled; both parts are 0 where no
    direction prevails. The last part is the share of edges.
    """
    y, x = corner
    seen = blurred(page[y - ROOM : y + WINDOW + ROOM, x - ROOM : x + WINDOW + ROOM], 1.0)
    down, across = np.gradient(seen)
    inner = (slice(ROOM, -ROOM), slice(ROOM, -ROOM))
    down, across = down[inner], across[inner]
    energy = float((down**2 + across**2).sum())
    along = float((across**2 - down**2).sum()) / (energy + 0.5)
    slanted = float((2 * across * down).sum()) / (energy + 0.5)
    edges = min(1.0, energy / (WINDOW * WINDOW) * 20)
    return np.array([float(seen[inner].mean()), along / 2, slanted / 2, edges / 2])


def textures(page: Array, places: dict[str, list[tuple[int, int]]]) -> dict[str, Array]:
    return {name: np.array([texture(page, at) for at in found]) for name, found in places.items()}


def alike(looks: dict[str, Array]) -> set[str]:
    """Return the pairs of series that cannot be told apart by looking at any window of them."""
    pairs = set()
    for one, other in combinations(looks, 2):
        middles = looks[one].mean(axis=0), looks[other].mean(axis=0)
        apart = float(np.linalg.norm(middles[0] - middles[1]))
        spread = max(
            float(np.linalg.norm(looks[name] - middle, axis=1).max())
            for name, middle in zip((one, other), middles, strict=True)
        )
        if apart < 0.2 or spread > apart / 2:
            pairs.add(f"{one} and {other}")
    return pairs


SHEET = """
@page { size: 120mm 75mm; margin: 5mm; bleed: 0; @bottom-left { content: none }
  @bottom-right { content: none } }
@font-face { font-family: "Noto Sans"; src: url(fonts/sans.ttf) }
@font-face { font-family: "Noto Sans"; font-weight: 700; src: url(fonts/bold.ttf) }
figure { margin: 0 } img { display: block; width: 110mm }
h1 { font-size: 8pt; margin: 0 } p { margin: 0; padding: 1.2mm 3mm }
"""
YEARS = ("2010", "2015", "2020")
GROUPS = ("Employees", "Employers", "State", "Interest", "Others")


def chart(kind: str, series: tuple[str, ...]) -> bytes:
    """Return a chart of the house as SVG."""
    rows = [
        {"year": year, "group": group, "value": str(30 + 3 * n + 2 * k)}
        for n, year in enumerate(YEARS)
        for k, group in enumerate(series)
    ]
    options = {"id": "fig-x", "type": kind, "x": "year", "y": "value", "series": "group"}
    spec, faults = chart_spec({**options, "height": 50}, Place("a.md"), width_mm=110)
    assert spec is not None, faults
    return chart_svg(spec, rows, THEME)


def drawing(*shapes: str) -> bytes:
    """Return shapes as SVG, in points, as wide as a chart."""
    size = 'width="110mm" height="50mm" viewBox="0 0 312 142"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}</svg>'.encode()


SHOWN = {name: THEME.tones[name] for name in (*THEME.series, "red-deep")} | {"": THEME.context}
SWATCHES = drawing(
    *(
        f'<path fill="{tone.fill}" d="M{4 + 38 * n},4h34v134h-34z"/>'
        for n, tone in enumerate(SHOWN.values())
    )
)
STROKES = drawing(
    *(
        f'<path fill="none" stroke="{tone.line}" stroke-width="1.5" stroke-linecap="round" '
        f'd="M6,{8 + 16 * n}L306,{8 + 16 * n}"/>'
        for n, tone in enumerate(SHOWN.values())
    )
)
CHARTS = {
    "stacked": (5, lambda: chart("stacked", GROUPS)),
    "paired": (2, lambda: chart("paired-bar", GROUPS[:2])),
    "every texture": (len(SHOWN), lambda: SWATCHES),
}
FIGURE = '<h1>A</h1><figure><img src="c.svg" alt="A chart"></figure>'


@pytest.fixture(scope="module")
def bound(set_pages, make_binding, tmp_path_factory) -> Callable[..., Path]:
    """Return a function that binds a body of HTML: (form, body, css, pictures)."""
    folder = tmp_path_factory.mktemp("bound")

    def bind_body(form: Form, body: str, pictures: dict[str, bytes], css: str = "") -> Path:
        gathering = set_pages(body, SHEET + css, pictures=pictures)
        target = folder / f"{gathering.pdf.stem[:12]}-{form.name}.pdf"
        if not target.exists():
            bind(make_binding(Section(gathering, "work", "arabic")), form, target)
        return target

    return bind_body


def places_of(page: Array) -> dict[str, list[tuple[int, int]]]:
    """Return where each colour of a series is seen on a page of the screen edition."""
    masks = {name: (page == rgb(tone.fill)).all(axis=2) for name, tone in SHOWN.items()}
    found = {name: windows(mask) for name, mask in masks.items()}
    return {name: places for name, places in found.items() if len(places) >= 3}


def rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


@pytest.mark.parametrize("name", CHARTS)
def test_series_of_a_chart_differ_in_a_copy_of_a_copy(name: str, bound) -> None:
    many, draw = CHARTS[name]
    pictures = {"c.svg": draw()}
    places = places_of(rendered(bound(SCREEN, FIGURE, pictures)))
    assert len(places) == many
    page = ink(rendered(bound(GREY, FIGURE, pictures)))
    lost = {
        f"{exposure}: {pair}"
        for exposure, copy in copies(page).items()
        for pair in alike(textures(copy, places))
    }
    assert lost == set()


@pytest.mark.parametrize("name", CHARTS)
def test_without_textures_some_series_would_look_alike(name: str, bound) -> None:
    _, draw = CHARTS[name]
    pictures = {"c.svg": draw()}
    places = places_of(rendered(bound(SCREEN, FIGURE, pictures)))
    page = ink(rendered(bound(PLAIN, FIGURE, pictures)))
    assert any(alike(textures(copy, places)) for copy in copies(page).values())


def runs(row: Array) -> tuple[float, ...]:
    """Return the shortest, the middle and the longest black run of a line, and the longest gap.

    In points; the ends of the line do not count.
    """
    edges = np.flatnonzero(np.diff(np.pad(row, 1)))
    black, white = edges[1::2] - edges[::2], edges[2::2] - edges[1:-1:2]
    if not len(black):
        return (0.0, 0.0, 0.0, 0.0)
    inner = black[1:-1] if len(black) > 2 else black
    lengths = (min(inner), np.mean(inner), max(inner), max(white, default=0))
    return tuple(round(float(n) * 72 / DOTS, 1) for n in lengths)


def rhythms(form: Form, bound) -> list[dict[str, tuple[float, ...]]]:
    """Return how each line is dashed in each copy. It is found by where its first end lies."""
    page = ink(rendered(bound(form, FIGURE, {"c.svg": STROKES})))
    shown = rendered(bound(SCREEN, FIGURE, {"c.svg": STROKES}))
    rows = {}
    for name, tone in SHOWN.items():
        marked = (shown == rgb(tone.line)).all(axis=2).sum(axis=1)
        rows[name] = round(float(np.mean(np.flatnonzero(marked > 600))))
    return [{name: runs(copy[y]) for name, y in rows.items()} for copy in copies(page).values()]


def test_lines_keep_their_dashes_in_a_copy_of_a_copy(bound) -> None:
    for rhythm in rhythms(GREY, bound):
        dashed = {name: seen for name, seen in rhythm.items() if name not in ("blue", "")}
        assert rhythm["blue"][0] > 290
        for one, other in combinations(dashed, 2):
            apart = [abs(a - b) for a, b in zip(dashed[one], dashed[other], strict=True)]
            assert max(apart) >= 0.7, (one, other, dashed)


def test_without_dashes_all_lines_would_be_whole(bound) -> None:
    assert all(one[3] == 0 for rhythm in rhythms(PLAIN, bound) for one in rhythm.values())


def grounds() -> dict[str, tuple[str, str, int]]:
    """Return pairs of words and ground that layouts use, by name."""
    pairs = {}
    for accent in BRAND.accents.values():
        pairs[f"{accent.name}: words on tint"] = (accent.text, accent.tint, 400)
        pairs[f"{accent.name}: type on mid"] = (BRAND.colours["black"], accent.mid, 400)
        pairs[f"{accent.name}: words on fill"] = (accent.on, accent.fill, 700)
    pairs["grey on a box's head"] = (BRAND.colours["grey"], BRAND.colours["grey-light"], 400)
    return pairs


def illegible(page: Array, ideal: Array) -> float:
    """Return the share of a panel's pixels, save on the rims of letters, that went wrong."""
    wrong = np.abs(page - ideal) > 0.5
    soft = blurred(ideal, 1.0)
    clear = (soft < 0.08) | (soft > 0.7)
    return float((wrong & clear).sum() / max(1, (clear & (ideal > 0.5)).sum()))


def extent(mask: Array) -> tuple[slice, slice]:
    """Return where a panel lies, without its edges."""
    rows = np.flatnonzero(mask.sum(axis=1) > 400)
    columns = np.flatnonzero(mask[rows].sum(axis=0) > 20)
    return slice(rows[0] + 3, rows[-1] - 3), slice(columns[0] + 3, columns[-1] - 3)


TALL = "@page { size: 80mm 180mm }"
_LOST = 0.1  # what drowns in its ground has 0.6 and more; letters that only thicken, 0.08


def lost_words(form: Form, bound) -> set[str]:
    """Return the pairs of words and ground that a copy of a copy makes illegible."""
    pairs = grounds()
    panel = '<p style="color: {}; background: {}; font-weight: {}">Social security, 1952</p>'
    body = "<h1>A</h1>" + "".join(panel.format(*pair) for pair in pairs.values())
    ideal = "<h1>A</h1>" + "".join(
        panel.format("#000000", "#FFFFFF", weight) for _, _, weight in pairs.values()
    )
    black = (ink(rendered(bound(SCREEN, ideal, {}, TALL))) > 0.5).astype(np.float32)
    shown = rendered(bound(SCREEN, body, {}, TALL))
    page = ink(rendered(bound(form, body, {}, TALL)))
    lost = set()
    for exposure, copy in copies(page).items():
        for name, (words, ground, _) in pairs.items():
            box = extent((shown == rgb(ground)).all(axis=2))
            seen = 1 - copy[box] if words == "#FFFFFF" else copy[box]
            if illegible(seen, black[box]) > _LOST:
                lost.add(f"{exposure}: {name}")
    return lost


def test_words_on_their_grounds_can_be_read_in_a_copy_of_a_copy(bound) -> None:
    assert lost_words(GREY, bound) == set()


def test_by_lightness_alone_words_would_drown_in_their_ground(bound) -> None:
    assert {name.partition(": ")[2] for name in lost_words(PLAIN, bound)} >= {"red: words on fill"}
