"""Templates of a layout and its brand, filled in; what is wrong in one is told with its line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping

from jinja2 import TemplateError, TemplateNotFound
from markupsafe import Markup

from publish.composing.layouts import Layout
from publish.errors import Finding, FindingsError, Place, Rule

SYNTAX = Rule("L110", "A template follows Jinja's syntax.", "No page can be made from it.")
VALUE = Rule(
    "L111",
    "A template uses only names that it is given, and its expressions can be worked out.",
    "A page would have a gap where a value was meant.",
)
NO_TEMPLATE = Rule(
    "L112",
    "A layout holds every template that its furniture needs.",
    "A part of the work would be missing.",
)

NBSP = "\u00a0"
_MARK = r'<span class="index-mark" id="[^"]*"></span>'
_INNER = rf"(?:</(?:em|strong|a|span)>|{_MARK})*"
_LAST_WORD = re.compile(rf" ([^\s<>&]{{1,5}}{_INNER}</(?:p|li|dd|h2|h3|figcaption)>)")
RULES = (SYNTAX, VALUE, NO_TEMPLATE)
# What an expression may raise; the last two where a template includes itself or unfolds a text.
_UNFIT = (
    *(ArithmeticError, LookupError, TypeError, ValueError, AttributeError),
    *(RecursionError, MemoryError),
)


def render(layout: Layout, name: str, context: Mapping[str, object]) -> str:
    """Return the text of the template `name` filled in with `context`.

    Raises:
        FindingsError: the template or its values are at fault; the finding says file and line.
    """
    try:
        return layout.environment.get_template(name).render(context)
    except TemplateNotFound as fault:
        place = Place(f"layouts/{layout.name}/{fault.name}")
        raise FindingsError(
            (NO_TEMPLATE.at(place, "the template is missing", "add it"),)
        ) from fault
    except TemplateError as fault:
        raise FindingsError((_finding(fault, layout),)) from fault
    except _UNFIT as fault:
        raise FindingsError((_finding(fault, layout),)) from fault


def _finding(fault: Exception, layout: Layout) -> Finding:
    """Return the finding at the innermost template line that the error passed through."""
    shown = {str(file.path): file.shown for file in layout.files.values()}
    line = getattr(fault, "lineno", None)
    source = getattr(fault, "filename", None)
    if line is not None and source in shown:
        return SYNTAX.at(Place(shown[source], line, 1), str(fault.args[0]), "mend the template")
    place = Place(f"layouts/{layout.name}")
    passed: set[Place] = set()
    for frame in traceback.extract_tb(fault.__traceback__):
        if frame.filename in shown:
            place = Place(shown[frame.filename], frame.lineno or 0, 1)
            if isinstance(fault, RecursionError) and place in passed:
                break  # where the circle closes; where it was cut off is chance
            passed.add(place)
    return VALUE.at(place, str(fault) or type(fault).__name__, "correct the name or the expression")


def css_string(text: str) -> str:
    """Return `text` as a CSS string with its quotation marks.

    Source: CSSOM, "serialize a string".
    """
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif ord(character) < 32 or character == "\x7f":
            out.append(f"\\{ord(character):x} ")
        else:
            out.append(character)
    return f'"{"".join(out)}"'


def html(text: str) -> Markup:
    """Mark HTML that the manuscript's reader has made as such; no paragraph ends on a short word.

    A word of up to eight characters alone in the last line reads as an accident, so a space that
    does not break goes before it.
    """
    text = _LAST_WORD.sub(rf"{NBSP}\1", text)
    return Markup(text)  # made by manuscript/, which lets no raw HTML through
