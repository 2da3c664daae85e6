"""`publish doctor`: what this machine lacks, and how to get it."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from publish.commands.main import cache_folder
from publish.commands.terminal import print_json, say

_LIBRARIES = {
    # what it is for → names under which systems know it
    "Pango": ("pango-1.0-0", "pango-1.0", "libpango-1.0-0"),
    "Pango for FreeType": ("pangoft2-1.0-0", "pangoft2-1.0", "libpangoft2-1.0-0"),
    "HarfBuzz subsetting": ("harfbuzz-subset-0", "harfbuzz-subset", "libharfbuzz-subset-0"),
}
_TOOLS = {
    "pdftotext": "poppler-utils (tests)",
    "gs": "ghostscript (tests)",
    "qpdf": "qpdf (tests)",
    "chromium": "chromium (tests)",
}
_PACKAGES = ("weasyprint", "pikepdf", "pypdf", "Markdown", "vl-convert-python", "page-validation")
_LEAST_ROOM = 2**30  # bytes


@dataclass(frozen=True, slots=True)
class Result:
    """One thing looked at. `remedy` is the exact command, or what to do."""

    what: str
    good: bool
    found: str
    remedy: str = ""
    needed: bool = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """Look at everything and print it; 1 if anything needed is missing."""
    results = [
        *_python(),
        *_libraries(),
        *_house(arguments.project),
        *_folders(arguments.project, cache_folder(arguments)),
        *_tools(),
    ]
    missing = [result for result in results if result.needed and not result.good]
    if arguments.format == "json":
        print_json([asdict(result) for result in results])
    else:
        for result in results:
            mark = "ok " if result.good else "-- " if not result.needed else "!! "
            print(f"{mark}{result.what}: {result.found}")
            if not result.good and result.remedy:
                print(f"   → {result.remedy}")
        say("all that is needed is there" if not missing else f"missing: {len(missing)}")
    return 1 if missing else 0


def _python() -> Iterator[Result]:
    found = platform.python_version()
    yield Result("Python", sys.version_info >= (3, 11), found, "install Python 3.11 or later")
    for name in _PACKAGES:
        try:
            yield Result(name, True, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            remedy = f"{sys.executable} -m pip install --require-hashes -r requirements.txt"
            yield Result(name, False, "not installed", remedy)


def _libraries() -> Iterator[Result]:
    for what, names in _LIBRARIES.items():
        found = next((path for name in names if (path := find_library(name))), "")
        yield Result(what, bool(found), found or "not found", install_command(platform.system()))


def install_command(system: str) -> str:
    """Return what installs the system's libraries: an exact command where there is one."""
    if system == "Darwin":
        return "brew install pango"
    if system == "Windows":
        return (
            "install MSYS2 from https://www.msys2.org, run in its shell "
            "`pacman -S mingw-w64-ucrt-x86_64-pango`, "
            r"then set WEASYPRINT_DLL_DIRECTORIES=C:\msys64\ucrt64\bin"
        )
    managers = {
        "apt-get": "sudo apt-get update && sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "sudo dnf install pango harfbuzz",
        "pacman": "sudo pacman -S pango harfbuzz",
        "apk": "sudo apk add pango harfbuzz",
        "zypper": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
    }
    return next(
        (command for tool, command in managers.items() if shutil.which(tool)),
        "install Pango 1.44 or later and HarfBuzz with its subsetting library",
    )


def _house(project: Path) -> Iterator[Result]:
    """Look for the brand's fonts and colour profile: the project's own, or the built-in ones."""
    built_in = Path(str(resources.files("publish") / "layouts"))
    beside = Path(__file__).parents[3] / "layouts"  # where the repository keeps them
    for what, pattern in (("Fonts", "*/fonts/**/*.ttf"), ("Colour profiles", "*/colour/*.icc")):
        folders = [project / "layouts", built_in if built_in.is_dir() else beside]
        files = {path.name for folder in folders for path in folder.glob(pattern)}
        remedy = "install the program anew: its layouts are not complete"
        yield Result(what, bool(files), f"{len(files)} files", remedy)


def _folders(project: Path, cache: Path) -> Iterator[Result]:
    catalogue = project / "sources" / "catalogue.toml"
    found = str(catalogue) if catalogue.is_file() else f"no sources/catalogue.toml in {project}"
    yield Result("Project", catalogue.is_file(), found, "give --project DIR", needed=False)
    for what, folder in (("Output folder", project / "output"), ("Cache folder", cache)):
        near = next(path for path in (folder, *folder.parents) if path.exists())
        room = shutil.disk_usage(near).free
        yield Result(
            what,
            os.access(near, os.W_OK) and near.is_dir(),
            f"{folder}, {room // 2**20} MiB free",
            f"make {near} writable, or give another folder",
        )
        if room < _LEAST_ROOM:
            remedy = f"make room on the disk of {near}"
            yield Result("Room on the disk", False, f"{room // 2**20} MiB", remedy, needed=False)


def _tools() -> Iterator[Result]:
    for tool, package in _TOOLS.items():
        found = shutil.which(tool) or ""
        yield Result(tool, bool(found), found or "not found", f"install {package}", needed=False)
