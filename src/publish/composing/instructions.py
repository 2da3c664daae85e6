"""Printing instructions: one page that says how a file of sheets is printed, folded and stapled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.composing import sheet_drawings
from publish.composing.desk import TO_RIGHT, dressed, translator
from publish.composing.layouts import Layout
from publish.composing.model import Draft, Resource, Slot
from publish.composing.sheet_drawings import Pens
from publish.composing.strings import RIGHT_TO_LEFT
from publish.composing.templates import css_string, render
from publish.composing.views import Translate

INSTRUCTIONS, DUPLEX_TEST = "instructions", "duplex-test"
_SHEETS = ("brand.css.j2", "instructions.css.j2")
_TEST_SHEETS = ("brand.css.j2", "duplex-test.css.j2")
_DRAWING = (sheet_drawings.WIDTH, sheet_drawings.HEIGHT)
_SHOWN = 0.85  # by which a drawing is made smaller, so that all fits on a page
_MOST_TITLE = 160  # letters
_MOST_STACKS = 12  # that are listed; of more, the first and the last
_PROGRAMS = (("windows", "Windows"), ("mac", "macOS"), ("linux", "Linux"))
_ARABIC = re.compile("[\u0600-\u06ff]")
# What office paper of a thickness weighs (g/m² by mm); others are called by their thickness.
_GRAMMAGE: Mapping[float, int] = {0.1: 80}


@dataclass(frozen=True, slots=True)
class Instructions:
    """What is to be printed, and how.

    Attributes:
        title: of the work.
        form: "booklet", "2up", "4up", "notes".
        file, cover, test: names of the files; no cover where it is in the file.
        paper: "A4".
        caliper: its thickness in millimetres.
        sheets: for one copy.
        stacks: how many sheets are folded together.
        flip: "short", "long".
        size: width and height of a side, in any unit.
        fastening: "staple", "fold", "none".
        accessible: address or name of the edition for readers of screens.
    """

    title: str
    form: str
    file: str
    test: str
    paper: str
    caliper: float
    sheets: int
    copies: int
    stacks: tuple[int, ...]
    flip: str
    size: tuple[float, float]
    fastening: str
    from_right: bool
    greys: bool
    accessible: str
    imprint: str
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next.

    Attributes:
        drawing: URL of it; empty: none.
        alt: what it shows, in words.
        settings: lines of a table: program, size, both sides.
        listed: lines below the text.
    """

    title: str
    text: tuple[str, ...]
    drawing: str = ""
    alt: str = ""
    settings: tuple[tuple[str, str, str], ...] = ()
    listed: tuple[str, ...] = ()


def compose_instructions(layout: Layout, lang: str, about: Instructions) -> Slot:
    """Return the gathering of printing instructions, a page.

    Raises:
        FindingsError: the template, its style sheet or the words of the furniture are at fault.
    """
    t = translator(layout, lang, [])
    drawings = _drawings(layout, about)
    context = {
        **_shared(layout, lang, t, INSTRUCTIONS),
        "title": f"{t('ins_title')}: {about.title[:_MOST_TITLE]}",
        "name": about.title[:_MOST_TITLE],
        "name_direction": "rtl" if _ARABIC.search(about.title) else "ltr",
        "form": t(f"sheet_{about.form}"),
        "imprint": about.imprint,
        "numbers": tuple(_numbers(t, lang, about)),
        "steps": tuple(_steps(t, about)),
        "accessible": t("ins_accessible", source=about.accessible),
        "edges": t("ins_edges"),
        "letter": about.paper == "Letter",
        "drawing": {
            "width": round(_DRAWING[0] * _SHOWN, 2),
            "height": round(_DRAWING[1] * _SHOWN, 2),
        },
    }
    draft = _draft(layout, INSTRUCTIONS, _SHEETS, context, drawings)
    return Slot(INSTRUCTIONS, t("ins_title"), draft, "none", "any")


def compose_duplex_test(layout: Layout, lang: str, about: Instructions) -> Slot:
    """Return the gathering of a test sheet, its front and its back.

    Raises:
        FindingsError: as `compose_instructions`.
    """
    t = translator(layout, lang, [])
    folds = about.form == "booklet"
    halves: tuple[tuple[str, ...], ...] = (("1",), ("2",))
    if folds:
        halves = (("4", "1"), ("2", "3"))
    if about.from_right:
        halves = tuple(side[::-1] for side in halves)
    other = {"short": "long", "long": "short"}[about.flip]
    context = {
        **_shared(layout, lang, t, DUPLEX_TEST),
        "title": t("try_title"),
        "sides": tuple(zip((t("try_front"), t("try_back")), halves, strict=True)),
        "sheet": tuple(round(side / 72 * 25.4, 3) for side in about.size),
        "folds": folds,
        "from_right": about.from_right,
        "what": t("try_fold" if folds else "try_turn"),
        "wrong": t("try_wrong", edge=t(f"try_{other}")),
        "scale": t("try_scale", size=t("ins_size_windows")),
    }
    draft = _draft(layout, DUPLEX_TEST, _TEST_SHEETS, context, ())
    return Slot(DUPLEX_TEST, t("try_title"), draft, "none", "any")


