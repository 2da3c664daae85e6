"""Pages in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MOST = 8  # runs of pages that are named


def pages_in_words(pages: Sequence[int]) -> str:
    """Return numbers of pages as "pages 1, 3–5 and 9", a long list cut short."""
    runs = [str(one) if one == last else f"{one}–{last}" for one, last in _runs(pages)]
    if len(runs) > _MOST:
        return f"{len(pages)} pages ({', '.join(runs[:_MOST])} …)"
    before, last = ", ".join(runs[:-1]), runs[-1]
    return f"page{'s' if len(pages) > 1 else ''} {f'{before} and ' if before else ''}{last}"


def _runs(pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last page of every run."""
    first = last = pages[0]
    for page in pages[1:]:
        if page != last + 1:
            yield first, last
            first = page
        last = page
    yield first, last
