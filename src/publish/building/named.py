"""What a command names to be printed: a work or bundle of the catalogue, or a file of anybody's."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from publish.building.naming import COMMON, created, file_of, in_language
from publish.catalogue.model import Catalogue, Document, Publication
from publish.catalogue.vocabulary import BUNDLES
from publish.errors import Place, Rule, WrongUsage

NOT_THERE = Rule(
    "C185",
    "What is to be printed is a work, a bundle, a document, or a PDF file that is there.",
    "A misspelt name would print nothing.",
)
NO_GREYS = Rule(
    "C186",
    "A work that is to be printed in greys has an edition in greys.",
    "Colours that were told apart become one grey in a copier; the edition keeps them apart.",
)
RULES: tuple[Rule, ...] = (NOT_THERE, NO_GREYS)

GREYSCALE = "greyscale"


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that is to be printed.

    Attributes:
        file: absolute.
        shown: what findings call it.
        stem: of the names of what is made of it; also its folder in output/handouts/.
        lang, title: empty where only the file itself says.
        accessible: address of the edition for all readers, or the name of its file.
        work: slug of the work or bundle; empty: somebody else's file.
        pages: those that go on sheets where nothing else is asked for; empty: all.
    """

    file: Path
    shown: str
    stem: str
    lang: str
    title: str
    accessible: str
    created: dt.datetime
    work: str = ""
    edition: str = ""
    pages: str = ""


def named(
    name: str,
    root: Path,
    catalogue: Catalogue | None,
    languages: Sequence[str],
    edition: str,
    epoch: int | None,
) -> tuple[Printed, ...]:
    """Return the files that `name` stands for: a work's in each language, or the one file.

    Args:
        catalogue: None where there is no project.
        edition: of a work: "screen", "greyscale".
    Raises:
        WrongUsage: it stands for nothing; the work is not in that language or edition.
    """
    works = _works(catalogue)
    if name in works:
        return tuple(_of_work(works[name], root, languages, edition, epoch))
    if catalogue and name in catalogue.documents:
        _refuse_greys(name, edition)
        return (_of_document(catalogue.documents[name], root, epoch),)
    path = Path(name)
    if path.suffix.lower() == ".pdf" or path.is_file():
        _refuse_greys(name, edition)
        return (_of_file(path, epoch),)
    others = (*catalogue.documents, *catalogue.sessions) if catalogue else ()
    known = [*works, *others]
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    usual = "name a session, a work, a bundle or a PDF file"
    remedy = f"did you mean “{close[0]}”?" if close else usual
    raise WrongUsage((NOT_THERE.at(Place(), f"there is no “{name}”", remedy),))


def _works(catalogue: Catalogue | None) -> dict[str, Publication]:
    """Return all that can be named; a bundle also by its bare name, where no work has it."""
    if catalogue is None:
        return {}
    bundles = [bundle.publication for bundle in catalogue.bundles]
    bare = {one.slug.removeprefix(f"{BUNDLES}/"): one for one in bundles}
    return {**bare, **{one.slug: one for one in bundles}, **catalogue.publications}


def _of_work(
    work: Publication, root: Path, languages: Sequence[str], edition: str, epoch: int | None
) -> list[Printed]:
    place = Place(work.place)
    if edition not in work.editions:
        known = ", ".join(work.editions)
        message = f"“{work.slug}” has no edition “{edition}”, only {known}"
        remedy = f'add "{edition}" to its `editions`'
        raise WrongUsage((NO_GREYS.at(place, message, remedy),))
    strange = [lang for lang in languages if lang not in work.languages]
    if strange:
        known = ", ".join(work.languages)
        message = f"“{work.slug}” is not in “{strange[0]}”, only in {known}"
        raise WrongUsage((NOT_THERE.at(place, message, "choose one of these"),))
    printed = []
    for lang in languages or work.languages:
        path = file_of(work, lang, edition)
        readable = file_of(work, lang, COMMON).rsplit("/", 1)[-1]
        printed.append(
            Printed(
                file=root / "output" / path,
                shown=f"output/{path}",
                stem=f"{work.slug.rsplit('/', 1)[-1]}-{lang}"
                + ("" if edition == COMMON else f"-{edition}"),
                lang=lang,
                title=in_language(work.title, lang),
                accessible=work.url or readable,
                created=created(work, epoch),
                work=work.slug,
                edition=edition,
            )
        )
    return printed


def _refuse_greys(name: str, edition: str) -> None:
    if edition == GREYSCALE:
        message = f"“{name}” is not set here, and has no edition in greys"
        remedy = "leave --greyscale away, and choose black and white in the print dialogue"
        raise WrongUsage((NO_GREYS.at(Place(), message, remedy),))


def _of_document(document: Document, root: Path, epoch: int | None) -> Printed:
    printed = _of_file(document.file, epoch)
    return replace(
        printed,
        shown=os.path.relpath(document.file, root),
        stem=document.slug.rsplit("/", 1)[-1],
        lang=document.lang,
        title=in_language(document.title, document.lang),
        accessible=document.url or document.file.name,
    )


def _of_file(path: Path, epoch: int | None) -> Printed:
    if not path.exists():
        raise WrongUsage((NOT_THERE.at(Place(str(path)), "there is no such file"),))
    moment = dt.datetime.fromtimestamp(epoch or 0, tz=dt.UTC)
    return Printed(
        file=path.resolve(),
        shown=str(path),
        stem=path.stem,
        lang="",
        title="",
        accessible=path.name,
        created=moment,
    )
