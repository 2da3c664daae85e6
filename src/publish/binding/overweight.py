"""What a file weighs against its budget, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publish.binding.weighing import HeavyFont, HeavyPicture, Part, Weight
from publish.catalogue.model import Publication
from publish.errors import Finding, Place, Rule
from publish.units import size_text

OVER_BUDGET = Rule(
    "B190",
    "A file weighs no more than its budget.",
    "A mail program returns it, and a reader who pays by the megabyte does not open it.",
    "warning",
)
RULES: tuple[Rule, ...] = (OVER_BUDGET,)

_PARTS: dict[Part, str] = {
    "pictures": "pictures",
    "fonts": "fonts",
    "pages": "text and drawings",
    "tags": "tags",
    "links": "links and bookmarks",
    "attachments": "attached files",
    "rest": "other",
}
_ENOUGH = 300  # pixels an inch: more than a press can show
_TOLD = 0.005  # of a file: what is less is not worth a word


def over_budget(
    weight: Weight, publication: Publication, edition: str, file: str
) -> tuple[Finding, ...]:
    """Return the finding that a file weighs too much; none if it does not, or has no budget.

    Args:
        file: its path, relative to output/.
    """
    budget = publication.budgets.get(edition)
    if budget is None or weight.bytes <= budget:
        return ()
    name = file.rpartition("/")[2]
    size, most = size_text(weight.bytes), size_text(budget)
    if size == most:
        size, most = f"{weight.bytes:,} bytes", f"{budget:,}"
    message = f"{name} is {size}; its budget is {most}. {'. '.join(_heaviest(weight, publication))}"
    place = publication.places.get(f"budgets.{edition}", Place(publication.place))
    found = OVER_BUDGET.at(place, message, _remedy(weight, publication, edition))
    page = weight.pictures[0].page if _main(weight) == "pictures" else 0
    return (replace(found, pdf=file, page=page),)


def _heaviest(weight: Weight, publication: Publication) -> Iterator[str]:
    """Yield what is heaviest: a sentence on the parts, one on pictures, one on fonts."""
    parts = sorted(weight.parts.items(), key=lambda part: -part[1])
    yield "By weight: " + ", ".join(
        f"{_PARTS[part]} {_share(size, weight)}" for part, size in parts if _counts(size, weight)
    )
    pictures = [_picture(one, weight, publication) for one in weight.pictures]
    if pictures:
        yield f"Heaviest pictures: {'; '.join(pictures)}"
    fonts = [_font(one, weight) for one in weight.fonts if _counts(one.bytes, weight)]
    if fonts:
        yield f"Heaviest fonts: {'; '.join(fonts)}"


def _picture(picture: HeavyPicture, weight: Weight, publication: Publication) -> str:
    where = f"on page {picture.page}" if picture.page else "on some page"
    if picture.work and picture.work != publication.slug:
        where = f"{where} ({picture.work})"
    fine = f", {picture.resolution} an inch" if picture.resolution else ""
    size = f"{size_text(picture.bytes)} ({_share(picture.bytes, weight)})"
    return f"{where}, {picture.width} × {picture.height} pixels{fine}, {size}"


def _font(font: HeavyFont, weight: Weight) -> str:
    size = f"{size_text(font.bytes)} ({_share(font.bytes, weight)})"
    return f"{font.name}, {font.glyphs} glyphs, {size}"


def _counts(size: int, weight: Weight) -> bool:
    return size >= _TOLD * weight.bytes


def _share(size: int, weight: Weight) -> str:
    return f"{max(1, round(100 * size / weight.bytes))} %"


def _main(weight: Weight) -> Part:
    """Return the heaviest part of a file."""
    return max(weight.parts, key=lambda part: weight.parts[part])


def _remedy(weight: Weight, publication: Publication, edition: str) -> str:
    main = _main(weight)
    if main == "fonts":
        return "set it in fewer faces, or raise the budget"
    if main == "attachments":
        return "let it carry less, or raise the budget"
    if main != "pictures":
        return "divide it, leave something out, or raise the budget"
    if edition == "light":
        return "crop the pictures named first, leave some out, or raise the budget"
    finest = max(picture.resolution for picture in weight.pictures)
    steps = [f"save pictures with at most {_ENOUGH} pixels an inch"] if finest > _ENOUGH else []
    steps += ["crop the pictures named first"]
    if "light" not in publication.editions:
        steps += ["send the edition `light` instead: add it to `editions`"]
    else:
        steps += ["send the edition `light` instead"]
    return ", ".join((*steps, "or raise the budget"))
