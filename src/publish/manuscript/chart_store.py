"""Charts drawn before, kept by the digest of all that shapes them: drawing is the slow part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from publish.errors import Place
from publish.manuscript.charts import chart_svg
from publish.manuscript.charts_model import ChartSpec
from publish.manuscript.charts_theme import ChartTheme
from publish.writing import write_whole

_FONT_FILES = (".ttf", ".otf")


@dataclass(frozen=True, slots=True)
class ChartStore:
    """Draws charts; with a folder, each only once."""

    theme: ChartTheme
    folder: Path | None
    base: bytes  # digest of theme, fonts, the drawing code and its library

    def svg(self, spec: ChartSpec, rows: Sequence[Mapping[str, str]]) -> bytes:
        """Return the picture of a chart that `check_chart` has found fit."""
        if self.folder is None:
            return chart_svg(spec, rows, self.theme)
        bare = replace(spec, place=Place(), places={})
        seen = repr((bare, [sorted(row.items()) for row in rows])).encode()
        path = self.folder / f"{hashlib.sha256(self.base + seen).hexdigest()}.svg"
        if path.is_file():
            content = path.read_bytes()
            if content.rstrip().endswith(b"</svg>"):  # a torn file is drawn anew
                return content
        content = chart_svg(spec, rows, self.theme)
        write_whole(path, content)
        return content


def open_store(theme: ChartTheme, cache: Path | None) -> ChartStore:
    """Return the store of charts in the folder `charts` of a cache, or one that keeps nothing."""
    if cache is None:
        return ChartStore(theme, None, b"")
    digest = hashlib.sha256(version("vl-convert-python").encode())
    digest.update(repr(replace(theme, fonts=())).encode())
    code = sorted(Path(__file__).parent.glob("charts*.py"))
    fonts = sorted(f for folder in theme.fonts for f in folder.iterdir() if f.suffix in _FONT_FILES)
    for path in (*code, *fonts):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return ChartStore(theme, cache / "charts", digest.digest())
