"""Does a file for participants hold what only facilitators may read?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from publish.checking.strewn import texts_of
from publish.errors import Finding, Place, Rule
from publish.manuscript.model import Chapter, Manuscript
from publish.manuscript.trees import content_of, tree_of

LEAK = Rule(
    "P340",
    "A file for participants holds nothing that only facilitators may read.",
    "Answers would be read before the questions, notes about the room by the room. What a viewer "
    "does not show is found by search, by screen readers, by copying.",
)
RULES: tuple[Rule, ...] = (LEAK,)

_RUN = 6  # words: shorter runs are alike by chance
_STEP = 3  # a leak of eight words holds one of the runs whole
_FEWEST = 8  # letters and digits of a short answer: "400 a month" has nine
_ALONE = 12  # of a single word, or of words in the middle of a text
_INLINE = frozenset({"a", "abbr", "br", "cite", "code", "em", "img", "span", "strong", "sub", "sup",
                     "wbr", "q", "i", "b"})  # fmt: skip
_APART = frozenset({"footnote", "caption-text", "box-title", "box-country", "heading-text",
                    "outcome-value", "outcome-text"})  # fmt: skip
_LEFT_OUT = frozenset({"page-ref", "late", "index-mark", "box-kind", "box-label", "label"})
_BETWEEN = re.compile(r"[\W_]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_PRIVATE = frozenset({"box-answer", "box-facilitator"})
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


def secrets_of(
    kept: Sequence[Manuscript],
    shown: Sequence[Manuscript],
    told: Iterable[str] = (),
    printed: Iterable[str] = (),
) -> frozenset[str]:
    """Return what only facilitators may read, as phrases.

    Whole texts (a paragraph, an answer, a heading, a caption, an alternative text, a note), their
    sentences, and runs of words out of them, so that a part is found as well. What is too short to
    tell from chance ("45", "yes") is no secret, nor is what participants are shown elsewhere. It
    does not rely on what is to keep the texts of both apart: an answer that stands in what
    participants read is a secret all the same.

    Args:
        kept: the work, and its slides, as facilitators read them.
        shown: all that participants read: the work, its slides, works with excerpts.
        told: further texts for facilitators only, such as notes to the steps of a session.
        printed: further texts for all, such as its title and objectives.
    """
    public = [*(text for one in shown for text in _public(one)), *printed]
    # Without breaks: on a page, the end of one text and the beginning of the next read as one.
    page = "".join(squashed(text) for text in public)
    known, known_texts = {squashed(run) for text in public for run in _runs(text, 1)}, set(public)
    secrets: set[str] = set()
    for text in dict.fromkeys([*(t for one in kept for t in _texts(one)), *told]):
        if not text or text in known_texts:
            continue
        phrases = [text] if _is_telling(text, _FEWEST) else []
        phrases += [one for one in _SENTENCE.split(text) if _is_telling(one, _ALONE)]
        phrases += [run for run in _runs(text, _STEP) if squashed(run) not in known]
        secrets.update(one for one in phrases if squashed(one) not in page)
    ids = {
        name
        for one in kept
        for name, target in one.targets.items()
        if target.kind not in ("term", "reference")  # entries of lists that are for all
    }
    ids -= {name for one in shown for name in one.targets}
    secrets.update(name for name in ids if len(squashed(name)) >= _ALONE)
    return frozenset(secrets)


def check_leaks(path: Path, secrets: frozenset[str], file: str) -> tuple[Finding, ...]:
    """Return a finding for each place in a file that holds a secret.

    Args:
        secrets: as `secrets_of` returns them.
        file: how findings call it.
    """
    wanted = {squashed(secret): secret for secret in sorted(secrets)}
    texts: dict[tuple[int, str], list[str]] = {}
    for where, page, text in texts_of(path.read_bytes()):
        texts.setdefault((page, where), []).append(squashed(text))
    remedy = "do not hand the file out; what composes it takes it from the wrong reading"
    findings = []
    for (page, where), found in texts.items():
        if secret := _first(wanted, "\n".join(found)):
            message = f"“{_clipped(secret)}” stands in {where}: only facilitators may read it"
            findings.append(LEAK.at(Place(file), message, remedy, page=page))
    return tuple(sorted(findings))


def squashed(text: str) -> str:
    """Return letters and digits only: no spaces, ligatures and hyphens at the ends of lines."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _first(wanted: dict[str, str], text: str) -> str:
    """Return the first secret that a text holds, also where its letters run backwards."""
    backwards = text[::-1] if _RIGHT_TO_LEFT.search(text) else ""
    for phrase, secret in wanted.items():
        if phrase in text or phrase in backwards:
            return secret
    return ""


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _is_telling(text: str, fewest: int) -> bool:
    """Say whether a text is long enough not to be met by chance."""
    length = len(squashed(text))
    return length >= (fewest if " " in text else _ALONE)


