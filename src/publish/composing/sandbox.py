"""The one door to Jinja: templates run in a sandbox that knows the files of their layout only."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jinja2 import FunctionLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape


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
    made.filters["at_colon"] = _at_colon
    return made


def _at_colon(title: str) -> str:
    """Return a title for display: what stands behind its colon begins a line of its own."""
    return escape(title).replace(": ", Markup(": <br>"), 1)


@pass_context
def _ltr(context: Context, text: str) -> str:
    """Return a number or an address so that it keeps its order among words from right to left."""
    direction = context.environment.getattr(context["work"], "direction")
    return Markup('<span dir="ltr">{}</span>').format(text) if direction == "rtl" else text
