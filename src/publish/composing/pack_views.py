"""What templates of session packs see: times, answers, links for paper, pages of the handout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise

from markupsafe import Markup

from publish.catalogue.sessions import Session, Step
from publish.composing.model import Resource
from publish.composing.pack_html import Box, around, asked, plain
from publish.composing.qr import qr_code, short_address
from publish.composing.templates import html
from publish.manuscript.model import Reference

_URL = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
# The end of a sentence, not that of "No. 102" or "Art. 71".
_END = re.compile(r"(?<!\bNo)(?<!\bNos)(?<!\bArt)(?<!\bArts)(?<!\bp)(?<!\bpp)[.?!][”’»)]*\s+")
_LABEL = re.compile(r"\s*(?:<p>)?\s*<(em|strong)>(.*?)</\1>")
_SHORT, _INTRO = 140, 240  # characters of a question in the answer key, and of what precedes
_PART = re.compile(r"[^/._\-?=&#]*[/._\-?=&#]+|[^/._\-?=&#]+")  # an address breaks between these


@dataclass(frozen=True, slots=True)
class Timed:
    """A step with its place on the clock, counted from the beginning."""

    number: int
    start: str  # "0:05"
    end: str
    minutes: int
    title: str
    method: str
    step: Step


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, whole and in short, and its answer."""

    asked: Markup
    question: Markup
    answer: Markup


@dataclass(frozen=True, slots=True)
class Solved:
    """An exercise with its answers: point by point, or as a whole.

    Attributes:
        intro: what comes before the questions, in short.
        asked: all that it asks; `before` and `after` are what it says around its points.
        whole: answers, or what they say around their points.
    """

    box: Box
    title: Markup
    intro: Markup
    asked: Markup
    before: Markup
    after: Markup
    points: tuple[Answered, ...]
    whole: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class WebLink:
    """An address for paper: as people type it, and its symbol."""

    href: str
    short: Markup
    url: str  # of the resource with the symbol
    side: float  # of the symbol in millimetres


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the references; the symbol of its address, if it has one."""

    id: str
    html: Markup
    link: WebLink | None


@dataclass(frozen=True, slots=True)
class HandoutPages:
    """The participants' handout as it is bound: what stands on which of its pages.

    Attributes:
        first: number of the page, from 1, of every id in the handout.
        heads: those of the ids that stand at the head of their page.
    """

    count: int
    first: Mapping[str, int]
    heads: frozenset[str] = frozenset()
    width: float = 210.0  # millimetres
    height: float = 297.0


def said(texts: Mapping[str, str], lang: str) -> str:
    """Return a session's text in a language; the English one, or any, stands in for it."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def listed(texts: Mapping[str, tuple[str, ...]], lang: str) -> tuple[str, ...]:
    """Return a session's list in a language, as `said` does."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), ())


def clock(minutes: int) -> str:
    """Return minutes from the beginning as a clock shows them: "1:05"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers as "3–5, 8"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)


def timetable(session: Session, lang: str) -> tuple[Timed, ...]:
    """Return the steps of a session, each where the one before it ends."""
    made, at = [], 0
    for number, step in enumerate(session.steps, start=1):
        end = at + step.minutes
        title, method = said(step.title, lang), said(step.method, lang)
        made.append(Timed(number, clock(at), clock(end), step.minutes, title, method, step))
        at = end
    return tuple(made)


def solved(box: Box) -> Solved:
    """Return an exercise with its answers; point by point where they are numbered alike."""
    question = asked(box)
    before, questions, after = around(question)
    intro = html(cut(plain(_paragraph(before)), _INTRO))
    said_around = (html(before), html(after))
    whole: list[str] = []
    points: tuple[Answered, ...] = ()
    for part in box.answers:
        opening, answers, ending = around(part)
        if points or not questions or len(questions) != len(answers):
            whole.append(part)
            continue
        pairs = zip(questions, answers, strict=True)
        points = tuple(Answered(html(q), html(in_short(q)), html(a)) for q, a in pairs)
        whole += [opening, ending]
    every = tuple(html(part) for part in whole if part.strip())
    return Solved(box, html(box.title), intro, html(question), *said_around, points, every)


def rewritten(box: Box, rewrite: Callable[[str], str]) -> Box:
    """Return a box whose question and answers are those of a document."""
    answers = tuple(rewrite(answer) for answer in box.answers)
    return replace(box, body=rewrite(asked(box)), answers=answers)


def in_short(question: str) -> str:
    """Return the label that a question begins with, or all of it; of a long one what it asks."""
    if label := _LABEL.match(question):
        return plain(label[2])
    words = plain(question)
    if len(words) <= _SHORT:
        return words
    ends = [0, *(found.end() for found in _END.finditer(words)), len(words)]
    sentences = [words[start:end].strip() for start, end in pairwise(ends)]
    asking = [one for one in sentences if one.rstrip("”’»)").endswith("?")]
    return cut(asking[-1] if asking else sentences[0], _SHORT)


def cut(words: str, most: int) -> str:
    """Return words, those beyond `most` characters left out."""
    if len(words) <= most:
        return words
    kept = words[:most].rsplit(" ", 1)[0] + " …"
    return kept + "”" if kept.count("“") > kept.count("”") else kept


def _paragraph(body: str) -> str:
    """Return the first paragraph of some HTML."""
    found = re.search(r"<p>(.*?)</p>", body, re.DOTALL)
    return found[1] if found else ""


def web_links(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that HTML leads to, each once, in order."""
    found = (unescape(link[1]) for piece in pieces for link in _URL.finditer(piece))
    yield from dict.fromkeys(found)


def drawn(addresses: Iterable[str]) -> tuple[tuple[WebLink, ...], tuple[Resource, ...]]:
    """Return the links for paper, and their symbols."""
    links, symbols = [], []
    for number, address in enumerate(addresses, start=1):
        code = qr_code(address)
        url = f"qr/{number}.svg"
        links.append(WebLink(address, _breakable(short_address(address)), url, code.side))
        symbols.append(Resource(url, "image/svg+xml", code.svg.encode()))
    return tuple(links), tuple(symbols)


def references_for_paper(
    references: Iterable[Reference], links: Iterable[WebLink]
) -> tuple[Listed, ...]:
    """Return the references, their addresses short, each with its symbol."""
    known = {link.href: link for link in links}

    def shortened(found: re.Match[str]) -> str:
        link = known[unescape(found[1])]
        return Markup('<a class="url" dir="ltr" href="{}">{}</a>').format(link.href, link.short)

    made = []
    for one in references:
        first = _URL.search(one.html)
        link = known[unescape(first[1])] if first else None
        made.append(Listed(one.id, html(_URL.sub(shortened, one.html)), link))
    return tuple(made)


def _breakable(address: str) -> Markup:
    return Markup("<wbr>").join(_PART.findall(address))
