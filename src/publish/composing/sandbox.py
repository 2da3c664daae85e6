"""The one door to Jinja: templates run in a sandbox that knows the files of their layout only."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from jinja2 import FunctionLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup


class Source(NamedTuple):
    """The text of a template, and its file."""

    text: str
    path: str


def sandbox(source: Callable[[str], Source | None]) -> ImmutableSandboxedEnvironment:
    """Return a sandbox that knows the templates of a layout and nothing else.

    Pages are escaped unless a value is marked as HTML; style sheets are not.
    """

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = source(name)
        return (*found, lambda: True) if found else None

    made = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=lambda name: not (name or "").endswith(".css.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["ltr"] = _ltr
    made.filters["display"] = _display
    return made


def _display(title: str, most: int) -> str:
    """Return a title for display, in lines of like length and of at most `most` characters.

    What stands behind its colon begins a line of its own. The engine fills line after line; a
    title set large then ends in a word by itself.
    """
    before, colon, after = title.partition(": ")
    lines = [line for part in (before + colon.rstrip(), after) for line in _balanced(part, most)]
    return Markup(" <br>").join(lines)


def _balanced(text: str, most: int) -> list[str]:
    """Return `text` in as few lines as `most` characters allow, the longest as short as can be."""
    wrapped = partial(textwrap.wrap, text, break_long_words=False, break_on_hyphens=False)
    fewest = len(wrapped(width=most))
    widths = range(1, most + 1)
    return next(lines for width in widths if len(lines := wrapped(width=width)) == fewest)


@pass_context
def _ltr(context: Context, text: str) -> str:
    """Return a number or an address so that it keeps its order among words from right to left."""
    direction = context.environment.getattr(context["work"], "direction")
    return Markup('<span dir="ltr">{}</span>').format(text) if direction == "rtl" else text
