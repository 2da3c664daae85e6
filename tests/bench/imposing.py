"""A book as a booklet on A4: this program beside libraries and tools that people use for it.

    python tests/bench/imposing.py [BOOK.pdf]

Without a file a book is built first. PyMuPDF and pdfjam are measured where they are installed. All
lay the same pages on the same sheets; links are counted in what they write.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write_project

A4 = (841.89, 595.276)
RUNS = 3  # of each; the fastest counts

# Each is a program of its own, so that nobody pays for another's imports.
COMMON = """
import sys
A4 = (841.89, 595.276)
source, target = sys.argv[1:]
def sides(pages):
    full = -(-pages // 4) * 4
    for n in range(full // 2):
        pair = (full - 1 - n, n) if n % 2 == 0 else (n, full - 1 - n)
        yield [(k, i) for k, i in enumerate(pair) if i < pages]
"""
PIKEPDF = (
    COMMON
    + """
import pikepdf
old, new = pikepdf.open(source), pikepdf.new()
for side in sides(len(old.pages)):
    drawn, forms = b"", pikepdf.Dictionary()
    for k, i in side:
        forms[f"/P{k}"] = new.copy_foreign(old.pages[i].as_form_xobject())
        drawn += b"q .7071 0 0 .7071 %.3f 0 cm /P%d Do Q\\n" % (k * A4[0] / 2, k)
    page = new.add_blank_page(page_size=A4)
    page.Resources = pikepdf.Dictionary(XObject=forms)
    page.Contents = new.make_stream(drawn)
new.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
"""
)
PYMUPDF = (
    COMMON
    + """
import pymupdf
old, new = pymupdf.open(source), pymupdf.open()
for side in sides(len(old)):
    page = new.new_page(width=A4[0], height=A4[1])
    for k, i in side:
        place = pymupdf.Rect(k * A4[0] / 2, 0, (k + 1) * A4[0] / 2, A4[1])
        page.show_pdf_page(place, old, i)
new.save(target, garbage=3, deflate=True, use_objstms=1)
"""
)
ALONE = """
import datetime as dt, sys
from pathlib import Path
from publish.binding.imposing.model import Wish
from publish.binding.imposing.sheeting import Commission, make_sheets
from publish.errors import Place
source, target = map(Path, sys.argv[1:])
words = {"en": {"title": "{title}", "subject": "{source}"}}
wish, date = Wish("booklet", "A4"), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
asked = Commission(wish, "", "", "en", words, "", "book", "", date, (), frozenset(), frozenset())
target.write_bytes(make_sheets(source, asked, Place("book.pdf")).files[0].pdf)
"""
COUNT = """
import json, pypdf, sys
pages = pypdf.PdfReader(sys.argv[1]).pages
links = sum(
    1
    for page in pages
    for link in (page.get("/Annots") or ())
    if {"/A", "/Dest"} & set(link.get_object())
)
print(json.dumps([len(pages), links]))
"""


def measured(command: list[str], target: Path) -> tuple[float, float]:
    """Run a command a few times; return wall and CPU seconds of the fastest."""
    best = (float("inf"), 0.0)
    for _ in range(RUNS):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        if status or not target.exists():
            raise SystemExit(f"failed: {' '.join(command)[:200]}")
        best = min(best, (wall, usage.ru_utime + usage.ru_stime))
    return best


def compare(book: Path, folder: Path) -> None:
    """Print a table: seconds, size, and what is left of the links."""
    pages, links = json.loads(subprocess.check_output([sys.executable, "-c", COUNT, str(book)]))
    print(f"## A booklet of {pages} pages\n")
    print("| what | wall s | CPU s | KB | links |\n|---|--:|--:|--:|--:|")
    size = book.stat().st_size / 1024
    print(f"| the book itself | | | {size:,.0f} | {links:,} |")
    for name, command, target in _commands(book, folder, pages):
        wall, cpu = measured(command, target)
        _, kept = json.loads(subprocess.check_output([sys.executable, "-c", COUNT, str(target)]))
        size = target.stat().st_size / 1024
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {size:,.0f} | {kept:,} |", flush=True)
    print()


def _commands(book: Path, folder: Path, pages: int) -> list[tuple[str, list[str], Path]]:
    target, cache = folder / "ours.pdf", folder / "cache-sheets"
    ours = [sys.executable, "-m", "publish", "handout", str(book), "--out", str(target), "-q"]
    ours += ["--project", str(folder), "--cache", str(cache)]
    fresh = ["sh", "-c", f'rm -rf {cache}; exec "$@"', "sh", *ours]
    alone = folder / "alone.pdf"
    listed = [
        ("publish: sheets alone", _python(ALONE, book, alone), alone),
        ("publish: sheets, instructions and test sheet, read back", fresh, target),
        ("publish: nothing changed", ours, target),
        ("pikepdf, naive", _python(PIKEPDF, book, folder / "pikepdf.pdf"), folder / "pikepdf.pdf"),
    ]
    if importlib.util.find_spec("pymupdf"):
        other = folder / "pymupdf.pdf"
        listed.append(("PyMuPDF", _python(PYMUPDF, book, other), other))
    if shutil.which("pdfjam"):
        other = folder / "pdfjam.pdf"
        jam = ["pdfjam", "--quiet", "--booklet", "true", "--landscape", "--a4paper"]
        jam += ["--signature", str(-(-pages // 4) * 4), "-o", str(other), str(book), "-"]
        listed.append(("pdfjam", jam, other))
    return listed


def _python(code: str, book: Path, target: Path) -> list[str]:
    return [sys.executable, "-c", code, str(book), str(target)]


def _built(folder: Path) -> Path:
    project = write_project(folder / "book", 400)
    command = [sys.executable, "-m", "publish", "build", "-q", "--project", str(project)]
    subprocess.run([*command, "--cache", str(folder / "cache")], check=True)
    return project / "output" / "book" / "book-en-screen.pdf"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="publish-bench-"))
    try:
        compare(Path(sys.argv[1]) if len(sys.argv) > 1 else _built(folder), folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
