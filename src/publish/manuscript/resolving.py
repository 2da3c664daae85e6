"""Second pass: references, citations, facts, terms, notes and index marks become HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript import citing
from publish.manuscript.citations import Bibliography
from publish.manuscript.context import Work, clipped, nearest
from publish.manuscript.crossrefs import Crossrefs
from publish.manuscript.elements import add, become, is_blank, make, plain, pour, replace
from publish.manuscript.facts import Fact, figure, with_sign, with_unit
from publish.manuscript.galley import Galley
from publish.manuscript.glossary import Term
from publish.manuscript.model import IndexMark
from publish.manuscript.places import unstamped

UNKNOWN_FACT = Rule("M204", "Every fact that a manuscript prints is in facts.toml.")
UNKNOWN_TERM = Rule("M210", "Every term that a manuscript marks is in glossary.toml.")
BAD_INSERT = Rule("M141", "Inserts are written `{{kind:key}}` or `{{kind:key|text}}`.")
BREAK_NOT_ALONE = Rule("M142", "A break stands alone in its paragraph.")
RAW_HTML = Rule(
    "M140",
    "Manuscripts hold no HTML.",
    "Layouts could not know it, and it could do what an author may not.",
)
NO_NOTE = Rule("M150", "Every note mark has its text.")
UNUSED_NOTE = Rule("M151", "Every note text has its mark.")
NESTED_NOTE = Rule("M153", "A note holds no note.")
RULES: tuple[Rule, ...] = (UNKNOWN_FACT, UNKNOWN_TERM, BAD_INSERT, BREAK_NOT_ALONE, RAW_HTML,
                           NO_NOTE, UNUSED_NOTE, NESTED_NOTE)  # fmt: skip

_INSERTS = ("fact", "term", "index", "break")
_FACT_FORMS = ("", "value", "percent", "source", "as-of")
_BLOCKS = ("p", "li", "td", "th", "dd", "dt", "h2", "h3", "h4", "figcaption", "div")
Handler = Callable[["Page", Element], None]


@dataclass(slots=True)
class Uses:
    """What the chapters of a work have used so far."""

    cited: dict[str, None] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    see: dict[IndexMark, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that inserts and references of a work may take from."""

    crossrefs: Crossrefs
    bibliography: Bibliography
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]


@dataclass(slots=True)
class Page:
    """The resolving of one chapter."""

    work: Work
    galley: Galley
    chapter: int  # index, -1 for the glossary
    shelf: Shelf
    uses: Uses
    marks: list[IndexMark] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    notes: int = 0
    parents: dict[Element, Element] = field(default_factory=dict)
    in_note: bool = False

    def place(self, element: Element) -> Place:
        places = self.galley.sheet.places
        return places.first(element.get("at")) or self.galley.place(element)

    def put(self, element: Element, new: list[Element | str]) -> None:
        """Print `new` where `element` stands."""
        parent = self.parents[element]
        replace(parent, element, new)
        for item in new:
            if isinstance(item, Element):
                self.parents[item] = parent
                self.parents.update((child, item) for child in item)

    def is_inside(self, element: Element, *classes: str) -> bool:
        above: Element | None = element
        while above is not None:
            if above.get("class") in classes:
                return True
            above = self.parents.get(above)
        return False


def resolve(page: Page, root: Element) -> None:
    """Resolve everything inside `root`, in place and in reading order."""
    page.parents.update((child, parent) for parent in root.iter() for child in parent)
    for element in list(root.iter()):
        if handler := _HANDLERS.get(element.tag):
            handler(page, element)


def report_unused_notes(page: Page) -> None:
    for name, (note, _) in page.galley.notes.items():
        if name not in page.noted and name not in page.galley.sheet.scanned.cut:
            page.work.report(UNUSED_NOTE, note.place, f"no text refers to the note `{name}`",
                             f"put `[^{name}]` where it belongs, or take it out")  # fmt: skip


def _reference(page: Page, element: Element) -> None:
    text = element.text or ""
    found = citing.items(page.work, text, page.galley.sheet.places)
    if not found:
        page.put(element, [unstamped(text)])
        return
    item = found[0]
    if page.shelf.crossrefs.is_reference(item.key):
        page.put(element, _crossref(page, element, item))
        return
    known = citing.check(page.work, page.shelf.bibliography, found)
    page.uses.cited.update(dict.fromkeys(i.key for i in known))
    mode = "year" if item.year_only else "narrative"
    page.put(element, citing.nodes(page.shelf.bibliography, known, mode) if known
             else [unstamped(text)])  # fmt: skip


def _crossref(page: Page, element: Element, item: citing.Item) -> list[Element | str]:
    cut = page.galley.sheet.scanned.cut
    nested = _open_brackets(page, element) > 0
    return page.shelf.crossrefs.nodes(item.key, item.place, page.chapter, nested, cut)


