"""How a build is watched at the terminal: a live line for each gathering, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from publish.building.progress import Progress, Silence
from publish.commands.terminal import has_colour, is_live, say


@contextmanager
def display(*, quiet: bool) -> Iterator[Progress]:
    """Give the watcher that suits the terminal, for the block."""
    if quiet:
        yield Silence()
    elif is_live():
        with _live() as watch:
            yield watch
    else:
        yield Lines()


class Lines:
    """One plain line for everything that is done."""

    def phase(self, name: str) -> None:
        """Phases are seen from their lines."""

    def planned(self, to_set: int, reused: int) -> None:
        say(f"setting {to_set} gatherings, reusing {reused}")

    def setting(self, gathering: str) -> None:
        """The line comes when it is set."""

    def done(self, gathering: str, pages: int, seconds: float) -> None:
        say(f"set    {gathering}  {pages} pages  {seconds:.2f} s")

    def bound(self, path: str, pages: int, seconds: float) -> None:
        say(f"bound  {path}  {pages} pages  {seconds:.2f} s")


@contextmanager
def _live() -> Iterator[Progress]:
    from rich.console import Console  # here: only a terminal needs it
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(
        stderr=True, no_color=not has_colour(), highlight=False, markup=False, emoji=False
    )
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        yield Live(bars)


class Live:
    """One moving line for each gathering that is being set, one still line when it is."""

    def __init__(self, bars: object) -> None:
        from rich.progress import Progress as Bars

        assert isinstance(bars, Bars)
        self._bars = bars
        self._overall = bars.add_task("reading")
        self._tasks: dict[str, object] = {}

    def phase(self, name: str) -> None:
        self._bars.update(self._overall, description=name)

    def planned(self, to_set: int, reused: int) -> None:
        description = f"setting {to_set} gatherings, reusing {reused}"
        self._bars.update(self._overall, description=description)

    def setting(self, gathering: str) -> None:
        self._tasks[gathering] = self._bars.add_task(f"  {gathering}")

    def done(self, gathering: str, pages: int, seconds: float) -> None:
        self._bars.remove_task(self._tasks.pop(gathering))  # type: ignore[arg-type]  # a TaskID
        self._bars.console.print(f"set    {gathering}  {pages} pages  {seconds:.2f} s")

    def bound(self, path: str, pages: int, seconds: float) -> None:
        self._bars.console.print(f"bound  {path}  {pages} pages  {seconds:.2f} s")
