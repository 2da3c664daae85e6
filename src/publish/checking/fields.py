"""Fields to fill in: can everybody fill them in, on every machine?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypdf.generic import BooleanObject, DictionaryObject, StreamObject

from publish.checking.expected import Expected
from publish.checking.geometry import box_of, from_trim
from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    number_of,
    raw,
    resolved,
    text,
    tree_entries,
)
from publish.errors import Finding, Rule

FIELDS = Rule(
    "P130",
    "A field has a name of its own, says what is asked, and brings its appearance and its tag.",
    "ISO 14289-1:2014, 7.18.4, and ISO 19005-2:2011, 6.4: a screen reader would announce “edit” "
    "and no more; viewers would draw the field in ways of their own.",
)
RULES: tuple[Rule, ...] = (FIELDS,)

_SEEN = 1 << 2  # printed (ISO 32000-1:2008, 12.5.3) …
_UNSEEN = 1 << 0 | 1 << 1 | 1 << 5  # … and neither invisible nor hidden nor kept from the screen
_ANEW = "make the form anew in a program that writes tagged forms (PDF/UA), or flatten it"
_DEEPEST = 20  # fields within fields


@dataclass(frozen=True, slots=True)
class _Form:
    """What the catalog says of the file's fields.

    Attributes:
        listed: object numbers of all that hangs in the form.
        fonts: those that are typed in, by name.
        owners: keys of the parent tree → the structure element.
        roles: own tags and the standard's that they stand for.
    """

    listed: frozenset[int]
    fonts: DictionaryObject
    typed: str
    owners: Mapping[int, DictionaryObject]
    roles: DictionaryObject


def check_fields(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield what is wrong with the fields of a file."""
    acro = entry(opened.root, "/AcroForm")
    if "/AcroForm" in opened.root and not items(raw(acro, "/Fields")):
        yield FIELDS.at(opened.place, "the file holds a form without fields", _ANEW)
    if resolved(raw(acro, "/NeedAppearances")) == BooleanObject(True):
        message = "viewers are to draw the fields themselves (NeedAppearances)"
        yield FIELDS.at(opened.place, message, _ANEW)
    if "/XFA" in acro:
        yield FIELDS.at(opened.place, "the file holds a form in XFA", _ANEW)
    listed, ends = _below(acro)
    names = Counter(_name(end) for end in ends)
    for name, count in sorted(names.items()):
        if count > 1:
            message = f"{count} fields have the name “{name}”"
            yield FIELDS.at(opened.place, message, _ANEW)
    form = _form(opened, acro, listed)
    shown: set[int] = set()
    for n, page in enumerate(opened.pages, 1):
        for reference in items(raw(page, "/Annots")):
            widget = dictionary(reference)
            if text(widget, "/Subtype") != "/Widget":
                continue
            shown.add(number_of(widget))
            box = box_of(widget, "/Rect")
            for fault in _faults(widget, form):
                message = f"the field “{_name(widget)}” {fault}"
                area = from_trim(box, page) if box else ()
                yield FIELDS.at(opened.place, message, _ANEW, n, area)
    for end in ends:
        own = {number_of(dictionary(kid)) for kid in items(raw(end, "/Kids"))} or {number_of(end)}
        if not own <= shown:
            message = f"the field “{_name(end)}” stands on no page"
            yield FIELDS.at(opened.place, message, _ANEW)


def _form(opened: Opened, acro: DictionaryObject, listed: frozenset[int]) -> _Form:
    tree = entry(opened.root, "/StructTreeRoot")
    owners = {
        int(str(resolved(key))): dictionary(value)
        for key, value in tree_entries(entry(tree, "/ParentTree"), "/Nums")
    }
    fonts = entry(entry(acro, "/DR"), "/Font")
    return _Form(listed, fonts, text(acro, "/DA"), owners, entry(tree, "/RoleMap"))


def _below(acro: DictionaryObject) -> tuple[frozenset[int], list[DictionaryObject]]:
    """Return the numbers of all fields and widgets of a form, and its fields without fields."""
    waiting = [dictionary(item) for item in items(raw(acro, "/Fields"))]
    seen: set[int] = set()
    ends = []
    while waiting:
        one = waiting.pop(0)
        if not one or number_of(one) in seen:
            continue
        seen.add(number_of(one))
        kids = [dictionary(kid) for kid in items(raw(one, "/Kids"))]
        waiting += kids
        if "/T" in one and not any("/T" in kid for kid in kids):
            ends.append(one)
    return frozenset(seen), ends


def _inherited(widget: DictionaryObject, key: str) -> str:
    """Return a text of a widget or of the fields above it."""
    one = widget
    for _ in range(_DEEPEST):
        if not one or key in one:
            break
        one = entry(one, "/Parent")
    return text(one, key)


def _name(widget: DictionaryObject) -> str:
    """Return the full name of a field (ISO 32000-1:2008, 12.7.3.2)."""
    parts: list[str] = []
    one = widget
    while one and len(parts) < _DEEPEST:
        parts.insert(0, text(one, "/T"))
        one = entry(one, "/Parent")
    return ".".join(part for part in parts if part)


def _faults(widget: DictionaryObject, form: _Form) -> Iterator[str]:
    if number_of(widget) not in form.listed:
        yield "is not in the file's form"
    if not _name(widget):
        yield "has no name"
    if not (text(widget, "/TU") or _inherited(widget, "/TU")).strip():
        yield "does not say what is asked"
    flags = int(text(widget, "/F") or 0)
    if not flags & _SEEN or flags & _UNSEEN:
        yield "is hidden on the screen or in print"
    if "/A" in widget or "/AA" in widget or "/AA" in entry(widget, "/Parent"):
        yield "has an action"
    kind = _inherited(widget, "/FT")
    if not _has_look(widget, kind):
        yield "has no appearance of its own"
    if kind == "/Tx" and not _has_face(widget, form):
        yield "is typed in a face that the file does not hold"
    if not _is_tagged(widget, form):
        yield "has no tag Form"


def _has_look(widget: DictionaryObject, kind: str) -> bool:
    """Has a widget an appearance? That of a button is one for each state."""
    look = resolved(raw(entry(widget, "/AP"), "/N"))
    if kind != "/Btn":
        return isinstance(look, StreamObject)
    states = look if isinstance(look, DictionaryObject) else DictionaryObject()
    if isinstance(look, StreamObject) or text(widget, "/AS") not in states:
        return False
    return all(isinstance(resolved(state), StreamObject) for state in states.values())


def _has_face(widget: DictionaryObject, form: _Form) -> bool:
    words = (_inherited(widget, "/DA") or form.typed).split()
    name = words[words.index("Tf") - 2] if "Tf" in words[2:] else ""
    descriptor = entry(entry(form.fonts, name), "/FontDescriptor")
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_tagged(widget: DictionaryObject, form: _Form) -> bool:
    owner = form.owners.get(int(text(widget, "/StructParent") or -1), DictionaryObject())
    kind = text(owner, "/S")
    kind = text(form.roles, kind) or kind
    objects = (number_of(entry(dictionary(kid), "/Obj")) for kid in items(raw(owner, "/K")))
    return kind == "/Form" and number_of(widget) in objects
