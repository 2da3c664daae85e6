"""What the files of a build weigh, drawn to one scale, and what is heaviest in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # JSON
from urllib.parse import quote

from publish.delivering.markup import Html, join, tag
from publish.units import size_text

Record = Mapping[str, Any]

_PARTS = {  # as in build.json → as people say
    "pictures": "Pictures",
    "fonts": "Fonts",
    "pages": "Text and drawings",
    "tags": "Tags",
    "links": "Links and bookmarks",
    "attachments": "Attached files",
    "rest": "Frame",
}


def weight_part(files: Sequence[Record]) -> Html:
    """Return the part of the report on what files weigh.

    Args:
        files: as in build.json; those without a weight are no PDF files.
    """
    weighed = [file for file in files if file.get("weight")]
    if not weighed:
        return tag("p", "No file was weighed.")
    parts = [part for part in _PARTS if any(part in f["weight"]["parts"] for f in weighed)]
    note = "The bars are drawn to one scale; a line across a bar is the file's budget."
    return join(
        _table(weighed, parts),
        tag("p", note, class_="note"),
        (_heaviest(file) for file in weighed if file["weight"]["pictures"] or _is_over(file)),
    )


def _is_over(file: Record) -> bool:
    return bool(file.get("budget") and file["bytes"] > file["budget"])


def _table(files: Sequence[Record], parts: Sequence[str]) -> Html:
    caption = "What the files weigh"
    heads = [tag("th", "File", scope="col", class_="text")]
    heads += [tag("th", head, scope="col", class_="num") for head in ("Size", "Budget")]
    for part in parts:
        swatch = tag("i", "", class_=f"swatch of-{part}", aria_hidden="true")
        heads.append(tag("th", join(swatch, _PARTS[part]), scope="col", class_="num"))
    most = max(max(file["bytes"], file.get("budget") or 0) for file in files)
    table = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", heads)),
        tag("tbody", (_row(file, parts, most) for file in files)),
    )
    return tag("div", table, class_="scroll", role="region", aria_label=caption, tabindex="0")


def _row(file: Record, parts: Sequence[str], most: int) -> Html:
    path, budget = str(file["path"]), int(file.get("budget") or 0)
    name = tag("th", join(path, _bar(file, parts, most)), scope="row")
    told = size_text(budget) + (", exceeded" if _is_over(file) else "")
    cells = [size_text(file["bytes"]), told if budget else "none"]
    held = file["weight"]["parts"]
    cells += [_share(held.get(part, 0), file["bytes"]) for part in parts]
    return tag("tr", name, (tag("td", cell, class_="num") for cell in cells))


def _bar(file: Record, parts: Sequence[str], most: int) -> Html:
    """Return a bar of the parts; `most` bytes are its full width."""
    held = file["weight"]["parts"]
    pieces = [
        tag("span", "", class_=f"of-{part}", style=f"width:{100 * held[part] / most:.2f}%")
        for part in parts
        if part in held
    ]
    if budget := file.get("budget"):
        pieces.append(tag("b", "", style=f"left:{100 * budget / most:.2f}%"))
    return tag("span", pieces, class_="weight", aria_hidden="true")


def _heaviest(file: Record) -> Html:
    """Return the heaviest pictures and fonts of a file."""
    return tag(
        "details",
        tag("summary", f"Heaviest in {file['path']}"),
        tag("ul", (tag("li", line) for line in _lines(file))),
    )


def _lines(file: Record) -> Iterator[Html]:
    whole, address = file["bytes"], quote(file["path"])
    for one in file["weight"]["pictures"]:
        page = one["page"]
        where = tag("a", f"page {page}", href=f"{address}#page={page}") if page else "some page"
        fine = f", {one['resolution']} an inch" if one["resolution"] else ""
        work = f" ({one['work']})" if one["work"] not in ("", file["publication"]) else ""
        size = f"{size_text(one['bytes'])}, {_share(one['bytes'], whole)}"
        pixels = f"{one['width']} × {one['height']} pixels{fine}"
        yield join("Picture on ", where, f"{work}, {pixels}: {size}")
    for one in file["weight"]["fonts"]:
        size = f"{size_text(one['bytes'])}, {_share(one['bytes'], whole)}"
        yield join(f"Font {one['name']}, {one['glyphs']} glyphs: {size}")


def _share(size: int, whole: int) -> str:
    share = 100 * size / whole
    return f"{share:.0f} %" if share >= 0.5 or not size else "< 1 %"
