"""Which pages are wanted: "12-40", "iv-x, 3", "5-", "-7", by the numbers that viewers show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.errors import Place, PublishError, Rule

NO_SUCH_PAGE = Rule(
    "B200",
    "The pages that are asked for are in the file.",
    "Sheets without them would look like all that was wanted.",
)
NO_PAGES = Rule(
    "B201",
    "Pages are asked for by numbers and ranges, and there is at least one.",
    "Nothing would be printed.",
)
RULES: tuple[Rule, ...] = (NO_SUCH_PAGE, NO_PAGES)

MOST = 10_000  # pages on the sheets of one file, those that are asked for twice counted twice
_HOW = "write numbers and ranges as viewers show them: 12-40, iv-x, 3, 5-"


def selected(wanted: str, labels: Sequence[str], where: Place) -> tuple[int, ...]:
    """Return the indexes of the pages that are wanted, in the order in which they are named.

    Args:
        wanted: numbers and ranges, parted by commas; empty: all pages.
        labels: what viewers call each page. Of those that stand twice, the first is meant.
    Raises:
        PublishError: a page is not there, a range runs backwards, nothing is named.
    """
    if not wanted.strip():
        return tuple(range(len(labels)))
    known: dict[str, int] = {}
    for index, label in enumerate(labels):
        known.setdefault(label.strip().lower(), index)
    chosen: list[int] = []
    for part in wanted.replace(";", ",").replace("–", "-").split(","):
        if part.strip():
            first, last = _ends(part.strip().lower(), known, labels, where)
            if first > last:
                raise PublishError(NO_PAGES.at(where, f"“{part.strip()}” runs backwards", _HOW))
            chosen += range(first, last + 1)
        if len(chosen) > MOST:
            message = f"more than {MOST:,} pages are asked for"
            raise PublishError(NO_PAGES.at(where, message, "ask for fewer at a time"))
    if not chosen:
        raise PublishError(NO_PAGES.at(where, f"“{wanted}” names no page", _HOW))
    return tuple(chosen)


def _ends(part: str, known: dict[str, int], labels: Sequence[str], where: Place) -> tuple[int, int]:
    """Return the first and last page of a range; a label may itself have a hyphen in it."""
    if part in known:
        return known[part], known[part]
    for start, end in _splits(part):
        first = 0 if not start else known.get(start, -1)
        last = len(labels) - 1 if not end else known.get(end, -1)
        if (start or end) and first >= 0 and last >= 0:
            return first, last
    strange = [end for ends in _splits(part) for end in ends if end and end not in known]
    named = strange[0] if strange else part
    message = f"there is no page “{named[:40]}”; there are {_range(labels)}"
    raise PublishError(NO_SUCH_PAGE.at(where, message, _HOW))


def _splits(part: str) -> Iterator[tuple[str, str]]:
    for at, char in enumerate(part):
        if char == "-":
            yield part[:at].strip(), part[at + 1 :].strip()


def _range(labels: Sequence[str]) -> str:
    if len(labels) == 1:
        return f"only “{labels[0]}”"
    return f"“{labels[0]}” to “{labels[-1]}”, {len(labels)} in all"
