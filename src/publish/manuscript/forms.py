"""Forms: blocks with questions, and the places that are left for their answers.

What is written here prints as a form on paper: rules, boxes, rings. Each place to fill in is also
an element `a` of the class `fill`, which `filling` gives its address in the end.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript.context import nearest
from publish.manuscript.elements import add, is_blank, make, plain, pour
from publish.manuscript.elements import become as turn
from publish.manuscript.figures import Parts
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import Block
from publish.manuscript.options import BAD_VALUE
from publish.manuscript.places import unstamped

BARE_FORM = Rule(
    "M190",
    "A form has a title and an id, and every field stands in a form.",
    "Fields are named after their form: what is typed into one would appear in another.",
)
BAD_FIELD = Rule(
    "M191",
    "A field says what is asked, and of what kind the answer is.",
    "Nobody could fill it in, least of all who cannot see the page.",
)
RULES: tuple[Rule, ...] = (BARE_FORM, BAD_FIELD)

TYPES = ("line", "area", "several", "one", "rating", "date", "signature")
_CHOOSING = ("several", "one", "rating")
_MOST_LINES = 30
_MOST_CHOICES = 12
_PREFIX = "form-"


def shape_form(galley: Galley, element: Element, block: Block, parts: Parts, body: Element) -> None:
    """Turn `element` into the form that `block` describes; its fields are shaped already."""
    work = galley.sheet.work
    turn(element, "div", "form", **{"data-tag": "Sect"})
    name = block.get("id")
    if not name.startswith(_PREFIX):
        work.report(BARE_FORM, block.at("id"), "this form has no id that begins with `form-`",
                    "add `id: form-…`")  # fmt: skip
    else:
        element.set("id", name)
    title = parts.get("title")
    if title:
        element.append(pour(title[0], make("p", "form-head")))
    else:
        work.report(BARE_FORM, block.place, "this form has no title", "write `/// form | Title`")
    element.append(pour(body, make("div", "form-body")))


def shape_field(
    galley: Galley, element: Element, block: Block, parts: Parts, body: Element
) -> None:
    """Turn `element` into a question and the place for its answer."""
    work = galley.sheet.work
    kind = block.get("type") or "line"
    if kind not in TYPES:
        work.report(BAD_FIELD, block.at("type"), f"there is no field of the type `{kind}`",
                    nearest(kind, TYPES) or f"known: {', '.join(TYPES)}")  # fmt: skip
        kind = "line"
    label = make("p", "field-question")
    if title := parts.get("title"):
        pour(title[0], label)
    if is_blank(unstamped(plain(label))):
        work.report(BAD_FIELD, block.place, "this field does not say what is asked",
                    "write `/// field | What is asked`")  # fmt: skip
    if len(body) or not is_blank(unstamped(body.text or "")):
        work.report(BAD_FIELD, block.place, "a field holds no text",
                    "put it into the question or `note:`, or before the block")  # fmt: skip
    turn(element, "div", f"field field-{kind}")
    if kind == "rating":
        element.extend(_rating(galley, block, label))
        return
    element.append(label)
    if note := parts.get("note"):
        element.append(pour(note[0], make("p", "field-note")))
    if kind == "date":
        add(label, " ", make("span", "field-hint", f"({work.word('date_order')})"))
    if kind in _CHOOSING:
        element.append(_choices(galley, block, kind))
    elif kind == "area":
        element.append(_area(galley, block))
    else:
        element.append(add(make("p", "field-room"), place_to_fill("line")))


def place_to_fill(kind: str, look: str = "") -> Element:
    """Return a place to fill in; `filling` gives it its address."""
    return make("a", f"fill fill-{look or kind}", **{"data-kind": kind})


def _area(galley: Galley, block: Block) -> Element:
    """Return ruled lines, and over them the place for what is typed."""
    written = block.get("lines") or "3"
    lines = int(written) if written.isdecimal() else 0
    if not 1 <= lines <= _MOST_LINES:
        galley.sheet.work.report(BAD_VALUE, block.at("lines"),
                                 f"`{written}` is not a number of ruled lines",
                                 f"write 1 to {_MOST_LINES}")  # fmt: skip
        lines = 3
    area = add(make("div", "field-room field-ruled"), place_to_fill("area"))
    return add(area, *(make("p", "field-rule") for _ in range(lines)))


def _choices(galley: Galley, block: Block, kind: str) -> Element:
    place = "check" if kind == "several" else "choice"
    listed = make("ul", "choices", **{"data-list": "none"})
    for words in _words(galley, block, "choices"):
        item = add(make("li"), place_to_fill(place), " ", make("span", "choice-text", words))
        listed.append(item)
    return listed


def _rating(galley: Galley, block: Block, label: Element) -> list[Element]:
    """Return a table: a row for each thing that is rated, a column for each mark."""
    marks, rows = _words(galley, block, "choices"), _words(galley, block, "rows")
    ends = block.items("ends")
    if ends and len(ends) != 2:
        galley.sheet.work.report(BAD_VALUE, block.at("ends"), "`ends` has not two texts",
                                 "say what the first and what the last mark means")  # fmt: skip
        ends = ()
    if ends:
        hint = f"({marks[0]} = {ends[0]}; {marks[-1]} = {ends[1]})"
        add(label, " ", make("span", "field-hint", hint))
    head = add(make("tr"), pour(label, make("th", "field-question", scope="col")))
    for mark in marks:
        head.append(make("th", "center", mark, scope="col"))
    lines = []
    for words in rows:
        line = add(make("tr"), make("th", text=words, scope="row"))
        for _ in marks:
            line.append(add(make("td", "center"), place_to_fill("choice")))
        lines.append(line)
    return [add(make("table"), add(make("thead"), head), add(make("tbody"), *lines))]


def _words(galley: Galley, block: Block, option: str) -> tuple[str, ...]:
    words = tuple(word for word in block.items(option) if word)
    least = 1 if option == "rows" else 2
    if not least <= len(words) <= _MOST_CHOICES or len(set(words)) < len(words):
        galley.sheet.work.report(BAD_FIELD, block.at(option),
                                 f"`{option}` has not {least} to {_MOST_CHOICES} different texts",
                                 f"write `{option}: [one, another]`")  # fmt: skip
        return words[:_MOST_CHOICES] or ("1", "2")
    return words


def report_lone_fields(galley: Galley) -> None:
    """Report fields that stand outside of forms."""
    inside = {
        one for form in galley.root.iter("div") if form.get("class") == "form"
        for one in form.iter()
    }  # fmt: skip
    for block in galley.root.iter("div"):
        if (block.get("class") or "").startswith("field ") and block not in inside:
            galley.sheet.work.report(BARE_FORM, galley.place(block),
                                     "this field stands outside of any form",
                                     "put it into `//// form | Title`")  # fmt: skip
