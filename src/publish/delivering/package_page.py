"""The page of a package: it shows and opens everything, from a stick or a phone, offline."""

from __future__ import annotations

from urllib.parse import quote

from publish.catalogue.model import Imprint
from publish.composing.brand import Brand
from publish.composing.colophon import terms_of
from publish.composing.strings import LANGUAGE_NAMES, RIGHT_TO_LEFT, month_and_year
from publish.delivering.markup import Html, join, tag
from publish.delivering.package_files import README, SUMS, Delivered, Item, Package
from publish.delivering.package_style import style_of
from publish.delivering.package_words import Words


def package_page(package: Package, words: Words, brand: Brand, imprint: Imprint) -> bytes:
    """Return index.html: links in it lead to the files beside it, and to nothing else it needs."""
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
        tag("main", _whole(package, words), _works(package, words), id="files", tabindex="-1"),
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
    )


def _whole(package: Package, words: Words) -> Html:
    heading = tag("h2", words("package_whole"), id="whole")
    told = tag("p", words("package_whole_text"))
    text = tag("div", heading, told, _files(package.whole, words))
    picture = _picture(package.whole, words)
    return tag(
        "section", picture, text, class_=_class("whole", package.whole), aria_labelledby="whole"
    )


def _works(package: Package, words: Words) -> Html:
    heading = tag("h2", words("package_works"), id="works")
    cards = [tag("li", _card(item, words, package.lang)) for item in package.members]
    return tag("section", heading, tag("ol", cards, class_="works"), aria_labelledby="works")


def _card(item: Item, words: Words, lang: str) -> Html:
    own = {"lang": item.lang, "dir": "rtl" if item.lang in RIGHT_TO_LEFT else "ltr"}
    foreign = own if item.lang != lang else {}
    parts = [
        tag("h3", item.title, **foreign),
        tag("p", item.subtitle, class_="subtitle", **foreign) if item.subtitle else "",
        tag("p", LANGUAGE_NAMES.get(item.lang, item.lang), class_="language"),
        tag("p", item.description, class_="about", **foreign) if item.description else "",
    ]
    head = tag("div", _picture(item, words), tag("div", parts), class_="work")
    return tag("article", head, _files(item, words), class_=_class("card", item))


def _class(name: str, item: Item) -> str:
    return f"{name} {item.accent}"


def _picture(item: Item, words: Words) -> Html:
    if not item.cover:
        return Html("")
    alt = words("package_cover", title=item.title)
    return tag("img", src=quote(item.cover), alt=alt, class_="cover")


def _files(item: Item, words: Words) -> Html:
    return tag("ul", (tag("li", _file(file, item, words)) for file in item.files), class_="files")


def _file(file: Delivered, item: Item, words: Words) -> Html:
    label = tag("span", words.edition(file.edition), class_="for")
    # Out of its place, as a list of links shows it, a link must still say what it opens.
    whole = tag("span", f": {item.title}", class_="unseen")
    link = tag("a", label, whole, href=quote(file.path), type="application/pdf")
    return join(link, " ", tag("span", words.measure(file), class_="measure"))


def _footer(package: Package, words: Words, imprint: Imprint) -> Html:
    return tag("footer", _uses(package, words), _check(words), _terms(package, words, imprint))


def _uses(package: Package, words: Words) -> Html:
    names = dict.fromkeys(file.edition for file in package.files)
    known = [name for name in names if words.use(name)]
    rows = (
        tag("div", tag("dt", words.edition(name)), tag("dd", words.use(name))) for name in known
    )
    heading = tag("h2", words("package_which"), id="which")
    return tag("section", heading, tag("dl", rows), aria_labelledby="which")


def _check(words: Words) -> Html:
    text = join(words("package_check_text", sums="\0", readme="\1"))
    for mark, file in (("\0", SUMS), ("\1", README)):
        text = Html(text.replace(mark, tag("a", file, href=file)))
    heading = tag("h2", words("package_check"), id="check")
    return tag("section", heading, tag("p", text), aria_labelledby="check")


def _terms(package: Package, words: Words, imprint: Imprint) -> Html:
    terms = terms_of(package.whole.licence, imprint.contact or imprint.name, words)
    link = tag("a", terms.url, href=terms.url) if terms.url else ""
    heading = tag("h2", words("licence"), id="licence")
    date = month_and_year(package.bundle.publication.date, package.lang)
    house = ", ".join(part for part in (imprint.name, imprint.place, date) if part)
    site = tag("a", imprint.url, href=imprint.url) if imprint.url else ""
    contact = _address(imprint.contact)
    return tag(
        "section",
        heading,
        tag("p", terms.opening, " " if link else "", link),
        tag("p", " ".join(terms.sentences)) if terms.sentences else "",
        tag("p", house, class_="imprint"),
        tag("p", contact, " · " if site and contact else "", site),
        aria_labelledby="licence",
    )


def _address(contact: str) -> Html:
    return tag("a", contact, href=f"mailto:{contact}") if "@" in contact else join(contact)
