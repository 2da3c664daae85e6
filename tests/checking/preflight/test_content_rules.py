"""A press file that passes is broken in one way at a time in what its pages show.

Beside each broken file stands its mended twin: the same thing done as it may be done.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import PRESS

from . import drawing
from .drawing import BLEED, BOTTOM, LEFT, RIGHT, SQUARE, TOP, draw, form, picture, redraw, state

Breaking = Callable[[Pdf], None]
Broken = Callable[[Breaking], Path]

NEEDS = dataclasses.replace(PRESS, ink_limit=300.0)


def rules_of(path: Path, needs=NEEDS) -> list[str]:
    """Return the rules that a file breaks, each once; notes are none that it breaks."""
    found = preflight(path, needs, path.name)
    return sorted({finding.rule for finding in found if finding.severity != "note"})


def drawn(content: str | bytes, **resources) -> Breaking:
    """Return what draws on the first page; resources are made for the file: name → maker."""

    def breaking(pdf: Pdf) -> None:
        made = {
            category: {name: maker(pdf) for name, maker in named.items()}
            for category, named in resources.items()
        }
        draw(pdf, content, **made)

    return breaking


def lettered(size: float, colour: str, ground: str = "") -> Breaking:
    """Return what shows a line of text on a ground that is drawn first."""

    def breaking(pdf: Pdf) -> None:
        draw(pdf, ground + " " + drawing.text(pdf, size, colour))

    return breaking


def in_space(maker: Callable[[Pdf], object], values: str) -> Breaking:
    """Return what paints a square in a colour space."""
    return drawn(f"/C1 cs {values} scn {SQUARE}", ColorSpace={"/C1": maker})


def pictured(
    width: int, height: int, size: float, space=Name.DeviceGray, data: bytes = b"", **more
) -> Breaking:
    """Return what places a picture, so many points wide and high."""
    shown = data or b"\x80" * (width * height)
    return drawn(
        f"{size} 0 0 {size} 100 200 cm /I1 Do",
        XObject={"/I1": lambda pdf: picture(pdf, width, height, space, shown, **more)},
    )


def palette(base: Name, table: bytes) -> Array:
    return Array([Name.Indexed, base, 1, table])


def doubling(levels: int) -> Breaking:
    """Return what draws a form that draws another twice, and so on."""

    def breaking(pdf: Pdf) -> None:
        inner = form(pdf, "q Q")
        for _ in range(levels):
            inner = form(pdf, "/In Do /In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))
        draw(pdf, "/X1 Do", XObject={"/X1": inner})

    return breaking


def nested(pdf: Pdf) -> None:
    inner = form(pdf, f"0 0 0 1 k {SQUARE}")
    outer = form(pdf, "/In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))
    draw(pdf, "/X1 Do", XObject={"/X1": outer})


def patterned(colour: str) -> Breaking:
    """Return what paints a square with a pattern whose cell has a colour."""

    def cell(pdf: Pdf):
        return pdf.make_stream(
            f"{colour} 0 0 5 10 re f".encode(), Type=Name.Pattern, PatternType=1, PaintType=1,
            TilingType=1, BBox=Array([0, 0, 10, 10]), XStep=10, YStep=10, Resources=Dictionary(),
        )  # fmt: skip

    return drawn(f"/Pattern cs /P1 scn {SQUARE}", Pattern={"/P1": cell})


def shaded(space: Name, first: list[float], last: list[float]) -> Breaking:
    """Return what paints a gradient."""

    def shading(_: Pdf) -> Dictionary:
        function = Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array(first), C1=Array(last), N=1
        )
        return Dictionary(
            ShadingType=2, ColorSpace=space, Coords=Array([100, 0, 200, 0]), Function=function
        )

    return drawn("100 200 100 50 re W n /S1 sh", Shading={"/S1": shading})


def grouped(space: Name) -> Breaking:
    group = Dictionary(S=Name.Transparency, CS=space)
    return drawn(
        "/X1 Do", XObject={"/X1": lambda pdf: form(pdf, f"0 0 0 1 k {SQUARE}", Group=group)}
    )


def masked(space: Name) -> Breaking:
    """Return what places a picture with a soft mask."""

    def made(pdf: Pdf):
        count = 3 if space == Name.DeviceRGB else 1
        mask = picture(pdf, 8, 8, space, b"\x80" * 64 * count)
        return picture(pdf, 8, 8, Name.DeviceGray, b"\x80" * 64, SMask=mask)

    return drawn("20 0 0 20 100 200 cm /I1 Do", XObject={"/I1": made})


def luminous(**entries) -> Breaking:
    """Return what paints under a luminosity mask; `entries` are those of its group."""

    def made(pdf: Pdf) -> Dictionary:
        group = Dictionary(S=Name.Transparency, **entries)
        mask = form(pdf, f"1 g {SQUARE}", Group=group)
        return state(SMask=Dictionary(S=Name.Luminosity, G=mask))

    return drawn(f"/G1 gs 0 0 0 1 k {SQUARE}", ExtGState={"/G1": made})


def with_state(content: str, **entries) -> Breaking:
    return drawn(f"/G1 gs {content}", ExtGState={"/G1": lambda _: state(**entries)})


def doubled(colour: str = "0 0 0.5 0.5", **entries) -> Breaking:
    """Return what paints one square over another, in a graphics state."""
    under = f"1 1 0 0.2 k {SQUARE}"
    return drawn(
        f"{under} /G1 gs {colour} k {SQUARE}", ExtGState={"/G1": lambda _: state(**entries)}
    )


def overprinted(ground: str) -> Breaking:
    """Return what shows black text over a ground in three inks."""

    def breaking(pdf: Pdf) -> None:
        content = f"1 1 0.5 0 k {ground} /G1 gs {drawing.text(pdf, 12, '0 0 0 1 k')}"
        draw(pdf, content, ExtGState={"/G1": state(op=True, OPM=1)})

    return breaking


def edge(left: float, bottom: float, right: float, top: float, extra: str = "") -> Breaking:
    """Return what paints a blue box, in points from the trim's corners."""
    x, y = LEFT + left, BOTTOM + bottom
    return drawn(f"{extra} 1 0.5 0 0 k {x} {y} {RIGHT + right - x} {TOP + top - y} re f")


