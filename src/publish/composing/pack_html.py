"""Pieces of a manuscript's HTML: sections by their headings, boxes with their parts and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.composing.fragments import end_of, replaced
from publish.manuscript.model import Chapter

ANSWER, EXERCISE, FACILITATOR = "box-answer", "box-exercise", "box-facilitator"
_BOX = re.compile(r'<(aside|table)\b[^>]*\bclass="(box(?: [^"]*)?)"[^>]*>')
_HEADING = re.compile(r"<h([2-4])\b[^>]*>.*?</h\1>", re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>")
_ID = re.compile(r'\bid="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")
_LEVEL = re.compile(r"<(/?)h([2-6])\b")
_LINES = re.compile(r"\blines-([012])\b")
_MARK = re.compile(r'<span class="index-mark" id="[^"]*"></span>')


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all up to the next of its level or above, and what of it comes first."""

    id: str
    level: int
    heading: str  # HTML, with its element
    lead: str  # up to the first heading inside it
    body: str  # all but the heading

    @property
    def title(self) -> str:
        return plain(self.heading)


@dataclass(frozen=True, slots=True)
class Box:
    """A box taken apart.

    Attributes:
        label: "Exercise 2.1", or empty.
        body: what it holds, with boxes of answers and notes where they are read.
        lines: ruled lines that the author wants under each question.
        answers: what the answers to it hold, in order.
    """

    id: str
    kind: str
    label: str
    title: str  # inline HTML
    body: str
    lines: int = 2
    answers: tuple[str, ...] = ()


def plain(html: str) -> str:
    """Return the words of some HTML, its entities as they are."""
    return re.sub(r"\s+", " ", _TAGS.sub("", html)).strip()


def unmarked(html: str) -> str:
    """Return HTML without the places that an index points to."""
    return _MARK.sub("", html)


def sections(body: str) -> tuple[str, tuple[Section, ...]]:
    """Return what stands before the first heading of a chapter, and its sections of all levels."""
    found = list(_headings(body))
    first = found[0].start() if found else len(body)
    made = []
    for n, heading in enumerate(found):
        level = int(heading[1])
        ends = [later.start() for later in found[n + 1 :] if int(later[1]) <= level]
        following = [later.start() for later in found[n + 1 :]]
        end = ends[0] if ends else len(body)
        lead = body[heading.end() : min([end, *following])]
        name = _ID.search(heading[0])
        made.append(
            Section(name[1] if name else "", level, heading[0], lead, body[heading.end() : end])
        )
    return body[:first], tuple(made)


def _headings(body: str) -> Iterator[re.Match[str]]:
    """Yield the headings that stand in no box."""
    inside = [(box.start(), end_of(body, box[1], box.end())) for box in _BOX.finditer(body)]
    for heading in _HEADING.finditer(body):
        if not any(start < heading.start() < end for start, end in inside):
            yield heading


def levelled(html: str, top: int) -> str:
    """Return HTML whose highest heading has the level `top`, the others below it likewise."""
    levels = [int(found[2]) for found in _LEVEL.finditer(html)]
    if not levels or min(levels) == top:
        return html
    shift = top - min(levels)
    return _LEVEL.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + shift, 6)}", html)


def boxes(body: str) -> Iterator[tuple[str, str]]:
    """Yield the kind ("box-exercise") and the HTML of every box, an outer before its inner."""
    for found in _BOX.finditer(body):
        kind = next((c for c in found[2].split() if c.startswith("box-")), "box")
        yield kind, body[found.start() : end_of(body, found[1], found.end())]


def without(html: str, kinds: Sequence[str]) -> str:
    """Return HTML without its boxes of some kinds."""
    for kind in kinds:
        for tag in ("aside", "table"):
            html = replaced(html, tag, kind, lambda _box: "")
    return html


def box_of(html: str) -> Box:
    """Return a box taken apart; its answers are those inside it."""
    opening = html[: html.index(">") + 1]
    name, lines = _ID.search(opening), _LINES.search(opening)
    kind = next((c for c in opening.split('"') if c.startswith("box")), "box").split(" ")[-1]
    inner = tuple(box_of(inside).body for k, inside in list(boxes(html))[1:] if k == ANSWER)
    own = html[len(opening) :]
    return Box(
        id=name[1] if name else "",
        kind=kind,
        label=plain(_part(own, "span", "box-label")),
        title=_part(own, "span", "box-title"),
        body=_part(own, "td", "box-body") or _part(own, "div", "box-body"),
        lines=int(lines[1]) if lines else 2,
        answers=inner,
    )


def asked(box: Box) -> str:
    """Return what an exercise asks, without the answers and notes in it."""
    return without(box.body, (ANSWER, FACILITATOR))


def exercises_of(chapters: Sequence[Chapter]) -> Mapping[str, Box]:
    """Return every exercise by its id, with the answers in it and after it."""
    found: dict[str, Box] = {}
    for chapter in chapters:
        last = ""
        for kind, html in boxes(chapter.body_html):
            if kind == EXERCISE:
                box = box_of(html)
                last = box.id or f"{chapter.name}-{len(found)}"
                found[last] = box
            elif kind == ANSWER and last:
                answer = box_of(html).body
                box = found[last]
                if answer not in box.answers:
                    found[last] = replace(box, answers=(*box.answers, answer))
    return found


def around(html: str) -> tuple[str, tuple[str, ...], str]:
    """Return what the points of the first numbered list hold, and what stands before and after."""
    found = re.search(r"<ol\b[^>]*>", html)
    if found is None:
        return html, (), ""
    end = end_of(html, "ol", found.end())
    whole = html[found.end() : end - len("</ol>")]
    made, at = [], 0
    while opening := _ITEM.search(whole, at):
        at = end_of(whole, "li", opening.end())
        made.append(whole[opening.end() : at - len("</li>")])
    return html[: found.start()], tuple(made), html[end:]


def _part(html: str, tag: str, css: str) -> str:
    """Return what the first element of a class holds."""
    found = re.search(rf'<{tag}\b[^>]*\bclass="{css}"[^>]*>', html)
    if found is None:
        return ""
    return html[found.end() : end_of(html, tag, found.end()) - len(f"</{tag}>")]
