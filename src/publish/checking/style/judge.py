"""All that can be said of the style of a work, each at its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from publish.catalogue.model import Style
from publish.checking.style import house, prose, terms
from publish.checking.style.mentions import UNMENTIONED, unmentioned
from publish.checking.style.slips import Slip
from publish.checking.style.spelling import BUILT_IN, Speller, known_words
from publish.checking.style.terms import Term
from publish.errors import Finding, Place, Rule, finding_of
from publish.manuscript.model import Manuscript, Passage
from publish.writing import write_whole

UNREADABLE = Rule(
    "M400",
    "The word list, the table of terms and the dictionaries of [style] are there and can be read.",
    "Nothing would be judged by them, and nobody would know.",
)
RULES: tuple[Rule, ...] = (UNREADABLE,)

_FORWARD = 12  # lines that a text without marks of its own may go on: an option of a block
_KINDS = frozenset({"text", "heading", "cell", "caption", "note", "alt"})


@dataclass(frozen=True, slots=True)
class Guide:
    """The house's style, its files read."""

    spellers: Mapping[str, Speller]  # by language
    terms: tuple[Term, ...]
    off: tuple[str, ...]
    digest: str  # of all that it says


def open_guide(root: Path, style: Style, code: str) -> tuple[Guide, tuple[Finding, ...]]:
    """Read the files that the house's style names.

    Args:
        code: a digest of what judges, so that nothing is kept of what another version found.
    """
    findings: list[Finding] = []
    digest = hashlib.sha256(code.encode())
    sources = root / "sources"

    def text_of(name: str, value: str) -> str:
        if not value:
            return ""
        path = sources / value
        try:
            if not path.resolve().is_relative_to(sources.resolve()):
                raise ValueError("it is not in sources/")
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as fault:
            said = getattr(fault, "strerror", None) or str(fault)
            findings.append(_unreadable(style, name, value, said))
            return ""
        digest.update(f"{name}\0{text}\0".encode())
        return text

    words = known_words(text_of("words", style.words))
    listed = text_of("terms", style.terms)
    read: tuple[Term, ...] = ()
    try:
        read = terms.read_terms(listed) if listed else ()
    except ValueError as fault:
        findings.append(_unreadable(style, "terms", style.terms, str(fault)))
    spellers = {}
    for lang, name in style.spelling.items():
        home = BUILT_IN / name if "/" not in name else sources / name
        files = [home.with_name(f"{home.name}.{kind}") for kind in ("aff", "dic")]
        if not all(path.is_file() for path in files):
            findings.append(_unreadable(style, "spelling", name, "there is no such dictionary"))
            continue
        for path in files:
            digest.update(path.read_bytes())
        spellers[lang] = Speller(home, words)
    digest.update(repr((sorted(style.spelling.items()), style.off)).encode())
    return Guide(spellers, read, style.off, digest.hexdigest()), tuple(findings)


def _unreadable(style: Style, name: str, value: str, said: str) -> Finding:
    place = style.places.get(name, Place("sources/catalogue.toml", 1, 1))
    return UNREADABLE.at(place, f"`{value}` cannot be used: {said}", "correct its path or content")


def judge_style(
    root: Path, manuscripts: Iterable[Manuscript], guide: Guide, cache: Path
) -> tuple[Finding, ...]:
    """Return what is not in the house's style, each place once; known works are not read again.

    Args:
        cache: where the findings of a work are kept by the digest of its passages.
    """
    findings: dict[Finding, None] = {}
    for manuscript in manuscripts:
        passages = [one for one in manuscript.passages if one.kind in _KINDS]
        key = hashlib.sha256(f"{guide.digest}{passages!r}".encode()).hexdigest()
        kept = cache / "style" / f"{key}.json"
        found = _known(kept)
        if found is None:
            found = tuple(_judged(root, passages, guide))
            record = [asdict(finding) for finding in found]
            write_whole(kept, json.dumps(record, sort_keys=True).encode())
        findings |= dict.fromkeys(found)
    return tuple(findings)


def judge_mentions(manuscripts: Iterable[Manuscript], off: Collection[str]) -> tuple[Finding, ...]:
    """Return the figures and tables that the text before them does not refer to.

    Args:
        off: numbers of rules that the house does not follow.
    """
    if UNMENTIONED.code in off:
        return ()
    return tuple(dict.fromkeys(found for one in manuscripts for found in unmentioned(one)))


def _known(path: Path) -> tuple[Finding, ...] | None:
    try:
        return tuple(finding_of(record) for record in json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _judged(root: Path, passages: Sequence[Passage], guide: Guide) -> Iterator[Finding]:
    files = _Files(root)
    for slip in _slips(passages, guide):
        if slip.rule.code not in guide.off:
            yield slip.rule.at(files.place(slip), slip.message, slip.remedy)


def _slips(passages: Sequence[Passage], guide: Guide) -> Iterator[Slip]:
    english = [one for one in passages if one.lang == "en"]
    yield from terms.slips_in(english, guide.terms)
    yield from prose.slips_in(english)
    for passage in english:
        yield from house.slips_in(passage)
        yield from house.typed_figures(passage)
    for passage in passages:
        if speller := guide.spellers.get(passage.lang):
            yield from speller.slips_in(passage)


@dataclass(slots=True)
class _Files:
    """The lines of the sources, to find the column of a slip."""

    root: Path
    lines: dict[str, list[str]] = field(default_factory=dict)

    def place(self, slip: Slip) -> Place:
        """Return where in its file a slip stands: the nearest place that reads as it does."""
        near = slip.passage.place(slip.start)
        if near.file not in self.lines:
            path = self.root / near.file
            text = path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
            self.lines[near.file] = text.splitlines()
        shown = slip.shown.split("\n")[0]
        lines = self.lines[near.file]
        for number in range(near.line, min(near.line + _FORWARD, len(lines)) + 1):
            at = _nearest(lines[number - 1], shown, near.col - 1 if number == near.line else 0)
            if at >= 0:
                return Place(near.file, number, at + 1)
        return near


def _nearest(line: str, shown: str, col: int) -> int:
    """Return where in `line` the text stands that is nearest to `col`, or -1."""
    found, at = [], line.find(shown) if shown.strip() else -1
    while at >= 0:
        found.append(at)
        at = line.find(shown, at + 1)
    return min(found, key=lambda one: abs(one - col), default=-1)
