"""Second pass: references, citations, notes and inserts become HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript import citing
from publish.manuscript.citations import Mode
from publish.manuscript.context import clipped, nearest
from publish.manuscript.elements import add, make, pour
from publish.manuscript.inserts import put_insert
from publish.manuscript.page import Page
from publish.manuscript.places import unstamped

RAW_HTML = Rule(
    "M140",
    "Manuscripts hold no HTML.",
    "Layouts could not know it, and it could do what an author may not.",
)
NO_NOTE = Rule(
    "M150",
    "Every note mark has its text.",
    "Readers would look for it at the foot of the page in vain.",
)
UNUSED_NOTE = Rule("M151", "Every note text has its mark.", "Its text would be missing in print.")
NESTED_NOTE = Rule(
    "M153", "A note holds no note.", "Notes at the foot of a page cannot have notes of their own."
)
RULES: tuple[Rule, ...] = (RAW_HTML, NO_NOTE, UNUSED_NOTE, NESTED_NOTE)

_BLOCKS = ("p", "li", "td", "th", "dd", "dt", "h2", "h3", "h4", "figcaption", "div")
# What stands in front of the first word of a sentence.
_BEGINS = re.compile(r"(?:^|(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)[.!?…][”’»\")]*\s)\s*$")
Handler = Callable[[Page, Element], None]


def resolve(page: Page, root: Element) -> None:
    """Resolve everything inside `root`, in place and in reading order."""
    page.parents.update((child, parent) for parent in root.iter() for child in parent)
    for element in list(root.iter()):
        if handler := _HANDLERS.get(element.tag):
            handler(page, element)


def report_unused_notes(page: Page) -> None:
    for name, (place, _) in page.galley.notes.items():
        if name not in page.noted and name not in page.galley.sheet.scanned.cut:
            page.work.report(UNUSED_NOTE, place, f"no text refers to the note `{name}`",
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
    mode: Mode = "year" if item.year_only else "narrative"
    cites = [i.cite for i in known]
    page.put(element, [page.cite(element, cites, mode) if known else unstamped(text)])


def _crossref(page: Page, element: Element, item: citing.Item) -> list[Element | str]:
    cut = page.galley.sheet.scanned.cut
    before = unstamped(_before(page, element))
    nested = _open_brackets(before) > 0
    nodes = page.shelf.crossrefs.nodes(item.key, item.place, page.chapter, nested, cut)
    link = nodes[0]
    if isinstance(link, Element) and link.text and _BEGINS.search(before):
        link.text = link.text[0].upper() + link.text[1:]  # "Section 2.8 says …"
    return nodes


def _before(page: Page, element: Element) -> str:
    """Return the text of its paragraph in front of `element`."""
    block: Element = element
    while block in page.parents and block.tag not in _BLOCKS and block.get("class") != "footnote":
        block = page.parents[block]
    text: list[str] = []
    pending: list[Element | str] = [block]
    while pending:
        item = pending.pop()
        if item is element:
            break
        if isinstance(item, str):
            text.append(item)
            continue
        pending.append(item.tail or "") if item is not block else None
        pending += reversed([item.text or "", *item])
    return "".join(text)


def _open_brackets(text: str) -> int:
    """Return how many round brackets are open at the end of `text`."""
    count = 0
    for sign in text:
        count = max(count + (sign == "(") - (sign == ")"), 0)
    return count


def _citation(page: Page, element: Element) -> None:
    text = (element.text or "")[1:-1]
    found = citing.items(page.work, text, page.galley.sheet.places)
    is_reference = page.shelf.crossrefs.is_reference
    references = [item for item in found if is_reference(item.key)]
    known = citing.check(page.work, page.shelf.bibliography,
                         [item for item in found if not is_reference(item.key)])  # fmt: skip
    cites = [item.cite for item in known]
    if references:
        new: list[Element | str] = ["("]
        for item in references:
            before = f"{item.cite.prefix} " if item.cite.prefix else ""
            new += [f"; {before}" if len(new) > 1 else before]
            new += page.shelf.crossrefs.nodes(
                item.key, item.place, page.chapter, True, page.galley.sheet.scanned.cut
            )
        if known:
            new += ["; ", page.cite(element, cites, "parenthetical")]
        page.put(element, [*new, ")"])
    elif known:
        mode: Mode = "year" if any(item.year_only for item in known) else "parenthetical"
        page.put(element, [page.cite(element, cites, mode)])
    else:
        page.put(element, [unstamped(f"[{text}]")])


def _html(page: Page, element: Element) -> None:
    text = element.text or ""
    place = page.galley.sheet.places.first(text) or page.galley.top
    shown = clipped(unstamped(text))
    page.work.report(RAW_HTML, place, f"HTML is not used in manuscripts: `{shown}`",
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
        page.work.report(
            NO_NOTE,
            place,
            f"the note `{name}` has no text",
            nearest(name, page.galley.notes) or f"add a line `[^{name}]: …`",
        )
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
    "m-insert": put_insert,
    "m-html": _html,
    "m-note": _note,
}
