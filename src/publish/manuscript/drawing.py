"""Charts: from a block and its CSV file to a picture."""

from __future__ import annotations

from publish.errors import Place
from publish.manuscript.chart_store import ChartStore
from publish.manuscript.charts import chart_spec, check_chart
from publish.manuscript.datafiles import read_data
from publish.manuscript.figures import NO_SOURCE_FILE
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import Block, Option
from publish.manuscript.model import Picture
from publish.manuscript.places import unstamped


def draw_charts(galley: Galley, store: ChartStore) -> None:
    """Draw every chart of a chapter, or report what is wrong with it."""
    for thing in galley.things.values():
        if thing.block.kind == "chart":
            image = thing.element.find("img")
            src = image.get("src", "") if image is not None else ""
            if picture := _draw(galley, thing.block, src, store):
                galley.pictures[src] = picture


def _draw(galley: Galley, block: Block, src: str, store: ChartStore) -> Picture | None:
    work = galley.sheet.work
    if not block.get("data"):
        work.report(NO_SOURCE_FILE, block.place, "this chart names no data",
                    "add `data: data/name.csv`")  # fmt: skip
        return None
    data = read_data(work, block)
    percent = float(block.get("width").rstrip("%") or 100) if _is_percent(block) else 100.0
    if store.theme.scale > 1:
        percent = 100.0  # large type needs all the room there is
    options = {name: _plain(option) for name, option in block.options.items()}
    spec, faults = chart_spec(
        options,
        block.place,
        lang=work.lang,
        width_mm=work.measure * percent / 100,
        places={name: option.place for name, option in block.options.items()},
    )
    work.findings.extend(faults)
    if spec is None or data is None:
        return None
    rows = data.records()
    where = [Place(data.file, line, 1) for line in data.lines]
    faults = check_chart(spec, rows, store.theme, where)
    work.findings.extend(faults)
    if faults:
        return None
    return Picture(src, store.svg(spec, rows), "image/svg+xml")


def _is_percent(block: Block) -> bool:
    width = block.get("width").rstrip("%")
    return width.isdigit() and 0 < int(width) <= 100


def _plain(option: Option) -> object:
    if isinstance(option.tree, str):
        return unstamped(option.tree)
    if isinstance(option.tree, dict):
        return {key: _plain(item) for key, item in option.tree.items()}
    return [_plain(item) for item in option.tree]
