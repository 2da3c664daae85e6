"""The one window of a gathering to the world: its ticket."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from publish.composing.model import Resource
from publish.errors import Finding, Place, Rule
from publish.typesetting.late_faces import late_face

BASE_URL = "http://ticket.invalid/"  # RFC 6761: ".invalid" names nothing
LATE = "late/"  # "late/X" is the face of placeholders that stands in for the face "X"
_LONGEST_DATA_URL = 1_000_000

REFUSED = Rule(
    "T101",
    "A page asks only for what its ticket holds.",
    "A worker has neither the file system nor the network: what is not named in the sources "
    "cannot be part of the digest, so it would make builds differ and could leak files.",
)


class TicketFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serve a ticket's resources and refuse, by name, whatever else is asked for."""

    def __init__(self, resources: Mapping[str, Resource], gathering: str) -> None:
        super().__init__(allowed_protocols=("data",))
        self._resources = resources
        self._gathering = gathering
        self.refusals: list[Finding] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the resource, or note the refusal and raise so that the engine does without."""
        if url.startswith("data:") and len(url) <= _LONGEST_DATA_URL:
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(BASE_URL)) if url.startswith(BASE_URL) else ""
        if name in self._resources:
            found = self._resources[name]
            return URLFetcherResponse(url, found.content, {"Content-Type": found.media_type})
        if name.startswith(LATE) and name.removeprefix(LATE) in self._resources:
            real = self._resources[name.removeprefix(LATE)]
            return URLFetcherResponse(url, late_face(real.content), {"Content-Type": "font/ttf"})
        finding = REFUSED.at(
            Place(self._gathering),
            f"the page asks for “{url[:200]}”, which is not in its ticket",
            "name the file in the manuscript or put it into the layout's folder",
        )
        if finding not in self.refusals:
            self.refusals.append(finding)
        raise ValueError(finding.message)


RULES = (REFUSED,)
