"""What the files of a build weigh, drawn as bars of their parts, and what is heaviest in them."""

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
    "pages": "Text",
    "tags": "Tags",
    "links": "Links",
    "attachments": "Attached",
    "rest": "Other",
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
    note = "Text counts with lines and drawings, links with bookmarks."
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
    heads.append(tag("th", "Parts", scope="col", class_="text"))
    for part in parts:
        swatch = tag("i", "", class_=f"swatch of-{part}", aria_hidden="true")
        heads.append(tag("th", join(swatch, _PARTS[part]), scope="col", class_="num"))
    table = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", heads)),
        tag("tbody", (_row(file, parts) for file in files)),
    )
    return tag("div", table, class_="scroll", role="region", aria_label=caption, tabindex="0")


def _row(file: Record, parts: Sequence[str]) -> Html:
    held, budget = file["weight"]["parts"], int(file.get("budget") or 0)
    told = size_text(budget) + (", exceeded" if _is_over(file) else "")
    return tag(
        "tr",
        tag("th", str(file["path"]), scope="row"),
        tag("td", size_text(file["bytes"]), class_="num"),
        tag("td", told if budget else "none", class_="num"),
        tag("td", _bar(file, parts)),
        (tag("td", _share(held.get(part, 0), file["bytes"]), class_="num") for part in parts),
    )


def _bar(file: Record, parts: Sequence[str]) -> Html:
    held = file["weight"]["parts"]
    pieces = (
        tag("span", "", class_=f"of-{part}", style=f"width:{100 * held[part] / file['bytes']:.2f}%")
        for part in parts
        if part in held
    )
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
