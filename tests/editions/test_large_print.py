"""The large-print edition as its readers get it."""

from __future__ import annotations

import re

import pypdf

from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import LARGE_PRINT

LONG = "interdepartmental characteristically responsibilities "
CHAPTER = f"""

{LONG * 12}. With *emphasis*, a quotation and a note.[^why]

> Quoted from *somewhere*.

/// table | Each row says much
    id: tbl-much
    row-header: true

| Branch | Who is protected | What is granted | For how long |
|---|---|---|---|
| Sickness | {LONG * 3} | {LONG * 3} | {LONG * 2} |
| Old age | {LONG * 3} | {LONG * 3} | {LONG * 2} |
///

[^why]: {LONG * 3}.
"""


def test_a_large_print_file_has_no_small_type_no_italics_and_no_divided_word(project):
    project.edit("guide/publication.toml", "date", 'editions = ["screen", "large-print"]\ndate')
    chapter = project.file("guide/en/02-two.md")
    chapter.write_text(chapter.read_text(encoding="utf-8") + CHAPTER, encoding="utf-8")
    project.build("guide")
    output = project.root / "output" / "guide"
    large, screen = output / "guide-en-large-print.pdf", output / "guide-en-screen.pdf"
    assert preflight(large, LARGE_PRINT, large.name) == ()
    broken = {finding.rule for finding in preflight(screen, LARGE_PRINT, screen.name)}
    assert broken == {"P288", "P289"}
    pages = [page.extract_text() for page in pypdf.PdfReader(large).pages]
    text = "\n".join(pages)
    for word in LONG.split():
        assert len(re.findall(word, text)) == 12 + 2 * 8 + 3, word
    assert not re.search(r"\w[-\u00ad]\n", text)


def test_pages_of_large_print_are_its_own_and_leave_those_of_other_editions_alone(project):
    before = project.build("guide")
    project.edit("guide/publication.toml", "date", 'editions = ["screen", "large-print"]\ndate')
    record = project.build("guide")
    files = {file["edition"]: file for file in record["files"]}
    known = {file["path"]: file["sha256"] for file in before["files"]}
    assert known[files["screen"]["path"]] == files["screen"]["sha256"]
    assert files["large-print"]["sha256"] != files["screen"]["sha256"]
    own = [one for one in before["gatherings"] if one["publication"] == "guide"]
    assert record["gatherings_set"] == len(own)
