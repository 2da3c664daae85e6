"""Style sheets as the engine reads them, kept for the gatherings that share them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any  # WeasyPrint's style sheets carry no types

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from publish.composing.model import Ticket
from publish.typesetting.fetching import BASE_URL, TicketFetcher

_KEPT = 8  # of one set of fonts: the gatherings of a work share two or three


class _Case:
    """The fonts of some tickets, and the sheets read with them; the youngest last."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.sheets: dict[str, Any] = {}

    def sheet(self, text: str, fetcher: TicketFetcher, said: Sequence[str]) -> Any:
        kept = self.sheets.pop(text, None)
        before = len(said), len(fetcher.refusals)
        sheet = kept or weasyprint.CSS(
            string=text, base_url=BASE_URL, url_fetcher=fetcher, font_config=self.fonts
        )
        # What the engine complains of is to be heard of each gathering, and what a sheet brings
        # along may be another one in the next ticket.
        if before == (len(said), len(fetcher.refusals)) and "@import" not in text.lower():
            self.sheets[text] = sheet
            for oldest in list(self.sheets)[:-_KEPT]:
                del self.sheets[oldest]
        return sheet


@functools.lru_cache(maxsize=8)  # a worker sets many gatherings with the same fonts
def _case(_digests: tuple[tuple[str, str], ...]) -> _Case:
    return _Case()


def sheets_of(
    ticket: Ticket, fetcher: TicketFetcher, said: Sequence[str]
) -> tuple[tuple[Any, ...], FontConfiguration]:
    """Return a ticket's style sheets, read, and the fonts that they name.

    To read them takes as long as to lay out two pages.

    Args:
        said: what the engine has complained of so far.
    """
    case = _case(
        tuple(
            (resource.url, resource.digest)
            for resource in ticket.resources
            if resource.media_type.startswith("font/")
        )
    )
    return tuple(case.sheet(text, fetcher, said) for text in ticket.sheets), case.fonts
