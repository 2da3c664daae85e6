"""The job sheet: one page that tells the printer all that the files do not say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publish.catalogue.making import Papers, spine_of
from publish.catalogue.model import Imprint, Publication
from publish.catalogue.printers import BindingWay, Paper, Printer
from publish.composing.anatomy import HEIGHT, WIDTH, Colours, Kind, Label, anatomy, sheet_of
from publish.composing.brand import Accent
from publish.composing.desk import LATE, TO_RIGHT, dressed, translator
from publish.composing.layouts import Layout
from publish.composing.model import Resource, Slot
from publish.composing.strings import RIGHT_TO_LEFT, month_and_year
from publish.composing.templates import NBSP, css_string, render
from publish.composing.views import Translate
from publish.composing.wrap_plan import WrapPlan

JOBSHEET = "jobsheet"
_SHEETS = ("brand.css.j2", "jobsheet.css.j2")
_COMMA = frozenset(("fr", "es", "pt", "ru"))  # languages that write 0,5
_GROUP = 8  # digits of a checksum that stand together
_METHODS = {"perfect": "job_perfect", "saddle-stitch": "job_saddle", "loose": "job_loose"}
_BOTH_SIDES, _OUTSIDE = "4/4 CMYK", "4/0 CMYK"
_UNIT = re.compile(r" (?=mm\b|мм\b|مم\b|%|g/m²)|(?<==) ")
_MOST_TITLE = 200  # characters; what is longer is cut
_SIZES = ((45, 23.0, 28.4), (90, 18.5, 24.85), (_MOST_TITLE + 1, 15.0, 21.3))  # by length


@dataclass(frozen=True, slots=True)
class PrintFile:
    """A file that goes to the printer."""

    name: str
    pages: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class JobSheet:
    """What a job sheet says.

    Attributes:
        trim: width and height of a page in millimetres.
        pages: of the text file, with its blanks.
        blanks: those of them that only fill up the last sheet.
        wrap: the cover's plan; None where the cover counts in the sheets.
    """

    publication: Publication
    imprint: Imprint
    trim: tuple[float, float]
    pages: int
    blanks: int
    printer: Printer
    way: BindingWay
    papers: Papers
    wrap: WrapPlan | None
    files: tuple[PrintFile, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A table with its heading: what each line is about, and what is said."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as the sheet prints it."""

    name: str
    pages: int
    bytes: str
    groups: tuple[str, ...]  # of the checksum


@dataclass(frozen=True, slots=True)
class _Words:
    """Words and numbers in one language."""

    t: Translate
    lang: str

    def number(self, value: float) -> str:
        written = f"{round(value, 3):g}"
        return written.replace(".", ",") if self.lang in _COMMA else written

    def size(self, width: float, height: float) -> str:
        return self.in_order(f"{self.number(width)} × {self.number(height)} mm")

    def length(self, value: float) -> str:
        return self.in_order(f"{self.number(value)} mm")

    def in_order(self, measure: str) -> str:
        """Return what keeps its order among words from right to left."""
        return f"{TO_RIGHT}{measure}" if self.lang in RIGHT_TO_LEFT else measure

    def paper(self, paper: Paper) -> str:
        caliper = self.t("job_caliper", n=self.number(paper.caliper))
        return f"{paper.title}, {self.number(paper.grammage)} g/m²\n{caliper}"


def compose_jobsheet(layout: Layout, lang: str, sheet: JobSheet) -> Slot:
    """Return the gathering of a job sheet, one page in A4.

    Raises:
        FindingsError: the template, its style sheet or the words of the furniture are at fault.
    """
    t = translator(layout, lang, [])
    words = _Words(t, lang)
    brand, publication = layout.brand, sheet.publication
    accent = brand.accents.get(publication.accent) or next(iter(brand.accents.values()))
    title = publication.title[lang]
    title = title if len(title) <= _MOST_TITLE else f"{title[:_MOST_TITLE]}…"
    size, lead = next((size, lead) for most, size, lead in _SIZES if len(title) <= most)
    drawing, labels, said = _drawing(layout, words, sheet, accent)
    context: dict[str, object] = {
        "slot": JOBSHEET,
        "t": t,
        "c": brand.colours,
        "brand": brand,
        "accent": accent,
        "css": css_string,
        "line": lambda lines: f"{round(brand.line * lines, 3):g}pt",
        "late": LATE,
        "edition": "screen",
        "notes": "page",
        "work": {"lang": lang, "direction": "rtl" if lang in RIGHT_TO_LEFT else "ltr"},
        "title": f"{t('job_sheet')}: {title}",
        "name": title,
        "name_size": size,
        "name_lead": lead,
        "facts": _facts(t, lang, publication),
        "imprint": sheet.imprint,
        "drawing": {"alt": said, "labels": labels, "width": WIDTH, "height": HEIGHT},
        "left": (_kept(_block(words, sheet)), _kept(_cover(words, sheet))),
        "right": (_kept(_making(words, sheet)),),
        "files": [_shown(file) for file in sheet.files],
        "date": month_and_year(publication.date, lang),
    }
    page = render(layout, f"{JOBSHEET}.html.j2", context)
    draft = dressed(layout, page, _SHEETS, context, (drawing,), {})
    return Slot(JOBSHEET, t("job_sheet"), draft, "arabic", "any")


