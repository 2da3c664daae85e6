"""How the rules on content report: the case at hand, and a finding of a page and an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publish.checking.preflight.marks import PageContent, from_trim
from publish.checking.preflight.rendering import Renderer
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.walk import Known
from publish.errors import Finding, Place, Rule
from publish.units import Box

Process = Literal["", "grey", "rgb", "cmyk"]


@dataclass(frozen=True, slots=True)
class Case:
    """A file under the rules on content.

    Attributes:
        process: the colours of its output intent; empty where it has none.
        profile: the ICC profile of its output intent; empty where none is embedded.
    """

    place: Place
    needs: Requirements
    known: Known
    renderer: Renderer
    pages: int
    process: Process = ""
    profile: bytes = b""

    def finding(
        self, rule: Rule, content: PageContent, message: str, remedy: str, box: Box | None = None
    ) -> Finding:
        """Return the finding that a page breaks a rule, in a box of the page's space."""
        area = from_trim(box, content.trim) if box else ()
        return rule.at(self.place, message, remedy, content.number, area)
