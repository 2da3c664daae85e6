"""A work in Arabic: words at the right, numbers in their order."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

GUIDE = """title = "دليل العمال"
kind = "guide"
languages = ["ar"]
chapters = ["01-one.md"]
editions = ["screen", "large-print"]
isbn = "978-0-00-000000-2"
date = 2026-03-01
"""
CHAPTER = """# الفصل الأول {#sec-one}

نص قصير في سطر واحد. راجع @sec-two.

/// country-case | مثال
    country: رواندا

كلمات.
///

## قسم أول {#sec-two}

كلمات.

## قسم ثان

كلمات.
"""


@pytest.fixture
def arabic(project):
    for path, text in (("guide/publication.toml", GUIDE), ("guide/ar/01-one.md", CHAPTER)):
        project.file(path).parent.mkdir(exist_ok=True)
        project.file(path).write_text(text, encoding="utf-8")
    brief = GUIDE.replace("guide", "brief").replace("978-0-00-000000-2", "978-0-00-000001-9")
    project.file("brief/publication.toml").write_text(brief, encoding="utf-8")
    project.file("brief/ar").mkdir()
    project.file("brief/ar/01-one.md").write_text(CHAPTER, encoding="utf-8")
    return project


def test_words_stand_at_the_right_and_numbers_in_their_order(arabic):
    record = arabic.build()
    assert record["findings"] == []
    for work, isbn in (("guide", "978-0-00-000000-2"), ("brief", "978-0-00-000001-9")):
        for edition in ("screen", "large-print"):
            path = arabic.root / "output" / work / f"{work}-ar-{edition}.pdf"
            pages = list(pdfium.PdfDocument(path))
            seen = [found for page in pages for found in places(page, isbn)]
            assert seen, (work, edition)
            for lefts in seen:
                assert lefts == sorted(lefts), (work, edition)
            headings = [left for page in pages for left, *_ in places(page, "قسم")]
            assert max(headings) > 0.6 * pages[0].get_width()


def places(page, words):
    """Return the left edges of the characters of `words` wherever a page shows them."""
    text = page.get_textpage()
    search, found = text.search(words), []
    while match := search.get_next():
        at, count = match
        found.append([text.get_charbox(n)[0] for n in range(at, at + count)])
    return found