def _facts(t: Translate, lang: str, publication: Publication) -> list[str]:
    """Return what identifies the work besides its title, a line each."""
    subtitle = publication.subtitle.get(lang, "")
    number = t("number_abbr", n=publication.number) if publication.number else ""
    series = " · ".join(part for part in (publication.series, number) if part)
    isbn = publication.identifiers.isbn
    date = month_and_year(publication.date, lang)
    parts = (publication.edition, date, f"ISBN {isbn}" if isbn else "", t("language"))
    record = " · ".join(part for part in parts if part)
    return [line for line in (subtitle, series, record) if line and len(line) <= _MOST_TITLE]


def _drawing(
    layout: Layout, words: _Words, sheet: JobSheet, accent: Accent
) -> tuple[Resource, tuple[Label, ...], str]:
    """Return the drawing of what lies flat, the names of its panels, and its measures in words."""
    colours = layout.brand.colours
    flat = sheet_of(
        sheet.wrap,
        sheet.trim,
        sheet.printer.bleed,
        sheet.way.method,
        words.lang in RIGHT_TO_LEFT,
    )
    names: Mapping[Kind, str] = {
        "back": words.t("back_cover"),
        "spine": words.t("job_spine"),
        "front": words.t("job_front"),
        "flap": words.t("job_flap"),
    }
    ink = Colours(
        line=colours["dark-blue"],
        bleed=colours["grey-rule"],
        spine=colours["grey-line"],
        panel=colours["grey-pale"],
        front=accent.mid,
    )
    svg, labels = anatomy(flat, names, words.number, ink, layout.brand.text)
    measures = ", ".join(f"{names[kind]} {words.number(width)}" for kind, width in flat.panels)
    said = words.t("job_drawing", measures=f"{measures}; {words.size(flat.width, flat.height)}")
    return Resource("anatomy.svg", "image/svg+xml", svg.encode()), labels, said


def _block(words: _Words, sheet: JobSheet) -> Group:
    t = words.t
    pages = str(sheet.pages)
    if sheet.blanks:
        pages = t("job_blanks", n=sheet.pages, blanks=sheet.blanks)
    if sheet.way.method == "saddle-stitch":
        pages += "\n" + t("job_folded", n=sheet.pages // 4)
    bleed = sheet.printer.bleed
    rows = (
        (t("job_trim"), words.size(*sheet.trim)),
        (t("job_bleed"), t("job_all_sides", n=words.number(bleed)) if bleed else t("job_none")),
        (t("job_pages"), pages),
        (t("job_paper"), words.paper(sheet.papers.text)),
        (t("job_colours"), _BOTH_SIDES),
    )
    return Group(t("job_block"), rows)


def _cover(words: _Words, sheet: JobSheet) -> Group:
    return Group(words.t("cover"), tuple(_cover_rows(words, sheet)))


def _cover_rows(words: _Words, sheet: JobSheet) -> Iterator[tuple[str, str]]:
    t, wrap, text, printer = words.t, sheet.wrap, sheet.papers.text, sheet.printer
    bound = sheet.way.method == "perfect"
    if wrap:
        yield t("job_unfolded"), words.size(round(wrap.width, 1), wrap.height)
    if bound:
        width = spine_of(printer, sheet.papers, sheet.way, sheet.pages)
        spine = t(
            "job_spine_sum",
            leaves=sheet.pages // 2,
            caliper=words.number(text.caliper),
            allowance=words.number(printer.spine.allowance),
            width=words.number(width),
        )
        yield t("job_spine"), spine
    else:
        yield t("job_pages"), _where_it_is(t, sheet)
    if wrap and wrap.flap:
        yield t("job_flaps"), words.length(wrap.flap)
    yield t("job_paper"), words.paper(sheet.papers.cover)
    yield t("job_colours"), _OUTSIDE if bound else _BOTH_SIDES


def _where_it_is(t: Translate, sheet: JobSheet) -> str:
    """Return which pages of the file are the cover: leaves, or one sheet around all others."""
    if sheet.way.method != "saddle-stitch":
        return t("job_in_sheets")
    last = sheet.pages
    return t("job_outer_sheet", first=1, second=2, third=last - 1, last=last)


def _making(words: _Words, sheet: JobSheet) -> Group:
    t, printer = words.t, sheet.printer
    marks = ", ".join(t(f"job_mark_{mark.replace('-', '_')}") for mark in printer.marks)
    width, height = (side + 2 * printer.bleed for side in sheet.trim)
    rows = (
        (t("job_binding"), t(_METHODS[sheet.way.method])),
        (t("job_made_for"), printer.title),
        (t("job_condition"), printer.condition),
        (t("job_intent"), printer.profile.rpartition("/")[2]),
        (t("job_ink"), t("job_ink_limit", limit=words.number(printer.ink_limit))),
        (
            t("job_boxes"),
            f"PDF/X-4\nTrimBox {words.size(*sheet.trim)}\nBleedBox {words.size(width, height)}",
        ),
        (t("job_marks"), marks or t("job_none")),
    )
    return Group(t("job_making"), rows)


def _kept(group: Group) -> Group:
    """Return the group with its units on the line of their numbers."""
    rows = ((label, _UNIT.sub(NBSP, value)) for label, value in group.rows)
    return Group(group.title, tuple(rows))


def _shown(file: PrintFile) -> ShownFile:
    """Return a file as it is printed: its checksum in short groups, so that it can be compared."""
    groups = (file.sha256[at : at + _GROUP] for at in range(0, len(file.sha256), _GROUP))
    grouped = f"{file.bytes:,}".replace(",", "\u202f")
    return ShownFile(file.name, file.pages, grouped, tuple(groups))
