"""Figures and tables are mentioned before they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.errors import Finding, Rule
from publish.manuscript.model import Manuscript

UNMENTIONED = Rule(
    "M413",
    "Every numbered figure and table is mentioned in the text before it stands.",
    "Readers meet it without knowing what it is for; many turn the page.",
    "warning",
)
RULES: tuple[Rule, ...] = (UNMENTIONED,)

_MENTION_OR_THING = re.compile(
    r'<a class="xref" href="#((?:fig|tbl)-[\w-]+)"'
    r'|<(?:figure|div) [^>]*?\bid="((?:fig|tbl)-[\w-]+)"'
)


def unmentioned(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield a finding for each figure and table that no text before it refers to."""
    html = "\n".join(
        part
        for chapter in manuscript.chapters
        for part in (chapter.standfirst_html, chapter.key_messages_html, chapter.body_html)
    )
    mentioned: set[str] = set()
    early: list[str] = []
    for mention, thing in _MENTION_OR_THING.findall(html):
        mentioned |= {mention}
        if thing and thing not in mentioned and thing in manuscript.targets:
            early.append(thing)
    for name in early:
        target = manuscript.targets[name]
        later = "mentioned only after it stands" if name in mentioned else "not mentioned"
        yield UNMENTIONED.at(target.place, f"{target.label} is {later} in the text".replace(
            "\u00a0", " "), f"write “see @{name}” in the text above it")  # fmt: skip
