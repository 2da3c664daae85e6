"""WeasyPrint as one would use it at first: the whole book in one document.

Takes the chapters' HTML and style sheets from our own composing, so that both set the same; page
numbers in the text and in the contents come from `target-counter`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import weasyprint

from publish.building.choice import Choice
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue

FOLIOS = """
@page :left { @bottom-left { content: counter(page); font: 9pt "Noto Sans" } }
@page :right { @bottom-right { content: counter(page); font: 9pt "Noto Sans" } }
@page { @bottom-left { content: none } @bottom-right { content: none } }
.one-chapter { break-before: right }
a.late::after { content: target-counter(attr(href), page) }
nav.naive a { color: black } nav.naive li { list-style: none }
nav.naive a::after { content: leader(".") target-counter(attr(href), page) }
"""
LATE = re.compile(r"""<span\b[^>]*\bdata-late=["'](?:page:([^"']*)|continued)["'][^>]*></span>""")


class Files(weasyprint.urls.URLFetcher):
    """Serves the drafts' own pictures and fonts."""

    def __init__(self, resources):
        super().__init__()
        self._resources = resources

    def fetch(self, url, _headers=None):
        name = url.removeprefix("http://ticket.invalid/").removeprefix("late/")
        found = self._resources[name]
        return weasyprint.urls.URLFetcherResponse(
            url, found.content, {"Content-Type": found.media_type}
        )


def main(project: str, target: str, variant: str | None = None) -> None:
    catalogue, _ = read_catalogue(Path(project))
    works, _ = gather_works(catalogue, Choice(), Path(target).parent / "naive-cache")
    (work,) = works
    names = {chapter.name for chapter in work.manuscript.chapters}
    drafts = [slot.draft for slot in work.slots if slot.name in names]
    bodies = (re.search(r"<body[^>]*>(.*)</body>", draft.html, re.S)[1] for draft in drafts)
    chapters = "".join(f'<div class="one-chapter">{body}</div>' for body in bodies)
    chapters = LATE.sub(lambda m: f'<a class="late" href="#{m[1]}"></a>' if m[1] else "", chapters)
    headings = [t for t in work.manuscript.targets.values() if t.kind in ("chapter", "section")]
    entries = "".join(f'<li><a href="#{t.id}">{t.number} {t.title}</a></li>' for t in headings)
    html = (
        f'<!DOCTYPE html><html lang="en"><head><title>Book</title></head>'
        f'<body><nav class="naive"><ul>{entries}</ul></nav>{chapters}</body></html>'
    )
    fetcher = Files({r.url: r for draft in drafts for r in draft.resources})
    base = "http://ticket.invalid/"
    sheets = [
        weasyprint.CSS(string=text, base_url=base, url_fetcher=fetcher)
        for text in (*drafts[0].sheets, FOLIOS)
    ]
    document = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
    document.write_pdf(target, stylesheets=sheets, pdf_variant=variant)


if __name__ == "__main__":
    main(*sys.argv[1:])
