"""What the readers of one work share: where they are, what they found, what they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from publish.catalogue.locating import Mark, Route
from publish.errors import Finding, Place, Rule

NO_WORD = Rule(
    "M170",
    "The brand's strings.csv has every word that manuscripts print.",
    "The key of the word would be printed.",
)
RULES: tuple[Rule, ...] = (NO_WORD,)


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML file of sources/: its tables, the places of its keys, and a fault of its syntax."""

    text: str
    tree: dict[str, object]
    marks: Mapping[Route, Mark]
    fault: Finding | None = None


@dataclass(slots=True)
class Work:
    """The state of reading one work; made anew for every call of `read`."""

    root: Path  # the project, resolved
    slug: str
    lang: str
    edition: str
    audience: str  # one of AUDIENCES, or empty: everybody
    numbered_by_chapter: bool  # "3.2" rather than "2"
    strings: Mapping[str, str]
    chapter_word: str = "chapter"  # the key of what references call a chapter
    measure: float = 140.0  # the width of the text in millimetres
    by_edition: bool = False  # a condition asked for the edition
    light: bool = False  # only the targets are wanted: no picture or data file is opened
    unseen: set[str] = field(default_factory=set)  # ids that the audience does not see
    unseen_terms: set[str] = field(default_factory=set)  # of the index, marked in such text only
    findings: list[Finding] = field(default_factory=list)
    files: dict[Path, None] = field(default_factory=dict)  # every file that was read
    tables: dict[str, Table] = field(default_factory=dict)  # of sources/; works may share them

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where a picture or a data file named in a manuscript is looked for, in this order."""
        own = self.sources / self.slug
        return (own / self.lang, own, self.sources / "shared", self.sources)

    def report(self, rule: Rule, place: Place, message: str, remedy: str = "") -> None:
        self.findings.append(rule.at(place, message, remedy))

    def shown(self, path: Path) -> str:
        """Return the path as a finding prints it: relative to the project."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        )

    def word(self, key: str) -> str:
        """Return a printed word in the language of the work; one that is missing is reported."""
        if not self.strings.get(key):
            self.report(NO_WORD, Place("strings.csv"), f"the brand's strings.csv has no `{key}`",
                        "add a line for it")  # fmt: skip
        return self.strings.get(key) or key


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" for the known name most like `name`, or nothing."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def clipped(text: str, length: int = 60) -> str:
    """Return `text` short enough to stand in a message."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
