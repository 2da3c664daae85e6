"""A finished file made sheets for an office printer: planned, put together, described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Dictionary

from publish.binding.faces import Face
from publish.binding.foreign.contents import guessed
from publish.binding.foreign.geometry import Matrix
from publish.binding.foreign.opening import complaints_of, opened
from publish.binding.imposing.booklet import booklet
from publish.binding.imposing.describing import About, describe, label
from publish.binding.imposing.impose import Imposer, saved
from publish.binding.imposing.model import Leaf, Sheets, Wish
from publish.binding.imposing.selecting import selected
from publish.binding.imposing.several import notes, several
from publish.binding.imposing.slip import Slip
from publish.binding.imposing.taking import Taken, digests_of, scrub, take
from publish.errors import Finding, Place, Rule

LOST_LINKS = Rule(
    "B202",
    "Links of a file that is put on sheets lead to pages on them, or to the web.",
    "Others are left out: on paper nobody can follow them, on a screen they would lead nowhere.",
    "note",
)
REDUCED = Rule(
    "B203",
    "Pages that should keep their size fit on the sheet.",
    "They are made smaller, so that nothing of them is cut off; so is their type.",
    "warning",
)
DOES_NOTHING = Rule(
    "B204",
    "A file that is put on sheets does nothing when it is opened.",
    "Scripts, programs to start and forms to send are taken out; nothing of it is on paper.",
    "note",
)
RULES: tuple[Rule, ...] = (LOST_LINKS, REDUCED, DOES_NOTHING)

Words = Mapping[str, str]
_MOST_TITLE = 300  # letters


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to be made sheets of, and how.

    Attributes:
        wish: `from_right` and `back_cover` are found in the file, where it says so.
        direction: "ltr" or "rtl", whatever the file says; empty: as it says.
        pages: which, in words; empty: all.
        lang: of what is printed in margins; empty: the file's.
        words: by language, what is printed and filed away.
        title: of the work; empty: as the file says, or `name`.
        name: of the file, for those that have no title.
        source: address of the accessible edition, or its file's name.
        faces: font files, in order of preference.
        back_covers: what viewers call a back cover, in all languages.
    """

    wish: Wish
    direction: str
    pages: str
    lang: str
    words: Mapping[str, Words]
    title: str
    name: str
    source: str
    created: dt.datetime
    faces: tuple[bytes, ...]
    back_covers: frozenset[str]
    rtl: frozenset[str]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """A file of sheets."""

    pdf: bytes
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of a file.

    Attributes:
        files: the sheets, and those of the cover where it is a file of its own.
        chosen: indexes of the pages, in order.
        matrices: of all pages, from their own coordinates to upright ones.
        digests: of the contents of all pages that were chosen, as they were; others have none.
    """

    files: tuple[Made, ...]
    chosen: tuple[int, ...]
    matrices: tuple[Matrix, ...]
    digests: tuple[str, ...]
    title: str
    lang: str
    from_right: bool
    findings: tuple[Finding, ...]


def make_sheets(source: Path, commission: Commission, where: Place) -> Result:
    """Make sheets of the file `source`, which may be anybody's.

    It is read as a whole: call this in a process whose time and memory are limited.

    Raises:
        PublishError: it is no PDF, damaged, protected, monstrous; or the pages are not in it.
    """
    with opened(source, where) as pdf:
        taken = take(pdf, where)
        chosen = selected(commission.pages, taken.labels, where)
        lang = _language(commission, taken)
        wish = _completed(commission, taken, chosen, lang)
        plans = planned([page.leaf for page in taken.pages], chosen, wish)
        digests = digests_of(taken, frozenset(chosen))
        scrub(taken)
        about = _about(commission, taken, lang)
        imposer = Imposer(pdf, taken)
        files = tuple(_files(imposer, plans, about, commission, from_right=wish.from_right))
        findings = [*guessed(complaints_of(pdf), where), *_told(imposer, plans[0], where)]
        matrices = tuple(page.matrix for page in taken.pages)
    return Result(
        files=files,
        chosen=chosen,
        matrices=matrices,
        digests=digests,
        title=about.work,
        lang=lang,
        from_right=wish.from_right,
        findings=tuple(findings),
    )


def _about(commission: Commission, taken: Taken, lang: str) -> About:
    words = commission.words[lang]
    work = (commission.title or taken.title or commission.name)[:_MOST_TITLE]
    return About(
        work=work,
        title=words["title"].format(title=work),
        lang=lang,
        subject=words["subject"].format(source=commission.source),
        created=commission.created,
        source=commission.source,
        copies=commission.copies,
    )


def _files(
    imposer: Imposer,
    plans: Sequence[Sheets],
    about: About,
    commission: Commission,
    *,
    from_right: bool,
) -> Iterator[Made]:
    """Yield the finished files, one after another out of the same."""
    pdf = imposer.pdf
    faces = [Face(face) for face in commission.faces]
    for sheets in plans:
        made = imposer.impose(sheets.sides)
        _write_lines(pdf, made, Slip(faces, about.subject, about.lang in commission.rtl), sheets)
        label(pdf, sheets, imposer.taken.labels)
        describe(pdf, about, sheets, from_right=from_right)
        yield Made(saved(pdf), sheets)


def planned(leaves: Sequence[Leaf], chosen: Sequence[int], wish: Wish) -> tuple[Sheets, ...]:
    """Return the sheets of each file that the form asks for."""
    if wish.form == "booklet":
        return booklet(leaves, chosen, wish)
    if wish.form == "notes":
        return (notes(leaves, chosen, wish),)
    return (several(leaves, chosen, wish),)


def _language(commission: Commission, taken: Taken) -> str:
    lang = commission.lang or taken.lang.split("-")[0].lower()
    return lang if lang in commission.words else "en"


def _completed(commission: Commission, taken: Taken, chosen: Sequence[int], lang: str) -> Wish:
    """Return the wish with what the file says of its own reading."""
    said = taken.lang.split("-")[0].lower() or lang
    from_right = taken.from_right or said in commission.rtl
    if commission.direction:
        from_right = commission.direction == "rtl"
    last = taken.labels[chosen[-1]].strip().lower()
    back = commission.wish.back_cover or last in commission.back_covers
    return replace(commission.wish, from_right=from_right, back_cover=back)


def _write_lines(
    pdf: pikepdf.Pdf, made: Sequence[pikepdf.Object], slip: Slip, sheets: Sheets
) -> None:
    lines = slip.lines(sheets.sides)
    fonts = pdf.make_indirect(slip.fonts(pdf)) if any(lines) else Dictionary()
    for sheet, line in zip(made, lines, strict=True):
        if line:
            sheet.Resources.Font = fonts
            sheet.Contents.write(sheet.Contents.read_bytes() + b"\n" + line)


def _told(imposer: Imposer, sheets: Sheets, where: Place) -> Iterator[Finding]:
    taken = imposer.taken
    if lost := imposer.lost + taken.dropped:
        yield LOST_LINKS.at(where, f"links that are left out: {lost}")
    if taken.removed:
        yield DOES_NOTHING.at(where, f"taken out: {', '.join(taken.removed)}")
    if sheets.reduced:
        share = f"{100 * sheets.scale:.0f} %"
        remedy = "take larger paper, or let pages fill their places"
        yield REDUCED.at(where, f"pages are made smaller: {share} of their size", remedy)
