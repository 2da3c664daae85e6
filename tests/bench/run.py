"""`make bench`: this builder against WeasyPrint used naively on the same HTML, in one run.

Prints a Markdown table of wall and CPU seconds, pages, and the memory of the largest process.
Times on shared machines are noisy: quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import edit_chapter, switch_editions, write_project

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Run:
    """One measured process tree."""

    name: str
    wall: float  # seconds
    cpu: float  # seconds, of all processes
    memory: float  # MiB, of the largest process
    pages: int

    def row(self, base: Run | None = None) -> str:
        per_page = 1000 * self.cpu / max(self.pages, 1)
        ratio = f"{base.wall / self.wall:.1f}×" if base else ""
        return (
            f"| {self.name} | {self.pages} | {self.wall:.2f} | {self.cpu:.2f} "
            f"| {per_page:.1f} | {self.memory:.0f} | {ratio} |"
        )


def measured(name: str, command: Sequence[str], target: Path) -> Run:
    """Run `command` and measure it and all its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{name} failed:\n{said}")
    # In a process of its own: what this one holds would count as its children's memory.
    count = "import pypdf, sys; print(len(pypdf.PdfReader(sys.argv[1]).pages))"
    pages = int(subprocess.check_output([sys.executable, "-c", count, str(target)]))
    return Run(name, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, pages)


def publish(name: str, project: Path, cache: Path, *more: str) -> Run:
    command = [sys.executable, "-m", "publish", "build", "-q", "--project", str(project)]
    target = project / "output" / "book" / "book-en-screen.pdf"
    return measured(name, [*command, "--cache", str(cache), *more], target)


def naive(name: str, project: Path, *more: str) -> Run:
    target = project / "naive.pdf"
    command = [sys.executable, str(HERE / "naive.py"), str(project), str(target), *more]
    return measured(name, command, target)


HEAD = """| what | pages | wall s | CPU s | CPU ms/page | largest MiB | faster |
|---|--:|--:|--:|--:|--:|--:|"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--sizes", type=int, nargs="*", default=[50, 200, 800])
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="publish-bench-"))
    try:
        _book(folder, arguments.pages)
        _sizes(folder, arguments.sizes)
    finally:
        shutil.rmtree(folder)


def _book(folder: Path, pages: int) -> None:
    project, cache = write_project(folder / "book", pages), folder / "cache"
    runs: dict[str, Run] = {}
    runs["naive"] = naive("WeasyPrint, naive", project)
    runs["tagged"] = naive("WeasyPrint, naive, tagged (pdf/ua-1)", project, "pdf/ua-1")
    runs["cold"] = publish("publish, cold", project, cache)
    runs["same"] = publish("publish, nothing changed", project, cache)
    edit_chapter(project, max(1, pages // 26))
    runs["edit"] = publish("publish, one chapter edited", project, cache)
    editions = ["screen"]
    for edition in ("press", "archive", "greyscale"):  # all that is there stays as it is
        editions.append(edition)
        switch_editions(project, editions)
        runs[edition] = publish(f"publish, {edition} edition added", project, cache)
    print(f"## A book of {runs['cold'].pages} pages\n\n{HEAD}")
    for run in runs.values():
        print(run.row(runs["tagged"]))
    print(flush=True)


def _sizes(folder: Path, sizes: Sequence[int]) -> None:
    print(f"## Cost per page, cold\n\n{HEAD}")
    for pages in sizes:
        project = write_project(folder / f"book-{pages}", pages)
        run = publish(f"publish, {pages} pages", project, folder / f"cache-{pages}")
        print(run.row(), flush=True)


if __name__ == "__main__":
    main()