def _shared(layout: Layout, lang: str, t: Translate, slot: str) -> dict[str, object]:
    brand = layout.brand
    return {
        "slot": slot,
        "t": t,
        "c": brand.colours,
        "brand": brand,
        "accent": next(iter(brand.accents.values())),
        "css": css_string,
        "line": lambda lines: f"{round(brand.line * lines, 3):g}pt",
        "late": "",  # nothing is filled in later: faces for it need not be made
        "edition": "screen",
        "notes": "page",
        "work": {"lang": lang, "direction": "rtl" if lang in RIGHT_TO_LEFT else "ltr"},
    }


def _draft(
    layout: Layout,
    name: str,
    sheets: Sequence[str],
    context: Mapping[str, object],
    drawings: tuple[Resource, ...],
) -> Draft:
    page = render(layout, f"{name}.html.j2", context)
    return dressed(layout, page, sheets, context, drawings, {})


def _numbers(t: Translate, lang: str, about: Instructions) -> Iterator[tuple[str, str]]:
    """Yield what is to be loaded, label and value."""
    grammage = _GRAMMAGE.get(round(about.caliper, 3))
    paper = about.paper
    if grammage:
        paper = t("ins_office_paper", paper=about.paper, grammage=grammage)
    else:
        thick = f"{about.paper}, {about.caliper:g} mm"
        paper = f"{TO_RIGHT}{thick}" if lang in RIGHT_TO_LEFT else thick
    yield t("ins_paper"), paper
    yield t("ins_per_copy"), str(about.sheets)
    yield t("ins_copies"), str(about.copies)
    yield t("ins_to_load"), f"{about.sheets * about.copies:,}".replace(",", "\u202f")


def _steps(t: Translate, about: Instructions) -> Iterator[Step]:
    turned = "ins_drawn_turn" if about.flip == "short" else "ins_drawn_turn_long"
    yield Step(t("ins_test"), (t("ins_test_text", file=about.test),), "turn.svg", t(turned))
    settings = tuple(
        (name, t(f"ins_size_{key}"), t(f"ins_{about.flip}_{key}")) for key, name in _PROGRAMS
    )
    said = [t("ins_print_text", file=about.file)]
    said += [t("ins_collate")] if about.copies > 1 else []
    said += [t("ins_greys")] if about.greys else []
    yield Step(t("ins_print"), tuple(said), settings=settings)
    if about.form == "booklet":
        yield from _folding(t, about)
    elif about.sheets > 1:
        key = "ins_corner_right" if about.from_right else "ins_corner"
        yield Step(t("ins_staple"), (t(key),), "corner.svg", t("ins_drawn_corner"))


def _folding(t: Translate, about: Instructions) -> Iterator[Step]:
    many = len(about.stacks) > 1
    if many:
        listed = tuple(_stacks(t, about.stacks))
        yield Step(t("ins_stacks"), (t("ins_stacks_text", n=len(about.stacks)),), listed=listed)
    fold = t("ins_fold_each" if many else "ins_fold_text")
    yield Step(t("ins_fold"), (fold,), "fold.svg", t("ins_drawn_fold"))
    key = "ins_wrap_join" if many else "ins_wrap_text"
    wrap = (t(key, file=about.cover),) if about.cover else ()
    if wrap and not many:
        yield Step(t("ins_wrap"), wrap)
    if about.fastening == "staple":
        staple = t("ins_staple_each" if many else "ins_staple_text")
        yield Step(t("ins_staple"), (staple,), "staple.svg", t("ins_drawn_staple"))
    if many:
        yield Step(t("ins_join"), (t("ins_join_text"), *wrap))


def _stacks(t: Translate, stacks: Sequence[int]) -> Iterator[str]:
    """Yield which sheets make each stack."""
    first = 1
    for number, sheets in enumerate(stacks, 1):
        last = first + sheets - 1
        if number < _MOST_STACKS or number == len(stacks):
            if number == len(stacks) > _MOST_STACKS:
                yield "…"
            key = "ins_stack" if sheets > 1 else "ins_stack_one"
            yield t(key, n=number, first=first, last=last)
        first = last + 1


def _drawings(layout: Layout, about: Instructions) -> tuple[Resource, ...]:
    colours = layout.brand.colours
    pens = Pens(colours["dark-blue"], colours["grey-rule"], colours["red-deep"])
    made = {
        "turn.svg": sheet_drawings.turn(pens, about.size),
        "fold.svg": sheet_drawings.fold(pens),
        "staple.svg": sheet_drawings.staple(pens),
        "corner.svg": sheet_drawings.corner(pens, about.size),
    }
    if about.from_right:
        made = {name: sheet_drawings.mirrored(svg) for name, svg in made.items()}
    return tuple(Resource(name, "image/svg+xml", svg.encode()) for name, svg in made.items())
