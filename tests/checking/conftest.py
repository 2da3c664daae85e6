"""A file that passes the gate, and what was meant by it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest

from publish.checking.expected import Expected

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project's guide, built once."""
    root = tmp_path_factory.mktemp("good")
    shutil.copytree(TESTS / "fixtures" / "small", root / "sources")
    command = [sys.executable, "-m", "publish", "build", "guide", "--project", str(root)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent / "src")}
    subprocess.run([*command, "--cache", str(root / "cache")], env=environment, check=True)
    return root / "output" / "guide" / "guide-en-screen.pdf"


@pytest.fixture(scope="session")
def expected(good: Path) -> Expected:
    """What binding meant the good file to be."""
    reader = pypdf.PdfReader(good)
    fonts = set()
    with pikepdf.open(good) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                fonts.add(re.sub(r"/([A-Z]{6}\+)?", "", str(item.BaseFont)))
    return Expected(
        pages=len(reader.pages),
        title=reader.metadata.title,
        lang="en",
        width=595.28,
        height=841.89,
        labels=tuple(reader.page_labels),
        fonts=frozenset(fonts),
        contents=True,
    )


@pytest.fixture
def broken(good: Path, tmp_path: Path) -> Callable[[Callable[[pikepdf.Pdf], None]], Path]:
    """Return a function that breaks a copy of the good file and returns the copy."""

    def make(breaking: Callable[[pikepdf.Pdf], None]) -> Path:
        path = tmp_path / "broken.pdf"
        with pikepdf.open(good) as pdf:
            breaking(pdf)
            pdf.save(path, fix_metadata_version=False)
        return path

    return make
