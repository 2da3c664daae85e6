"""The frame of a report: one HTML page that needs nothing else, no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from publish.delivering.markup import Html, tag
from publish.delivering.report_style import STYLE

BUILD = "Build report"  # the title of the report of a build that delivered its files


class Section(NamedTuple):
    """A part of a report, which its navigation names."""

    name: str
    title: str
    content: Html


class Fact(NamedTuple):
    """A figure at the head of a report: "3", "errors"."""

    how: str
    what: str


def page(title: str, facts: Sequence[Fact], sections: Sequence[Section]) -> str:
    """Return a report as HTML."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Html(STYLE)),
    )
    summary = (tag("div", tag("dt", fact.what), tag("dd", fact.how)) for fact in facts)
    links = [tag("li", tag("a", part.title, href=f"#{part.name}")) for part in sections]
    nav = tag("nav", tag("ul", links), aria_label="Parts of the report")
    body = tag(
        "body",
        tag("a", "Skip to the report", href="#report", class_="skip"),
        tag(
            "header",
            tag("h1", title),
            tag("dl", summary),
            nav if len(sections) > 1 else "",
        ),
        tag("main", map(_section, sections), id="report", tabindex="-1"),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def counts(findings: Sequence[str], waived: int) -> list[Fact]:
    """Return the facts of findings.

    Args:
        findings: their severities.
        waived: how many are waived.
    """
    facts = [fact(findings.count(kind), kind) for kind in ("error", "warning")]
    facts += [fact(findings.count("note"), "note")] if "note" in findings else []
    return [*facts, Fact(f"{waived:,}", "waived")] if waived else facts


def fact(number: int, what: str) -> Fact:
    """Return a number with its thing, one or many."""
    return Fact(f"{number:,}", what if number == 1 else f"{what}s")


def _section(part: Section) -> Html:
    heading = tag("h2", part.title, id=f"{part.name}-title")
    return tag("section", heading, part.content, id=part.name, aria_labelledby=f"{part.name}-title")
