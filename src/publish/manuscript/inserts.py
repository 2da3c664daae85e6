"""Inserts: `{{fact:…}}`, `{{term:…}}`, `{{index:…}}`, `{{break:…}}`, placeholders, fields."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.citations import CiteItem
from publish.manuscript.context import clipped, nearest
from publish.manuscript.elements import become, is_blank, make, plain, pour
from publish.manuscript.facts import figure, with_sign, with_unit
from publish.manuscript.forms import BARE_FORM
from publish.manuscript.model import IndexMark
from publish.manuscript.page import Page
from publish.manuscript.placeholders import placeholder
from publish.manuscript.places import unstamped

UNKNOWN_FACT = Rule(
    "M204",
    "Every fact that a manuscript prints is in facts.toml.",
    "A figure would be missing in print.",
)
UNKNOWN_TERM = Rule(
    "M210",
    "Every term that a manuscript marks is in glossary.toml.",
    "The link would lead nowhere.",
)
BAD_INSERT = Rule(
    "M141",
    "Inserts are written `{{kind:key}}` or `{{kind:key|text}}`.",
    "It would be printed as it was typed.",
)
BREAK_NOT_ALONE = Rule(
    "M142", "A break stands alone in its paragraph.", "Nothing can break in the middle of a line."
)
RULES: tuple[Rule, ...] = (BAD_INSERT, BREAK_NOT_ALONE, UNKNOWN_FACT, UNKNOWN_TERM)

_INSERTS = ("fact", "term", "index", "break", "placeholder", "field")
_FACT_FORMS = ("", "value", "percent", "source", "as-of")


def put_insert(page: Page, element: Element) -> None:
    kind, key = element.get("kind", ""), element.get("key", "")
    place = page.place(element)
    if kind not in _INSERTS or element.get("malformed") or not key:
        written = f"{kind}:{key}" if key else kind
        page.work.report(BAD_INSERT, place, f"`{{{{{clipped(written)}}}}}` is not an insert",
                         nearest(kind, _INSERTS) or f"known: {', '.join(_INSERTS)}")  # fmt: skip
        page.put(element, [])
        return
    extra = element.get("extra", "")
    if kind == "fact":
        page.put(element, _fact(page, element, key, extra, place))
    elif kind == "term":
        _term(page, element, key, place)
    elif kind == "index":
        page.put(element, _index(page, key, extra, place))
    elif kind == "field":
        page.put(element, _field(page, element, key, place))
    elif kind == "placeholder":
        page.put(element, [placeholder(page.work, key, place)])
    else:
        _break(page, element, key, place)


def _fact(page: Page, element: Element, key: str, form: str, place: Place) -> list[Element | str]:
    fact = page.shelf.facts.get(key)
    if form not in _FACT_FORMS:
        page.work.report(
            BAD_INSERT,
            place,
            f"a fact has no form `{form}`",
            nearest(form, _FACT_FORMS) or f"known:{', '.join(_FACT_FORMS)}",
        )
        return []
    if fact is None:
        page.work.report(
            UNKNOWN_FACT,
            place,
            f"facts.toml has no `{key}`",
            nearest(key, page.shelf.facts) or "add it there, with its source",
        )
        return [key]
    page.uses.facts[key] = fact
    if form == "source":
        if fact.source not in page.shelf.bibliography.keys:
            return []  # found at its place in facts.toml
        return [page.cite(element, [CiteItem(fact.source)], "parenthetical")]
    if form == "as-of":
        return [fact.as_of]
    if form == "value":
        return [figure(fact.value, page.work.lang)]
    return [with_sign(page.work, fact) if form == "percent" else with_unit(page.work, fact)]


def _term(page: Page, element: Element, key: str, place: Place) -> None:
    term = page.shelf.terms.get(key)
    if term is None:
        page.work.report(UNKNOWN_TERM, place, f"glossary.toml has no term `{key}`",
                         nearest(key, page.shelf.terms) or "add it there")  # fmt: skip
        page.put(element, [unstamped(plain(element)) or key])
        return
    page.uses.terms[key] = None
    link = pour(element, make("a", "term", href=f"#gls-{key}"))
    if is_blank(unstamped(plain(link))):
        link.text = term.word
    page.put(element, [link])


def _index(page: Page, key: str, extra: str, place: Place) -> list[Element | str]:
    if page.in_note and page.chapter < 0:
        return []
    if extra.startswith("see "):
        page.uses.see.setdefault(IndexMark(key, "", extra.removeprefix("see ").strip()), place)
        return []
    if extra not in ("", "primary"):
        page.work.report(BAD_INSERT, place, f"an index mark cannot be `{clipped(extra)}`",
                         "write `|primary` or `|see other term`")  # fmt: skip
        return []
    anchor = f"idx-{page.galley.name}-{len(page.marks) + 1}"
    page.marks.append(IndexMark(key, anchor, "", extra == "primary"))
    return [make("span", "index-mark", id=anchor)]


def _field(page: Page, element: Element, label: str, place: Place) -> list[Element | str]:
    """Return a place to fill in within a line of text."""
    above = page.parents.get(element)
    while above is not None and above.get("class") != "form":
        above = page.parents.get(above)
    if above is None:
        page.work.report(BARE_FORM, place, "this field stands outside of any form",
                         "put the text into `//// form | Title`")  # fmt: skip
        return []
    return [make("a", "fill fill-inline", **{"data-kind": "line", "data-label": label})]


def _break(page: Page, element: Element, key: str, place: Place) -> None:
    parent = page.parents[element]
    if key not in ("page", "column"):
        page.work.report(
            BAD_INSERT,
            place,
            f"there is no break `{key}`",
            nearest(key, ("page", "column")) or "write `page` or `column`",
        )
    elif (
        parent.tag != "p"
        or len(parent) > 1
        or not is_blank(unstamped((parent.text or "") + (element.tail or "")))
    ):
        page.work.report(BREAK_NOT_ALONE, place, "this break stands in the middle of a text",
                         "give it a line of its own, blank lines around it")  # fmt: skip
    else:
        become(parent, "div", f"break-{key}")
        return
    page.put(element, [])
