"""What a file does when it is opened or touched: actions, scripts, forms, films and sounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf.generic import DictionaryObject, PdfObject

from publish.checking.geometry import bleed_of, box_of, from_trim, trim_of
from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    number_of,
    raw,
    text,
    tree_entries,
)
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.preflight.wording import counted, has, on_pages
from publish.errors import Finding, Rule
from publish.units import Box

SCRIPTS = Rule(
    "P227",
    "A file holds no scripts.",
    "ISO 15930-7:2010, 6.18; ISO 19005-2:2011, 6.5.1: a page must be the same whoever opens it.",
)
ACTIONS = Rule(
    "P228",
    "A file does nothing that its kind may not do: a press file nothing at all.",
    "ISO 15930-7:2010, 6.18; ISO 19005-2:2011, 6.5.1: presses do not click, archives do not run.",
)
FORMS = Rule(
    "P229",
    "A press file has no form to be filled in, an archive file none in XFA.",
    "ISO 15930-7:2010, 6.26; ISO 19005-2:2011, 6.4.2: what a field shows depends on the viewer.",
)
OVER_PAGE = Rule(
    "P235",
    "Notes, links and fields lie outside the bleed of a press file.",
    "ISO 15930-7:2010, 6.17: some machines print them, some do not.",
)
MEDIA = Rule(
    "P236",
    "A file holds no films, sounds or models in space.",
    "ISO 15930-7:2010, 6.17; ISO 19005-2:2011, 6.3.1: paper cannot show them, archives not play.",
)

RULES: tuple[Rule, ...] = (SCRIPTS, ACTIONS, FORMS, OVER_PAGE, MEDIA)

# ISO 19005-2:2011, 6.5.1: what PDF/A lets a file do.
_LASTING = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
_ALLOWED: dict[Standard, set[str]] = {"press": set(), "archive": _LASTING}
_MEDIA = {"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia", "/Projection"}
_OF_THE_PRESS = {"/PrinterMark", "/TrapNet"}  # ISO 15930-7:2010, 6.17
_MOST = 100_000  # actions looked at; a chain of them may be made without end
_FLAT = "print the file to a new PDF, or export it anew for print without interactive elements"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the file can do.

    Attributes:
        does: "/JavaScript", "/URI".
        page: on which page it waits, counted from 1; 0: in the document.
    """

    does: str
    page: int
    area: Box | None = None


def actions_of(opened: Opened) -> Iterator[Action]:
    """Yield all that the file can do, wherever it is kept."""
    seen: set[int] = set()
    for holder, page in _holders(opened):
        area = box_of(holder, "/Rect")
        for key in ("/A", "/AA", "/OpenAction"):
            below = entry(holder, key)
            waiting = list(below.values()) if key == "/AA" else [raw(holder, key)]
            while waiting and len(seen) < _MOST:
                action = dictionary(waiting.pop())
                if not action or (number := number_of(action)) in seen:
                    continue
                seen.add(number)
                if "/S" in action:
                    yield Action(text(action, "/S"), page, area)
                waiting += items(raw(action, "/Next"))
    for _, script in tree_entries(entry(entry(opened.root, "/Names"), "/JavaScript"), "/Names"):
        if dictionary(script):
            yield Action("/JavaScript", 0)


def _holders(opened: Opened) -> Iterator[tuple[DictionaryObject, int]]:
    """Yield whatever may have actions, each with its page."""
    yield opened.root, 0
    for n, page in enumerate(opened.pages, 1):
        yield page, n
        for annotation in _annotations(page):
            yield annotation, n
    for tree, keys in (
        (entry(opened.root, "/AcroForm"), ("/Fields", "/Kids")),
        (entry(opened.root, "/Outlines"), ("/First", "/Next")),
    ):
        yield from ((table, 0) for table in _below(tree, keys))


def _below(top: DictionaryObject, keys: tuple[str, ...]) -> Iterator[DictionaryObject]:
    """Yield the dictionaries below `top`, each once."""
    waiting: list[PdfObject] = [top]
    seen: set[int] = set()
    while waiting:
        table = dictionary(waiting.pop())
        if not table or (number := number_of(table)) in seen:
            continue
        seen.add(number)
        yield table
        for key in keys:
            waiting += items(raw(table, key))


def _annotations(page: DictionaryObject) -> Iterator[DictionaryObject]:
    yield from (dictionary(reference) for reference in items(raw(page, "/Annots")))


def check_scripts(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield scripts."""
    found = [action for action in actions_of(opened) if action.does == "/JavaScript"]
    if found:
        pages = [action.page for action in found if action.page]
        where = f" on {on_pages(pages)}" if pages else ""
        message = f"the file holds {counted(len(found), 'script')}{where}"
        yield SCRIPTS.at(opened.place, message, _FLAT, min(pages, default=0))


def check_actions(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what the file does and may not; scripts have a rule of their own."""
    allowed = _ALLOWED.get(needs.standard)
    if allowed is None:
        return
    found: dict[str, list[Action]] = {}
    for action in actions_of(opened):
        if action.does not in allowed and action.does != "/JavaScript":
            found.setdefault(action.does, []).append(action)
    for does, actions in sorted(found.items()):
        pages = [action.page for action in actions if action.page]
        where = f" on {on_pages(pages)}" if pages else ""
        message = f"the file holds {counted(len(actions), 'action')} of the kind {does[1:]}{where}"
        yield ACTIONS.at(opened.place, message, _FLAT, min(pages, default=0))


def check_forms(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield a form."""
    form = entry(opened.root, "/AcroForm")
    if "/XFA" in form:
        yield FORMS.at(opened.place, "the file holds a form in XFA", _FLAT)
    elif needs.standard == "press" and items(raw(form, "/Fields")):
        count = len(items(raw(form, "/Fields")))
        yield FORMS.at(opened.place, f"the file holds a form of {counted(count, 'field')}", _FLAT)


def check_over_page(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield annotations that lie on what is printed."""
    found: dict[str, list[tuple[int, Box]]] = {}
    for n, page in enumerate(opened.pages, 1):
        printed = bleed_of(page) if "/BleedBox" in page else trim_of(page)
        for annotation in _annotations(page):
            kind, area = text(annotation, "/Subtype"), box_of(annotation, "/Rect")
            if kind in _OF_THE_PRESS or kind in _MEDIA or area is None:
                continue
            if _meet(area, printed):
                found.setdefault(kind, []).append((n, from_trim(area, page)))
    for kind, places in sorted(found.items()):
        pages = [page for page, _ in places]
        message = f"{on_pages(pages)} {has(pages)} {kind[1:]} annotations on what is printed"
        yield OVER_PAGE.at(opened.place, message, _FLAT, *places[0])


def check_media(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield films, sounds and models."""
    found: dict[str, list[tuple[int, Box]]] = {}
    for n, page in enumerate(opened.pages, 1):
        for annotation in _annotations(page):
            kind, area = text(annotation, "/Subtype"), box_of(annotation, "/Rect")
            if kind in _MEDIA:
                place = from_trim(area, page) if area else (0.0, 0.0, 0.0, 0.0)
                found.setdefault(kind, []).append((n, place))
    for kind, places in sorted(found.items()):
        pages = [page for page, _ in places]
        message = f"{on_pages(pages)} {has(pages)} {kind[1:]} annotations"
        remedy = "put a still picture and a web address in its place"
        yield MEDIA.at(opened.place, message, remedy, *places[0])


def _meet(one: Box, other: Box) -> bool:
    """Say whether two areas share more than an edge."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    upright = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and upright > 0
