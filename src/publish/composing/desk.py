"""The compositor's desk: what every gathering of one work is made with."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from publish.catalogue.model import Catalogue, Publication
from publish.composing.brand import COLOUR_NAME, Accent, Brand, Face, nearest
from publish.composing.endnotes import notes_place
from publish.composing.layouts import Layout
from publish.composing.model import Draft, Resource
from publish.composing.pattern import Palette
from publish.composing.strings import RIGHT_TO_LEFT, STRINGS, UNTRANSLATED
from publish.composing.suiting import suited
from publish.composing.templates import css_string, html, render
from publish.composing.turning import turned
from publish.composing.views import Translate, Work, work_view
from publish.errors import Finding, FindingsError, Place
from publish.manuscript.model import Chapter, Manuscript, Picture

LATE = "late/"  # "late/X" is the face of late fields that stands in for the face "X"
_URLS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|\bsrc="([^"]+)\"""")
TO_RIGHT = "\u200e"  # what follows has its order, Unicode Standard Annex 9, 2.6
_LATIN = re.compile("[A-Za-z]|[0-9][-/][0-9]")
# Faces of these scripts are taken for pages that are written in them.
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "han": re.compile("[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"),
}
# What a layout may show. Not asked of the system: its table differs from machine to machine.
_MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".css": "text/css",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A layout opened for one work. `files` and `findings` fill up as gatherings are composed."""

    manuscript: Manuscript
    layout: Layout
    catalogue: Catalogue
    publication: Publication
    accent: Accent
    work: Work
    t: Translate
    palette: Palette
    findings: list[Finding]
    files: dict[str, Resource] = field(default_factory=dict)


def open_desk(
    manuscript: Manuscript, layout: Layout, catalogue: Catalogue, publication: Publication
) -> Desk:
    """Return the desk for a work; colours that the brand lacks are findings."""
    findings: list[Finding] = []
    place = publication.places.get("accent", Place(publication.place))
    accent = accent_of(layout.brand, publication.accent, place, findings)
    t = translator(layout, manuscript.lang, findings)
    palette = palette_of(layout.brand, accent)
    work = work_view(manuscript, catalogue, publication, t)
    return Desk(manuscript, layout, catalogue, publication, accent, work, t, palette, findings)


def accent_of(brand: Brand, token: str, place: Place, findings: list[Finding]) -> Accent:
    """Return the accent `token`; where the brand lacks it, its first one, and a finding."""
    accent = brand.accents.get(token)
    if accent is not None:
        return accent
    message = f"accent “{token}” is none of the brand's"
    findings.append(COLOUR_NAME.at(place, message, nearest(token, list(brand.accents))))
    return next(iter(brand.accents.values()))


def palette_of(brand: Brand, accent: Accent) -> Palette:
    """Return the colours of a pattern in an accent."""
    return Palette(accent.fill, brand.colours["dark-blue"], accent.mid, accent.second)


def translator(layout: Layout, lang: str, findings: list[Finding]) -> Translate:
    """Return what gives the words of a key in `lang`; those that it lacks become findings."""
    file = layout.files["strings.csv"].shown
    shown = _kept_in_order if lang in RIGHT_TO_LEFT else dict[str, object]

    def t(key: str, **values: object) -> str:
        try:
            words = layout.strings.find(lang, key)
            said = words.format(**shown(values)) if values else words
        except (LookupError, ValueError, AttributeError) as fault:
            message = f"the words of “{key}” cannot be printed: {fault!r}"
            remedy = "copy the line from the strings.csv that comes with the program"
            raise FindingsError((STRINGS.at(Place(file), message, remedy),)) from fault
        if not layout.strings.has(lang, key):
            message = f"“{key}” has no words in {lang}; the English ones are printed"
            finding = UNTRANSLATED.at(Place(file), message, f"fill in the column {lang}")
            if finding not in findings:
                findings.append(finding)
        return said

    return t


def _kept_in_order(values: Mapping[str, object]) -> dict[str, object]:
    """Return names and numbers so that they keep their order among words from right to left."""
    return {
        key: f"{TO_RIGHT}{value}{TO_RIGHT}" if _LATIN.search(str(value)) else value
        for key, value in values.items()
    }


def draft(
    desk: Desk,
    template: str,
    context: Mapping[str, object],
    made: tuple[Resource, ...] = (),
    pictures: tuple[Picture, ...] = (),
) -> Draft:
    """Return the draft that `template` makes of `context`, with what it asks for and no more.

    Args:
        made: resources drawn for this gathering, such as the pattern of a cover.
        pictures: of the manuscript; those that the page shows become resources.
    """
    layout, brand = desk.layout, desk.layout.brand
    shared: dict[str, object] = {
        "work": desk.work,
        "t": desk.t,
        "accent": desk.accent,
        "c": brand.colours,
        "brand": brand,
        "page": layout.settings.page,
        "manuscript": desk.manuscript,
        "html": html,
        "css": css_string,
        "line": lambda lines: f"{round(brand.line * lines, 3):g}pt",
        "edition": layout.edition,
        "notes": notes_place(layout.settings.notes),
        "late": LATE,
    }
    page = render(layout, template, {**shared, **context})
    if "glossary" not in layout.settings.furniture:
        page = _TERM_LINK.sub(r'<span class="term">\1</span>', page)  # there is no place to go to
    page = suited(page, layout, desk.t)
    shown = tuple(Resource(p.url, p.media_type, p.content) for p in pictures)
    styles = {**shared, **context}
    made = (*made, *shown)
    worn = dressed(layout, page, layout.sheets, styles, made, desk.files)
    if desk.work.direction == "ltr":
        return worn
    return dataclasses.replace(worn, sheets=tuple(turned(sheet) for sheet in worn.sheets))


def dressed(
    layout: Layout,
    page: str,
    names: Iterable[str],
    styles: Mapping[str, object],
    made: tuple[Resource, ...],
    files: dict[str, Resource],
) -> Draft:
    """Return the draft of a page: with its style sheets and the files that both ask for.

    Args:
        names: templates of style sheets, in cascade order; those that the layout has are taken.
        styles: what they see besides the faces.
        made: resources that are in no folder.
        files: those of the layout that have been read; it fills up.
    """
    seen = {**styles, "faces": _faces(layout.brand.faces, page)}
    sheets = tuple(render(layout, name, seen) for name in names if name in layout.files)
    known = {resource.url: resource for resource in made}
    wanted = sorted(set(_asked_for((page, *sheets))))
    resources = (known.get(url) or _file(layout, files, url) for url in wanted)
    return Draft(page, sheets, tuple(resource for resource in resources if resource))


_TERM_LINK = re.compile(r'<a class="term" href="#gls-[^"]*">(.*?)</a>', re.DOTALL)


def running_head(chapter: Chapter) -> str:
    return chapter.short_title or chapter.title


def _faces(faces: tuple[Face, ...], page: str) -> tuple[Face, ...]:
    """Return the faces for `page`: those of another script only where it is written in it."""
    written = {"", *(script for script, letters in SCRIPTS.items() if letters.search(page))}
    return tuple(face for face in faces if face.script in written)


def _asked_for(texts: tuple[str, ...]) -> list[str]:
    found = (match[1] or match[2] for text in texts for match in _URLS.finditer(text))
    return [url.removeprefix(LATE) for url in found if ":" not in url]


def _file(layout: Layout, files: dict[str, Resource], url: str) -> Resource | None:
    """Return a file of the layout; one that it lacks is refused by name when the page is set."""
    if url not in files:
        if url not in layout.files:
            return None
        path = layout.files[url].path
        media_type = _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
        files[url] = Resource(url, media_type, path.read_bytes())
    return files[url]
