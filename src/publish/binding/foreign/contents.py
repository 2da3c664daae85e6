"""What is drawn on a page of somebody else, as far as it matters to those who draw around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Name

from publish.binding.foreign import geometry
from publish.binding.foreign.walking import dictionary
from publish.binding.foreign.wording import pages_in_words
from publish.errors import Finding, Place, Rule

BROKEN_CONTENT = Rule(
    "B179",
    "What is drawn on the pages of a document can be read.",
    "ISO 32000-1:2008, 7.8.2: viewers show such a page each in its own way, or nothing of it.",
    "warning",
)
RULES: tuple[Rule, ...] = (BROKEN_CONTENT,)

_WATCHED = "q Q BT ET BDC BMC EMC Tj TJ ' \""
_MOST_MARKS = 100_000  # numbers of marked contents on a page


@dataclass(frozen=True, slots=True)
class Content:
    """What is open at the end of a page's content, and what it closes without having opened.

    Attributes:
        under: states restored that were never saved.
        states, marks: saved states, and marked contents, that stay open.
        text: a text object stays open.
        tagged: numbers of the marked contents.
        marked: it begins or ends marks for any purpose but layers.
        shows_text: text is shown.
        loose: text is shown outside all marks.
    """

    under: int = 0
    states: int = 0
    marks: int = 0
    text: bool = False
    tagged: frozenset[int] = frozenset()
    marked: bool = False
    shows_text: bool = False
    loose: bool = False


def read_content(stream: pikepdf.Object, properties: pikepdf.Object) -> Content:
    """Read the content of a page or form.

    Args:
        properties: the named property lists.

    Raises:
        pikepdf.PdfError: it cannot be parsed.
    """
    under = states = 0
    text = shown = marked = loose = False
    tagged: set[int] = set()
    open_marks: list[bool] = []  # is each one a mark, and no layer?
    for instruction in pikepdf.parse_content_stream(stream, _WATCHED):
        match str(instruction.operator):
            case "q":
                states += 1
            case "Q" if states:
                states -= 1
            case "Q":
                under += 1
            case "BT":
                text = True
            case "ET":
                text = False
            case "BMC" | "BDC" as operator:
                operands = list(instruction.operands)
                open_marks.append(not is_layer(operands))
                marked |= open_marks[-1]
                number = _number_of(operands, properties) if operator == "BDC" else -1
                tagged |= {number} if number >= 0 else set()
            case "EMC":
                marked |= not open_marks  # it would end a mark of ours
                del open_marks[-1:]
            case _:  # text is shown
                shown = True
                loose |= not any(open_marks)
    return Content(under, states, len(open_marks), text, frozenset(tagged), marked, shown, loose)


def _number_of(operands: Sequence[object], properties: pikepdf.Object) -> int:
    """Return the number of a marked content, -1 where it has none."""
    listed_as = operands[1] if len(operands) > 1 else None
    if isinstance(listed_as, Name):
        listed_as = properties.get(str(listed_as))
    number = dictionary(listed_as).get("/MCID", -1)
    return number if isinstance(number, int) and number < _MOST_MARKS else -1


def is_layer(operands: Sequence[object]) -> bool:
    """Do the operands of a mark say that it marks a layer?"""
    return bool(operands) and operands[0] == Name.OC


def read_contents(
    pages: Sequence[pikepdf.Object], where: Place
) -> tuple[list[Content], tuple[Finding, ...]]:
    """Read the contents of pages; return also what cannot be read."""
    contents, broken = [], []
    for number, page in enumerate(pages, 1):
        resources = dictionary(geometry.inherited(page, "/Resources"))
        try:
            contents.append(read_content(page, dictionary(resources.get("/Properties"))))
        except pikepdf.PdfError:
            contents.append(Content())
            broken.append(number)
    if not broken:
        return contents, ()
    message = f"what is drawn cannot be read to its end on {pages_in_words(broken)}"
    remedy = "look at these pages in the bundle; print the document to a new PDF"
    return contents, (BROKEN_CONTENT.at(where, message, remedy),)


def guessed(complaints: Sequence[str], where: Place) -> Iterator[Finding]:
    """Yield the finding that parts of the file are damaged, as came to light in reading them."""
    if complaints:
        remedy = "compare its pages with the bundle's; print the document to a new PDF"
        yield BROKEN_CONTENT.at(where, f"parts of it are damaged: {complaints[0]}", remedy)
