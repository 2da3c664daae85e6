"""A project of any length for benchmarks: the same seed gives the same bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

PAGES_A_CHAPTER = 20  # in the layout "guide"; measured

_WHO = ("the fund", "a ministry", "the union", "each branch office", "an inspector", "the board")
_DOES = ("registers", "counts", "protects", "informs", "visits", "consults", "pays", "audits")
_WHOM = (
    "domestic workers",
    "street traders",
    "seasonal crews",
    "members",
    "small firms",
    "migrants",
)
_HOW = ("before the season begins", "without a fee", "by mobile telephone", "through associations")
_WHY = ("so that no month is lost", "because rights need records", "where income is irregular")
_TITLE = ("Registering", "Paying", "Insuring", "Counting", "Reaching", "Financing", "Governing")


def write_project(root: Path, pages: int, layout: str = "guide") -> Path:
    """Write a project with one work of about `pages` pages below `root` and return it."""
    chapters = max(1, round(pages / PAGES_A_CHAPTER))
    home = root / "sources" / "book" / "en"
    (home / "figures").mkdir(parents=True, exist_ok=True)
    names = [f"{number:03d}-chapter.md" for number in range(1, chapters + 1)]
    for number, name in enumerate(names, start=1):
        text = _chapter(random.Random(f"chapter {number}"), number, chapters, home)
        (home / name).write_text(text, encoding="utf-8")
    (root / "sources" / "catalogue.toml").write_text('[imprint]\nname = "Bench"\n', "utf-8")
    listed = ", ".join(f'"{name}"' for name in names)
    (home.parent / "publication.toml").write_text(
        f'title = "A book of {chapters} chapters"\nkind = "{layout}"\n'
        f'languages = ["en"]\nchapters = [{listed}]\n',
        encoding="utf-8",
    )
    return root


def write_works(root: Path, works: int, pages: int) -> tuple[str, ...]:
    """Write `works` works of about `pages` pages together, and a bundle "all"; return their slugs.

    All have the same anchors, and each refers to the next.
    """
    slugs = tuple(f"book-{number}" for number in range(1, works + 1))
    chapters = max(1, round(pages / works / PAGES_A_CHAPTER))
    for at, slug in enumerate(slugs):
        home = root / "sources" / slug / "en"
        (home / "figures").mkdir(parents=True)
        names = [f"{number:03d}-chapter.md" for number in range(1, chapters + 1)]
        following = slugs[(at + 1) % works]
        for number, name in enumerate(names, start=1):
            text = _chapter(random.Random(f"{slug} {number}"), number, chapters, home)
            more = f"\nThe next book has more of it: @{following}:sec-c{number}-s1.\n"
            (home / name).write_text(text + more, encoding="utf-8")
        (home.parent / "publication.toml").write_text(
            f'title = "The book called {slug}"\nkind = "guide"\nlanguages = ["en"]\n'
            f"chapters = {json.dumps(names)}\n",
            encoding="utf-8",
        )
    (root / "sources" / "catalogue.toml").write_text(
        f'publications = {json.dumps(slugs)}\n[imprint]\nname = "Bench"\n[[bundle]]\n'
        f'name = "all"\ntitle = "All books"\npublications = {json.dumps(slugs)}\n',
        encoding="utf-8",
    )
    return slugs


def edit_chapter(root: Path, number: int) -> None:
    """Change a word in the middle of a chapter, without moving a line of the others."""
    path = root / "sources" / "book" / "en" / f"{number:03d}-chapter.md"
    text = path.read_text(encoding="utf-8")
    middle = text.index(" visits ", len(text) // 2)
    path.write_text(text[:middle] + " audits " + text[middle + 8 :], encoding="utf-8")


def switch_editions(root: Path, editions: Sequence[str]) -> None:
    """Let the book have these editions."""
    path = root / "sources" / "book" / "publication.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("editions = ")]
    listed = ", ".join(f'"{edition}"' for edition in editions)
    path.write_text("\n".join([*kept, f"editions = [{listed}]", ""]), encoding="utf-8")


def _sentence(r: random.Random) -> str:
    words = [r.choice(_WHO), r.choice(_DOES), r.choice(_WHOM), r.choice(_HOW), r.choice(_WHY)]
    if r.random() < 0.2:
        words[2] = f"*{words[2]}*"
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."


def _paragraph(r: random.Random, sentences: int = 6) -> str:
    return " ".join(_sentence(r) for _ in range(sentences))


def _heading(r: random.Random) -> str:
    return f"{r.choice(_TITLE)} {r.choice(_WHOM)} {r.choice(_HOW)}"


def _chapter(r: random.Random, number: int, chapters: int, home: Path) -> str:
    blocks = [f"# {_heading(r)} {{#sec-c{number}}}", _paragraph(r)]
    for section in range(1, 6):
        blocks += [f"## {_heading(r)} {{#sec-c{number}-s{section}}}", _paragraph(r), _paragraph(r)]
        for part in range(1, 4):
            note = f"n{section}{part}"
            other = f"sec-c{r.randint(1, chapters)}-s{r.randint(1, 5)}"
            blocks += [f"### {_heading(r)} {{#sec-c{number}-s{section}-p{part}}}", _paragraph(r)]
            blocks += [f"{_paragraph(r, 4)}[^{note}] See @{other} for more.", _paragraph(r)]
            blocks += [f"[^{note}]: {_paragraph(r, 2)}"]
            blocks += [_extra(r, number, section, part, home), _paragraph(r)]
    return "\n\n".join(blocks) + "\n"


def _extra(r: random.Random, number: int, section: int, part: int, home: Path) -> str:
    if part == 1:
        return "\n".join(f"- {_sentence(r)}" for _ in range(5))
    if part == 2:
        rows = [
            f"| {r.choice(_WHOM)} | {r.randint(1, 99)} | {r.randint(1, 999)} | {_sentence(r)} |"
            for _ in range(45 if section == 5 else 8)
        ]
        head = "| Group | Share | Number | Remark |\n|:--|--:|--:|:--|"
        caption = f': {_heading(r)} {{#tbl-c{number}-t{section} source="Invented"}}'
        return "\n".join([head, *rows]) + "\n\n" + caption
    if section % 2:
        name = f"figures/c{number}-{section}.svg"
        (home / name).write_text(_bars(r), encoding="utf-8")
        caption = _heading(r)
        return f'![{caption}]({name}){{#fig-c{number}-{section} alt="Bars." source="Invented"}}'
    box = f"/// box | {_heading(r)}\n    id: box-c{number}-{section}\n"
    return f"{box}\n{_paragraph(r)}\n\n{_paragraph(r)}\n///"


def _bars(r: random.Random) -> str:
    bars = "".join(
        f'<rect x="{20 + i * 36}" y="{(top := r.randint(20, 140))}" width="26" '
        f'height="{160 - top}" fill="#1e2dbe"/><text x="{22 + i * 36}" y="174" '
        f'font-family="Noto Sans" font-size="10">Q{i + 1}</text>'
        for i in range(10)
    )
    size = 'viewBox="0 0 400 180" width="400" height="180"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{bars}</svg>\n'