def _open_brackets(page: Page, element: Element) -> int:
    """Return how many round brackets are open where `element` stands in its paragraph."""
    block: Element = element
    while block in page.parents and block.tag not in _BLOCKS and block.get("class") != "footnote":
        block = page.parents[block]
    count = 0
    pending: list[Element | str] = [block]
    while pending:
        item = pending.pop()
        if item is element:
            break
        if isinstance(item, str):
            count = max(count + item.count("(") - item.count(")"), 0)
            continue
        pending.append(item.tail or "") if item is not block else None
        pending += reversed([item.text or "", *item])
    return count


def _citation(page: Page, element: Element) -> None:
    text = (element.text or "")[1:-1]
    found = citing.items(page.work, text, page.galley.sheet.places)
    is_reference = page.shelf.crossrefs.is_reference
    references = [item for item in found if is_reference(item.key)]
    known = citing.check(page.work, page.shelf.bibliography,
                         [item for item in found if not is_reference(item.key)])  # fmt: skip
    page.uses.cited.update(dict.fromkeys(item.key for item in known))
    if references:
        new: list[Element | str] = ["("]
        for item in references:
            before = f"{item.cite.prefix} " if item.cite.prefix else ""
            new += [f"; {before}" if len(new) > 1 else before]
            new += page.shelf.crossrefs.nodes(
                item.key, item.place, page.chapter, True, page.galley.sheet.scanned.cut
            )
        if known:
            inner = citing.nodes(page.shelf.bibliography, known, "parenthetical")
            new += ["; ", *citing.without_brackets(inner)]
        page.put(element, [*new, ")"])
    elif known:
        mode = "year" if any(item.year_only for item in known) else "parenthetical"
        new = citing.nodes(page.shelf.bibliography, known, mode)
        if page.is_inside(element, "source", "key-source"):
            new = citing.without_brackets(new)
        page.put(element, new)
    else:
        page.put(element, [unstamped(f"[{text}]")])


def _insert(page: Page, element: Element) -> None:
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
    else:
        _break(page, element, key, place)


def _fact(page: Page, element: Element, key: str, form: str, place: Place) -> list[Element | str]:
    fact = page.shelf.facts.get(key)
    if form not in _FACT_FORMS:
        page.work.report(BAD_INSERT, place, f"a fact has no form `{form}`",
                         nearest(form, _FACT_FORMS) or f"known:{', '.join(_FACT_FORMS)}")  # fmt: skip
        return []
    if fact is None:
        page.work.report(UNKNOWN_FACT, place, f"facts.toml has no `{key}`",
                         nearest(key, page.shelf.facts) or "add it there, with its source")  # fmt: skip
        return [key]
    if fact.source in page.shelf.bibliography.keys:
        page.uses.cited[fact.source] = None
    if form == "source":
        if fact.source not in page.shelf.bibliography.keys:
            return []  # found at its place in facts.toml
        html = page.shelf.bibliography.cite([citing.CiteItem(fact.source)], "parenthetical")
        new = citing.from_html(html)
        inside = page.is_inside(element, "source", "key-source")
        return citing.without_brackets(new) if inside else new
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


def _break(page: Page, element: Element, key: str, place: Place) -> None:
    parent = page.parents[element]
    if key not in ("page", "column"):
        page.work.report(BAD_INSERT, place, f"there is no break `{key}`",
                         nearest(key, ("page", "column")) or "write `page` or `column`")  # fmt: skip
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


def _html(page: Page, element: Element) -> None:
    text = element.text or ""
    place = page.galley.sheet.places.first(text) or page.galley.top
    page.work.report(RAW_HTML, place, f"HTML is not used in manuscripts: `{clipped(unstamped(text))}`",
                     "write Markdown; for a sign write it itself or `\\<`")  # fmt: skip
    page.put(element, [])


def _note(page: Page, element: Element) -> None:
    name, place = element.get("name", ""), page.place(element)
    if page.in_note:
        page.work.report(NESTED_NOTE, place, f"the note `{name}` stands inside a note",
                         "put its text into the outer note")  # fmt: skip
        page.noted.add(name)
        page.put(element, [])
        return
    if name not in page.galley.notes:
        page.work.report(NO_NOTE, place, f"the note `{name}` has no text",
                         nearest(name, page.galley.notes) or f"add a line `[^{name}]: …`")  # fmt: skip
        page.put(element, [])
        return
    page.noted.add(name)
    page.notes += 1
    span = make("span", "footnote", id=f"fn-{page.galley.name}-{page.notes}")
    for number, paragraph in enumerate(page.galley.notes[name][1]):
        if number:
            add(span, make("br"))
        copy = deepcopy(paragraph)
        pour(copy, span)
    page.put(element, [span])
    page.parents.update((child, span) for child in span)
    page.in_note = True
    resolve(page, span)
    page.in_note = False


_HANDLERS: Mapping[str, Handler] = {
    "m-ref": _reference,
    "m-cite": _citation,
    "m-insert": _insert,
    "m-html": _html,
    "m-note": _note,
}