def emptied(*pages: int, content: str = "") -> Breaking:
    def breaking(pdf: Pdf) -> None:
        for page in pages:
            redraw(pdf, content, page - 1)

    return breaking


def left_with(content: Callable[[Pdf], str]) -> Breaking:
    def breaking(pdf: Pdf) -> None:
        redraw(pdf, content(pdf), 2)

    return breaking


DARK, PALE = "1 0.8 0 0.4 k 90 290 300 30 re f", "0.1 0 0 0 k 90 290 300 30 re f"
TINTED = "0 0 0 0.5 k 90 290 300 30 re f"
FLAT = b"\xff\xff\xff\x60"  # a pixel of 338 per cent
LIGHTER = b"\xff\xff\x60\x20"

# The rule, what breaks it, and the mended twin.
CASES: dict[str, tuple[str, Breaking, Breaking]] = {
    "an unknown operator": ("P240", drawn("0 0 0 1 k foo"), drawn("BX foo EX")),
    "operands that are missing": ("P240", drawn("0 0 1 k"), drawn("0 0 0 1 k")),
    "a stray bracket": ("P240", drawn("0 0 0 1 k )"), drawn("0 0 0 1 k % )")),
    "q without Q": ("P241", drawn("q 1 0 0 1 0 0 cm"), drawn("q 1 0 0 1 0 0 cm Q")),
    "Q without q": ("P241", drawn("Q Q q"), drawn("q Q")),
    "a tag without end": ("P241", drawn("/P <</MCID 0>> BDC"), drawn("/P <</MCID 0>> BDC EMC")),
    "text without begin": ("P241", drawn("BT BT ET"), drawn("BT ET")),
    "a missing picture": ("P242", drawn("/I9 Do"), pictured(8, 8, 10)),
    "a missing state": ("P242", drawn("/G9 gs"), with_state("", CA=1)),
    "a missing colour space": (
        "P242", drawn(f"/C9 cs 1 scn {SQUARE}"), drawn(f"/DeviceGray cs 0 scn {SQUARE}"),
    ),
    "operators without end": ("P243", drawn("n\n" * 2_000_000), drawn("n\n" * 2_000)),
    "forms that double and double": ("P243", doubling(20), doubling(4)),
    "RGB operators": ("P244", drawn(f"1 0 0 rg {SQUARE}"), drawn(f"0 1 1 0 k {SQUARE}")),
    "RGB in a form": (
        "P244",
        drawn("/X1 Do", XObject={"/X1": lambda pdf: form(pdf, f"1 0 0 rg {SQUARE}")}),
        nested,
    ),
    "RGB in a pattern": ("P244", patterned("1 0 0 rg"), patterned("0 1 1 0 k")),
    "an RGB picture": (
        "P244",
        pictured(8, 8, 20, Name.DeviceRGB, b"\x80" * 192),
        pictured(8, 8, 20, Name.DeviceCMYK, b"\x20" * 256),
    ),
    "an RGB palette": (
        "P244",
        pictured(8, 8, 20, palette(Name.DeviceRGB, b"\0\0\0\xff\xff\xff"), b"\1" * 64),
        pictured(8, 8, 20, palette(Name.DeviceGray, b"\0\xff"), b"\1" * 64),
    ),
    "an inline picture in RGB": (
        "P244",
        drawn(b"20 0 0 20 100 200 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI"),
        drawn(b"20 0 0 20 100 200 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI"),
    ),
    "a gradient in RGB": (
        "P244",
        shaded(Name.DeviceRGB, [1, 0, 0], [0, 0, 1]),
        shaded(Name.DeviceCMYK, [0, 1, 1, 0], [1, 1, 0, 0]),
    ),
    "RGB with a profile": (
        "P245",
        in_space(lambda pdf: drawing.profile(pdf, 3, b"RGB "), "1 0 0"),
        in_space(lambda pdf: drawing.profile(pdf, 1, b"GRAY"), "0.5"),
    ),
    "Lab": (
        "P245",
        in_space(lambda _: Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))]), "50 0 0"),
        in_space(lambda _: Array([Name.DeviceCMYK]), "0 0 0 0.5"),
    ),
    "RGB by default": (
        "P245",
        drawn(
            f"1 0 0 rg {SQUARE}",
            ColorSpace={"/DefaultRGB": lambda pdf: drawing.profile(pdf, 3, b"RGB ")},
        ),
        drawn(
            f"0.5 g {SQUARE}",
            ColorSpace={"/DefaultGray": lambda pdf: drawing.profile(pdf, 1, b"GRAY")},
        ),
    ),
    "a spot colour": (
        "P246",
        in_space(lambda pdf: drawing.separation(pdf, "Gold"), "1"),
        in_space(lambda pdf: drawing.separation(pdf, "Black"), "1"),
    ),
    "a spot colour among several": (
        "P246",
        in_space(lambda pdf: drawing.separation(pdf, "Cyan", "Orange"), "1 1"),
        in_space(lambda pdf: drawing.separation(pdf, "Cyan", "Magenta"), "1 1"),
    ),
    "registration colour": (
        "P247",
        drawn(
            f"/C1 cs 0.5 scn {SQUARE}",
            ColorSpace={"/C1": lambda pdf: drawing.separation(pdf, "All")},
        ),
        drawn(
            "/C1 cs 0.5 scn 2 2 5 5 re f",
            ColorSpace={"/C1": lambda pdf: drawing.separation(pdf, "All")},
        ),
    ),
    "CMYK with a profile": (
        "P248",
        in_space(lambda pdf: drawing.profile(pdf, 4, b"CMYK"), "0 0 0 1"),
        in_space(lambda _: Array([Name.DeviceCMYK]), "0 0 0 1"),
    ),
    "a coarse picture": ("P250", pictured(100, 100, 144), pictured(100, 100, 36)),
    "coarse line art": (
        "P251",
        pictured(200, 200, 100, None, b"\xaa" * 5000, ImageMask=True, BitsPerComponent=1),
        pictured(200, 200, 24, None, b"\xaa" * 5000, ImageMask=True, BitsPerComponent=1),
    ),
    "a picture that is cut short": (
        "P252",
        pictured(20, 20, 10, Name.DeviceCMYK, b"\0" * 1599),
        pictured(20, 20, 10, Name.DeviceCMYK, b"\0" * 1600),
    ),
    "too much ink": ("P254", drawn(f"1 1 0.8 0.4 k {SQUARE}"), drawn(f"1 1 0.6 0.4 k {SQUARE}")),
    "too much ink in a picture": (
        "P254",
        pictured(32, 32, 14, Name.DeviceCMYK, FLAT * 1024),
        pictured(32, 32, 14, Name.DeviceCMYK, LIGHTER * 1024),
    ),
    "too much ink in a gradient": (
        "P254",
        shaded(Name.DeviceCMYK, [1, 1, 1, 0.5], [0, 0, 0, 0]),
        shaded(Name.DeviceCMYK, [1, 1, 0.4, 0.5], [0, 0, 0, 0]),
    ),
    "too much ink where one multiplies": ("P254", doubled(BM=Name.Multiply), doubled()),
    "too much ink where one overprints": (
        "P254", doubled("0 0 0.9 0", op=True, OPM=1), doubled("0 0 0.7 0", op=True, OPM=1),
    ),
    "too much ink where text overprints": (
        "P254",
        overprinted("100 280 m 400 280 l 400 330 l 90 330 l h f"),
        overprinted("90 280 m 400 280 l 90 282 l h f 90 330 m 400 330 l 90 328 l h f"),
    ),
    "a line of width 0": (
        "P256", drawn("0 w 100 200 m 200 200 l S"), drawn("1 w 100 200 m 200 200 l S"),
    ),
    "a thin edge around an area": (
        "P256",
        drawn("0 g 1 0 0 0 K 0.1 w 100 200 80 40 re B"),
        drawn("0 0 0 1 k 0 0 0 1 K 0.1 w 100 200 80 40 re B"),
    ),
    "a line scaled down": (
        "P256",
        drawn("0.1 0 0 0.1 0 0 cm 1 w 1000 2000 m 2000 2000 l S"),
        drawn("0.1 0 0 0.1 0 0 cm 3 w 1000 2000 m 2000 2000 l S"),
    ),
    "a thin line in a pattern": (
        "P256", patterned("0.1 w 0 5 m 10 5 l S"), patterned("0.5 w 0 5 m 10 5 l S"),
    ),
    "a border clipped to its shape": (
        "P256",
        drawn("100 200 m 200 200 l 199.9 200.1 l 100.1 200.1 l h W* n 90 190 200 90 re f"),
        drawn("100 200 m 200 200 l 199.5 200.5 l 100.5 200.5 l h W* n 90 190 200 90 re f"),
    ),
    "a frame without a hole": (
        "P256",
        drawn("100 200 80 0.1 re 100 200 80 0 re f*"),
        drawn("100 200 80 0.4 re 100 200 80 0 re f*"),
    ),
    "a sliver": ("P256", drawn("100 200 80 0.1 re f"), drawn("100 200 80 0.4 re f")),
    "a sliver askew": (
        "P256",
        drawn("0.8 0.6 -0.6 0.8 100 200 cm 0 0 80 0.1 re f"),
        drawn("0.8 0.6 -0.6 0.8 100 200 cm 0 0 80 0.4 re f"),
    ),
    "a light line on dark": (
        "P257",
        drawn(f"{DARK} 0 0 0 0 K 0.3 w 100 300 m 200 300 l S"),
        drawn(f"{PALE} 0 0 0 0 K 0.3 w 100 300 m 200 300 l S"),
    ),
    "small type": ("P258", lettered(4, "0 0 0 1 k"), lettered(5, "0 0 0 1 k")),
    "small type by its matrix": (
        "P258",
        lettered(10, "0 0 0 1 k 0.4 0 0 0.4 60 180 Tm"),
        lettered(10, "0 0 0 1 k 0.6 0 0 0.6 60 180 Tm"),
    ),
    "small white type on dark": (
        "P259", lettered(5.5, "0 0 0 0 k", DARK), lettered(6, "0 0 0 0 k", DARK),
    ),
    "small white type on a dark shape": (
        "P259",
        lettered(5.5, "0 0 0 0 k", "1 0.8 0 0.4 k 90 280 m 400 280 l 400 320 l 80 320 l h f"),
        lettered(5.5, "0.2 0 0 0 k", "1 0.8 0 0.4 k 90 280 m 400 280 l 90 282 l h f"),
    ),
    "small pale type on grey": (
        "P259", lettered(5.5, "0.2 0 0 0 k", TINTED), lettered(5.5, "0 0 0 1 k", TINTED),
    ),
    "rich black text": (
        "P260", lettered(9, "0.6 0.5 0.5 0.9 k"), lettered(18, "0.6 0.5 0.5 0.9 k"),
    ),
    "black text from four inks": (
        "P260", lettered(9, "0.9 0.9 0.9 0 k"), lettered(9, "1 0.9 0 0.4 k"),
    ),
    "white that overprints": (
        "P262",
        with_state(f"0 0 0 0 k {SQUARE}", op=True, OPM=1),
        with_state(f"0 0 0 0 k {SQUARE}", op=False, OPM=1),
    ),
    "overprint in mode 0": (
        "P263",
        with_state(f"0 1 0 0 k {SQUARE}", op=True, OPM=0),
        with_state(f"0 1 0 0 k {SQUARE}", op=True, OPM=1),
    ),
    "grey that overprints": (
        "P263",
        with_state(f"0 g {SQUARE}", op=True, OPM=1),
        with_state(f"0 0 0 1 k {SQUARE}", op=True, OPM=1),
    ),
    "a group in RGB": ("P266", grouped(Name.DeviceRGB), grouped(Name.DeviceCMYK)),
    "an unknown blend mode": (
        "P267", with_state(SQUARE, BM=Name.Glow), with_state(SQUARE, BM=Name.Multiply),
    ),
    "a soft mask in colour": ("P269", masked(Name.DeviceRGB), masked(Name.DeviceGray)),
    "a luminosity mask without colours": ("P269", luminous(), luminous(CS=Name.DeviceGray)),
    "no bleed at the left": ("P270", edge(0, 100, -300, -200), edge(-BLEED, 100, -300, -200)),
    "bleed that is short": ("P270", edge(200, -3, -100, -500), edge(200, -BLEED, -100, -500)),
    "no bleed at the right": ("P270", edge(300, 100, 0.4, -200), edge(300, 100, -3, -200)),
    "bleed that is clipped away": (
        "P270",
        edge(-BLEED, 100, -300, -200, f"{LEFT} 0 400 600 re W n"),
        edge(-BLEED, 100, -300, -200, "0 0 400 600 re W n"),
    ),
    "text at the edge": (
        "P271",
        lambda pdf: draw(pdf, drawing.text(pdf, 9, "0 0 0 1 k", (LEFT + 4, 300))),
        lambda pdf: draw(pdf, drawing.text(pdf, 9, "0 0 0 1 k", (LEFT + 6, 300))),
    ),
    "a blank right-hand page": ("P274", emptied(1), emptied(4)),
    "a page that is blank but for white": (
        "P274", emptied(1, content="0 0 0 0 k 0 0 999 999 re f"), emptied(2),
    ),
    "two blank pages within": ("P274", emptied(2, 3, 4, 1), emptied(3, 4)),
    "a page with one line": (
        "P275",
        left_with(lambda pdf: drawing.text(pdf, 9, "0 0 0 1 k", (LEFT + 40, TOP - 70))),
        left_with(
            lambda pdf: " ".join(
                drawing.text(pdf, 9, "0 0 0 1 k", (LEFT + 40, TOP - y)) for y in (70, 82, 94)
            )
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "breaking"), [case[:2] for case in CASES.values()], ids=CASES)
def test_what_breaks_a_rule_breaks_this_one_only(
    rule: str, breaking: Breaking, broken_press_file: Broken
) -> None:
    assert rules_of(broken_press_file(breaking)) == [rule]


@pytest.mark.parametrize("mended", [case[2] for case in CASES.values()], ids=CASES)
def test_its_mended_twin_passes(mended: Breaking, broken_press_file: Broken) -> None:
    assert rules_of(broken_press_file(mended)) == []
