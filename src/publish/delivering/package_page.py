"""The page of a package: it shows and opens everything, from a stick or a phone, offline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from publish.catalogue.model import Imprint
from publish.composing.brand import Brand
from publish.composing.colophon import licence_name, terms_of
from publish.composing.strings import LANGUAGE_NAMES, RIGHT_TO_LEFT, month_and_year
from publish.delivering.markup import Html, join, tag
from publish.delivering.package_files import (
    ACCESSIBLE,
    README,
    SUMS,
    UA,
    Delivered,
    Item,
    Package,
    place_of,
)
from publish.delivering.package_style import style_of
from publish.delivering.package_words import Words


def package_page(
    package: Package, words: Words, brand: Brand, imprint: Imprint, starts: Mapping[str, int]
) -> bytes:
    """Return index.html: links in it lead to the files beside it, and to nothing else it needs.

    Args:
        starts: on which page of the bound file works begin, by slug.
    """
    accents = tuple(dict.fromkeys(item.accent for item in package.items))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", package.whole.title),
        tag("style", Html(style_of(brand, accents))),
    )
    body = tag(
        "body",
        tag("a", words("package_skip"), href="#files", class_="skip"),
        _header(package, words, imprint),
        tag(
            "main",
            _whole(package, words),
            _works(package, words, starts),
            id="files",
            tabindex="-1",
        ),
        _footer(package, words, imprint),
    )
    page = tag("html", head, body, lang=package.lang, dir=words.direction)
    return f"<!doctype html>\n{page}\n".encode()


def _header(package: Package, words: Words, imprint: Imprint) -> Html:
    whole = package.whole
    return tag(
        "header",
        tag("p", imprint.name, class_="house"),
        tag("h1", whole.title),
        tag("p", whole.subtitle, class_="subtitle") if whole.subtitle else "",
        tag("p", whole.description, class_="about") if whole.description else "",
        tag("p", words("package_lead"), class_="lead"),
        class_=whole.accent,
    )


def _whole(package: Package, words: Words) -> Html:
    whole = package.whole
    heading = tag("h2", words("package_whole"), id="whole")
    told = tag("p", words("package_whole_text"))
    others = any(not item.files for item in package.members)
    partly = others and not _is_accessible(whole.files, ACCESSIBLE)
    caution = tag("p", words("package_foreign"), class_="caution") if partly else ""
    text = tag("div", heading, told, _files(whole, words), caution)
    picture = _picture(whole, words)
    return tag("section", picture, text, class_=f"whole {whole.accent}", aria_labelledby="whole")


def _works(package: Package, words: Words, starts: Mapping[str, int]) -> Html:
    heading = tag("h2", words("package_works"), id="works")
    cards = [
        tag("li", _card(item, package, words, starts.get(item.slug, 0))) for item in package.members
    ]
    return tag("section", heading, tag("ol", cards, class_="works"), aria_labelledby="works")


def _card(item: Item, package: Package, words: Words, start: int) -> Html:
    title: str = item.title
    if item.title_lang != package.lang:
        direction = "rtl" if item.title_lang in RIGHT_TO_LEFT else "ltr"
        title = tag("span", item.title, lang=item.title_lang, dir=direction)
    language = LANGUAGE_NAMES.get(item.lang, item.lang)
    series = (item.series, words("number_abbr", n=item.number) if item.number else "")
    parts = [
        tag("p", ", ".join(part for part in series if part), class_="series")
        if any(series)
        else "",
        tag("h3", title),
        tag("p", item.subtitle, class_="subtitle") if item.subtitle else "",
        tag("p", language, class_="language", lang=item.lang),
        _origin(item, package.whole),
    ]
    about = tag("p", item.description, class_="about") if item.description else ""
    shape = "work" if item.cover else "work bare"
    head = tag("div", _picture(item, words), tag("div", parts), about, class_=shape)
    within = _within(package.whole, words, start) if start else ""
    return tag("article", head, _files(item, words), within, class_=f"card {item.accent}")


def _origin(item: Item, whole: Item) -> Html:
    """Return the terms of an item that has others than the package, and where it came from."""
    licence = "" if item.licence in ("", whole.licence) else licence_name(item.licence)
    if licence == "all-rights-reserved":
        licence = f"© {item.series}" if item.series and not item.files else ""
    link = _address(item.url) if item.url and not item.files else ""
    lines = (tag("p", part, class_="language") for part in (licence, link) if part)
    return join(lines)


def _picture(item: Item, words: Words) -> Html:
    if not item.cover:
        return Html("")
    alt = words("package_cover", title=item.title)
    return tag("img", src=quote(item.cover), alt=alt, class_="cover")


def _files(item: Item, words: Words) -> Html:
    if not item.files:
        return Html("")
    return tag("ul", (tag("li", _file(file, item, words)) for file in item.files), class_="files")


def _within(whole: Item, words: Words, start: int) -> Html:
    """Return the link to where a work begins in the bound file."""
    link = f"{quote(whole.drawn_from)}#page={start}"
    return tag("p", tag("a", words("package_in_whole", page=start), href=link), class_="within")


def _file(file: Delivered, item: Item, words: Words) -> Html:
    label = tag("span", words.edition(file.edition), class_="for")
    # Out of its place, as a list of links shows it, a link must still say what it opens.
    whole = tag("span", f": {item.title}", class_="unseen")
    link = tag("a", label, whole, href=quote(file.path), type="application/pdf")
    return join(link, " ", tag("span", _row(words.measures(file)), class_="measure"))


def _footer(package: Package, words: Words, imprint: Imprint) -> Html:
    return tag("footer", _uses(package, words), _check(words), _terms(package, words, imprint))


def _uses(package: Package, words: Words) -> Html:
    by_place = sorted(package.files, key=lambda file: place_of(file.edition))
    names = dict.fromkeys(file.edition for file in by_place)
    rows = []
    for name in names:
        use = words.use(name)
        if name == "screen" and _is_accessible(package.files, {name}):
            use = f"{use} {words('package_accessible')}"
        if use:
            rows.append(tag("div", tag("dt", words.edition(name)), tag("dd", use)))
    heading = tag("h2", words("package_which"), id="which")
    return tag("section", heading, tag("dl", rows), aria_labelledby="which")


def _is_accessible(files: Iterable[Delivered], editions: Collection[str]) -> bool:
    """Do all files of some editions claim that screen readers can read them?"""
    return all(UA in file.conformance for file in files if file.edition in editions)


def _check(words: Words) -> Html:
    text = join(words("package_check_text", sums="\0", readme="\1"))
    for mark, file in (("\0", SUMS), ("\1", README)):
        text = Html(text.replace(mark, tag("a", file, href=file, dir="ltr")))
    heading = tag("h2", words("package_check"), id="check")
    return tag("section", heading, tag("p", text), aria_labelledby="check")


def _terms(package: Package, words: Words, imprint: Imprint) -> Html:
    terms = terms_of(package.whole.licence, imprint.contact or imprint.name, words)
    link = _address(terms.url)
    heading = tag("h2", words("licence"), id="licence")
    date = month_and_year(package.bundle.publication.date, package.lang)
    return tag(
        "section",
        heading,
        tag("p", terms.opening, " " if link else "", link),
        tag("p", " ".join(terms.sentences)) if terms.sentences else "",
        tag("p", _row((imprint.name, imprint.place, date)), class_="imprint"),
        tag("p", _row((_address(imprint.contact), _address(imprint.url)))),
        aria_labelledby="licence",
    )


def _row(parts: Iterable[str]) -> Html:
    """Return parts side by side; none changes the direction of its neighbours."""
    kept = [tag("bdi", part) for part in parts if part]
    return join(*(join(" · " if number else "", part) for number, part in enumerate(kept)))


def _address(address: str) -> Html:
    """Return a link to an address of the web or of mail; other words are words."""
    if "://" in address:
        return tag("a", address, href=address, dir="ltr")
    if "@" in address:
        return tag("a", address, href=f"mailto:{address}", dir="ltr")
    return join(address)