def _runs(text: str, step: int) -> Iterator[str]:
    """Yield runs of words out of a text, the last one always."""
    words = [word for word in text.split() if squashed(word)]
    last = len(words) - _RUN
    for at in sorted({*range(0, last + 1, step), *([last] if last >= 0 else [])}):
        yield " ".join(words[at : at + _RUN])


def _texts(manuscript: Manuscript) -> Iterator[str]:
    """Yield the texts of a manuscript, each in one line."""
    for chapter in manuscript.chapters:
        yield from filter(None, map(_in_one_line, _texts_of_chapter(chapter)))


def _public(manuscript: Manuscript) -> Iterator[str]:
    """Yield the texts of a manuscript that are in none of what is for facilitators."""
    for chapter in manuscript.chapters:
        private = {text for html in chapter.private for text in _of_html(html)}
        bodies = [_without_private(html) for html in (chapter.key_messages_html, chapter.body_html)]
        public = replace(chapter, key_messages_html=bodies[0], body_html=bodies[1])
        texts = map(_in_one_line, _texts_of_chapter(public))
        yield from (text for text in texts if text and text not in private)


def _of_html(html: str) -> Iterator[str]:
    root = tree_of(html)
    yield from map(_in_one_line, _segments(root))
    yield from (_in_one_line(element.get("alt", "")) for element in root.iter())


def _without_private(html: str) -> str:
    """Return HTML without the boxes that are for facilitators."""
    root = tree_of(html)
    for parent in list(root.iter()):
        for child in list(parent):
            if _PRIVATE & set((child.get("class") or "").split()):
                parent.remove(child)
    return content_of(root)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _texts_of_chapter(chapter: Chapter) -> Iterator[str]:
    yield from (chapter.title, chapter.short_title)
    for html in (chapter.title_html, chapter.standfirst_html, chapter.key_messages_html,
                 chapter.body_html):  # fmt: skip
        root = tree_of(html)
        yield from _segments(root)
        for element in root.iter():
            yield element.get("alt", "")
    for picture in chapter.pictures:
        if picture.media_type == "image/svg+xml":
            yield from _drawn(picture.content)


def _drawn(svg: bytes) -> Iterator[str]:
    """Yield the words of a drawing."""
    try:
        yield from (text for text in fromstring(svg).itertext())
    except ParseError:
        return


def _segments(block: Element) -> Iterator[str]:
    """Yield the texts of a block and of the blocks in it; what stands in it apart is by itself."""
    pieces: list[str] = [block.text or ""]
    for child in block:
        yield from _within(child, pieces)
        pieces.append(child.tail or "")
    yield from "".join(pieces).split("\0")


def _within(element: Element, pieces: list[str]) -> Iterator[str]:
    """Add the text of an inline element to `pieces`; yield the texts of what stands apart."""
    css = set((element.get("class") or "").split())
    if css & _LEFT_OUT:
        pieces.append("\0")
        return
    if element.tag not in _INLINE or css & _APART:
        pieces.append("\0")
        yield from _segments(element)
        return
    pieces.append(" " if element.tag == "br" else element.text or "")
    for child in element:
        yield from _within(child, pieces)
        pieces.append(child.tail or "")
