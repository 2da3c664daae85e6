"""What is drawn around badges: marks to cut along, outside of what is cut out."""

from __future__ import annotations

from dataclasses import dataclass

_GAP, _LENGTH = 2.0, 6.0  # millimetres from the badge to a mark, and of the mark
_PEN = 0.15  # millimetres
_ARM = 1.5  # of a cross where four badges meet


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal pieces side by side in the middle of a page; all lengths in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    page: tuple[float, float]

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def left(self) -> float:
        return (self.page[0] - self.columns * self.width) / 2

    @property
    def top(self) -> float:
        return (self.page[1] - self.rows * self.height) / 2


def cut_marks(grid: Grid, ink: str) -> str:
    """Return an SVG of the page: marks at its edges in line with every cut, crosses inside."""
    xs = [grid.left + n * grid.width for n in range(grid.columns + 1)]
    ys = [grid.top + n * grid.height for n in range(grid.rows + 1)]
    near, far = _GAP, _GAP + _LENGTH
    lines = []
    for x in xs:
        lines += [(x, ys[0] - far, x, ys[0] - near), (x, ys[-1] + near, x, ys[-1] + far)]
    for y in ys:
        lines += [(xs[0] - far, y, xs[0] - near, y), (xs[-1] + near, y, xs[-1] + far, y)]
    for x in xs[1:-1]:
        for y in ys[1:-1]:
            lines += [(x - _ARM, y, x + _ARM, y), (x, y - _ARM, x, y + _ARM)]
    path = "".join(f"M{a:g} {b:g}L{c:g} {d:g}" for a, b, c, d in lines)
    width, height = grid.page
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}mm" height="{height:g}mm">'
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{_PEN:g}"/></svg>'
    )
