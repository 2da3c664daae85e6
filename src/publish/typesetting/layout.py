"""A gathering's elements and style sheets, ready to be laid out as often as mending asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any  # WeasyPrint's documents and styles carry no types

import weasyprint
from weasyprint.css.counters import CounterStyle

from publish.composing.model import Ticket
from publish.typesetting.fetching import BASE_URL, TicketFetcher
from publish.typesetting.sheets import sheets_of


def layout_of(ticket: Ticket, fetcher: TicketFetcher, said: Sequence[str]) -> Layout:
    """Return what lays `ticket` out; `said` is what the engine has complained of so far."""
    html = weasyprint.HTML(string=ticket.html, base_url=BASE_URL, url_fetcher=fetcher)
    return Layout(html, *sheets_of(ticket, fetcher, said))


@dataclass(slots=True)
class Layout:
    """What to lay out, with what."""

    html: Any
    sheets: tuple[Any, ...]
    fonts: Any  # the engine's font configuration
    _style_for: Any = field(default=None, init=False)

    def __call__(self) -> Any:
        """Return the pages, as the engine's document."""
        return self.html.render(stylesheets=list(self.sheets), font_config=self.fonts)

    @property
    def root(self) -> Any:
        """The tree of elements that is laid out."""
        return self.html.etree_element

    def hides(self, element: Any) -> bool:
        """Do the style sheets keep this element from the pages (`display: none`)?"""
        if self._style_for is None:  # the documents do not keep it, and it takes a while
            options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": list(self.sheets)}
            context = weasyprint.Document._build_layout_context(
                self.html, self.fonts, CounterStyle(), {}, options
            )
            parents = {child: parent for parent in self.root.iter() for child in parent}
            self._style_for = context.style_for, parents
        style_for, parents = self._style_for
        while element is not None:
            if style_for(element)["display"] == ("none",):
                return True
            element = parents.get(element)
        return False
