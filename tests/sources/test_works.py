"""The house's own works: nothing to mend in them, and none says again what another has said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from publish.building.choice import Choice
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.errors import Finding, Place
from publish.manuscript.model import Passage

ROOT = Path(__file__).parents[2]
RUN = 20  # words
LEFT = {"M180", "C121", "M220"}  # placeholders, facts to verify: for an editor to settle
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@pytest.fixture(scope="module")
def read(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Mapping[str, tuple[Passage, ...]], tuple[Finding, ...]]:
    """Read all works as `publish check` does: passages by work, and all findings."""
    catalogue, found = read_catalogue(ROOT)
    works, more = gather_works(catalogue, Choice(), tmp_path_factory.mktemp("cache"))
    english = (work for work in works if work.lang == "en")
    return {work.publication.slug: work.manuscript.passages for work in english}, (*found, *more)


def runs(passage: Passage) -> Iterator[tuple[str, ...]]:
    """Yield every run of words; figures, cases of letters and punctuation do not count."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(passage.text)]
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])


def repeated(works: Mapping[str, tuple[Passage, ...]]) -> dict[tuple[Place, Place], str]:
    """Return the passages of two works that share a run of words; includes are one file."""
    first: dict[tuple[str, ...], tuple[str, Passage]] = {}
    shared: dict[tuple[Place, Place], str] = {}
    for slug, passages in works.items():
        for passage in passages:
            if passage.kind == "source":
                continue
            for run in runs(passage):
                known, other = first.setdefault(run, (slug, passage))
                if known != slug and other.place(0) != passage.place(0):
                    shared.setdefault((other.place(0), passage.place(0)), " ".join(run))
    return shared


def test_a_shared_passage_is_found() -> None:
    text = "One two three four five six seven eight nine ten, eleven twelve thirteen fourteen "
    text += "fifteen sixteen seventeen eighteen nineteen twenty"
    one, two, three = (
        Passage(words, "text", "en", ((0, Place(file, 1, 1)),))
        for words, file in ((text + " more.", "a.md"), ("And " + text.upper(), "b.md"),
                            (text.replace("ten", "then"), "c.md"))
    )  # fmt: skip
    assert list(repeated({"a": (one,), "b": (two,), "c": (three,)})) == [
        (Place("a.md", 1, 1), Place("b.md", 1, 1))
    ]
    assert repeated({"a": (one,), "b": (one,)}) == {}, "an include, or one work's own affair"


def test_no_two_works_share_a_passage(read) -> None:
    shared = [f"{one} and {two}: {words}" for (one, two), words in repeated(read[0]).items()]
    assert shared == []


def test_nothing_is_left_to_mend_but_what_an_editor_has_to_settle(read) -> None:
    open_ = [str(found) for found in read[1] if found.severity != "note"]
    assert [one for one in open_ if one.split(" ")[1] not in LEFT] == []
