"""A bundle of works that are set already, bound by this builder and merged by others.

    python tests/bench/bundles.py [PAGES]

Prints Markdown tables: seconds, pages and bytes of each, and what is left of tags, links, bookmarks
and page labels.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import write_works
from losses import Leaves, losses
from run import HERE, measured

WORKS = 6


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    folder = Path(tempfile.mkdtemp(prefix="publish-bench-"))
    try:
        _bundle(folder, pages)
    finally:
        shutil.rmtree(folder)


def _bundle(folder: Path, pages: int) -> None:
    project, cache = folder / "house", folder / "cache"
    slugs = write_works(project, WORKS, pages)
    command = [sys.executable, "-m", "publish", "build", "-q", "--project", str(project)]
    subprocess.run([*command, "--cache", str(cache), *slugs], check=True)
    files = [project / "output" / slug / f"{slug}-en-screen.pdf" for slug in slugs]
    bundle = project / "output" / "bundles" / "all-en.pdf"
    alone = [sys.executable, str(HERE / "alone.py"), str(project), str(cache)]
    seconds = subprocess.run(alone, check=True, capture_output=True, text=True).stdout.split()[-1]
    bundle.unlink()
    command[3] = "bundle"
    runs = {
        "publish, read back and packed": measured("", [*command, "--cache", str(cache)], bundle)
    }
    made = {"publish, read back and packed": bundle}
    for name, tool in _tools(folder, files).items():
        if shutil.which(tool[0]):
            made[name] = folder / f"{name}.pdf"
            runs[name] = measured(name, tool, made[name])
    whole = next(iter(runs.values()))
    print(f"## A bundle of {whole.pages} pages, set already\n")
    print("| | pages | wall s | CPU s | KB |\n|---|--:|--:|--:|--:|")
    print(f"| publish, binding alone | {whole.pages} | {seconds} | | |")
    for name, run in runs.items():
        weight = made[name].stat().st_size // 1024
        print(f"| {name} | {run.pages} | {run.wall:.2f} | {run.cpu:.2f} | {weight} |")
    print(
        "\n| | tags | links in works | between works | bookmarks | page labels | PDF/UA-1 |\n"
        "|---|--:|--:|--:|--:|---|---|",
        flush=True,
    )
    singles = [Leaves(file) for file in files]
    for name, path in made.items():
        print(f"| {name.split(',')[0]} | {losses(path, singles).row()} |", flush=True)


def _tools(folder: Path, files: list[Path]) -> dict[str, list[str]]:
    """Return how each tool merges files; those that are not installed are passed over."""
    named = [str(file) for file in files]
    merging = [sys.executable, str(HERE / "merging.py")]
    return {
        **{name: [*merging, name, f"{folder}/{name}.pdf", *named] for name in ("pikepdf", "pypdf")},
        "qpdf": ["qpdf", "--empty", "--pages", *named, "--", f"{folder}/qpdf.pdf"],
        "mutool": ["mutool", "merge", "-o", f"{folder}/mutool.pdf", *named],
        "pdfunite": ["pdfunite", *named, f"{folder}/pdfunite.pdf"],
    }


if __name__ == "__main__":
    main()
