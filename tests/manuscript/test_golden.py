"""Golden cases: one folder each, with a chapter and what comes of it.

`python -m pytest tests/manuscript --golden-update` rewrites the expected files; read them before
you commit them. A case may hold `case.toml` (lang, kind, edition, audience) and further sources.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from publish.errors import Finding
from publish.manuscript.model import Manuscript

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if (path / "input.md").is_file())
OWN = ("input.md", "expected.html", "expected.txt", "case.toml")


@pytest.mark.parametrize("case", CASES)
def test_a_chapter_becomes_the_html_that_was_approved(case, read_text, golden_update):
    folder = GOLDEN / case
    options = {}
    if (folder / "case.toml").is_file():
        options = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    files = {
        path.relative_to(base).as_posix(): path.read_bytes()
        for base in (GOLDEN / "_shared", folder)
        for path in sorted(base.rglob("*"))
        if path.is_file() and path.name not in OWN
    }
    manuscript, findings = read_text((folder / "input.md").read_bytes(), files, **options)
    made = {"expected.html": printed(manuscript), "expected.txt": reported(findings)}
    for name, text in made.items():
        path = folder / name
        if golden_update:
            path.write_text(text, encoding="utf-8") if text else path.unlink(missing_ok=True)
        assert text == (path.read_text(encoding="utf-8") if path.is_file() else "")


def printed(manuscript: Manuscript) -> str:
    """Return all that a manuscript offers to layouts, as text to compare."""
    lines = []
    for chapter in manuscript.chapters:
        lines += [
            f"<!-- {chapter.kind} {chapter.number} #{chapter.id} | {chapter.short_title} -->",
            f"<h1>{chapter.title_html}</h1>",
            f"<!-- standfirst --> {chapter.standfirst_html}" if chapter.standfirst_html else "",
            f"<!-- key messages --> {chapter.key_messages_html}"
            if chapter.key_messages_html
            else "",
            chapter.body_html,
        ]
        lines += [
            f"<!-- card {one.href} {one.page} | {one.work_title} | {one.label} | {one.title_html} |"
            f" {one.text} -->"
            for one in chapter.related
        ]
        lines += [f"<!-- further --> {text}" for text in chapter.further_html]
        lines += [f"<!-- picture {p.url} {p.media_type} -->" for p in chapter.pictures]
        lines += [
            f"<!-- mark {m.term} #{m.anchor}{' primary' if m.primary else ''} -->"
            for m in chapter.marks
        ]
    lines += [f"<!-- abbreviation {short}: {long} -->" for short, long in manuscript.abbreviations]
    lines += [f"<!-- entry #{e.id} {e.term}: {e.definition_html} -->" for e in manuscript.glossary]
    lines += [f"<!-- reference #{r.id}: {r.html} -->" for r in manuscript.references]
    lines += [f"<!-- see {m.term} → {m.see} -->" for m in manuscript.index_see]
    lines += [
        f"<!-- target {t.id} {t.kind} {t.number} | {t.label} | {t.title_html} -->"
        for t in manuscript.targets.values()
        if t.kind not in ("term", "reference")
    ]
    return "\n".join(line for line in lines if line) + "\n"


def reported(findings: tuple[Finding, ...]) -> str:
    return "".join(f"{finding}\n" for finding in findings)
