"""Merge PDFs by a library as one would at first.

python tests/bench/merging.py LIBRARY TARGET FILE…
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def with_pikepdf(target: str, files: Sequence[str]) -> None:
    import pikepdf

    with pikepdf.Pdf.new() as merged:
        for file in files:
            with pikepdf.open(file) as pdf:
                merged.pages.extend(pdf.pages)
        merged.save(target)


def with_pypdf(target: str, files: Sequence[str]) -> None:
    import pypdf

    merged = pypdf.PdfWriter()
    for file in files:
        merged.append(file)
    merged.write(target)


LIBRARIES = {"pikepdf": with_pikepdf, "pypdf": with_pypdf}

if __name__ == "__main__":
    library, target, *files = sys.argv[1:]
    LIBRARIES[library](target, files)
