"""How much a work holds."""

from __future__ import annotations

from publish.manuscript.counting import count

TEXT = """\
---
standfirst: Three more words.
---
# A title {#sec-a}

/// key-messages
- One message.
///

*Em*phasis is one word, and so is fifty-two.[^1] See @sec-b and @tbl-t [@office2024].

[^1]: A note of five words.

## A section {#sec-b}

| A | B |
|---|---|
| 1,234.5 | two |

: Four words of caption {#tbl-t}

/// box | Boxed
    id: box-b
Inside.
///
"""
BIB = "@report{office2024,\n  author = {{Office}},\n  title = {State},\n  year = 2024,\n}\n"


def test_words_are_counted_as_authors_count_them(read_text):
    manuscript, findings = read_text(TEXT, {"references.bib": BIB})
    assert not [f for f in findings if f.severity == "error"]
    counts = count(manuscript)
    # title 2, standfirst 3, message 2, paragraph 8 + "See section 1.1 and Table 1.1 (Office
    # 2024)" 8, note 5, heading "1.1 A section" 3, table 4, caption 4, box 2
    assert counts.words == 2 + 3 + 2 + 8 + 8 + 5 + 3 + 4 + 4 + 2
    assert (counts.figures, counts.charts, counts.tables, counts.boxes) == (0, 0, 1, 2)
    assert (counts.sources, counts.citations) == ({"office2024"}, 1)
