"""A small project to build, and the program as its users call it."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from publish.catalogue.model import Bundle, Catalogue, Document, Imprint, Publication
from publish.delivering.package import write_packages

REPOSITORY = Path(__file__).parents[1]
SOURCES = REPOSITORY / "tests" / "fixtures" / "small"


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own, with a cache of its own."""

    root: Path
    cache: Path

    def publish(
        self, *arguments: str, env: Mapping[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run `publish VERB … --project ROOT --cache CACHE` and return what it said."""
        verb, *rest = arguments
        command = [sys.executable, "-m", "publish", verb]
        command += ["--project", str(self.root), "--cache", str(self.cache), *rest]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **(env or {})}
        environment.pop("SOURCE_DATE_EPOCH", None) if env is None else None
        options = {"capture_output": True, "text": True, "timeout": 900, **options}
        return subprocess.run(command, env=environment, check=False, **options)

    def build(self, *arguments: str, env: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Build and return build.json; a failed build fails the test with what it said."""
        done = self.publish("build", *arguments, env=env)
        assert done.returncode == 0, done.stderr
        record: dict[str, Any] = json.loads((self.root / "output" / "build.json").read_text())
        return record

    def file(self, path: str) -> Path:
        return self.root / "sources" / path

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, in a source file."""
        text = self.file(path).read_text(encoding="utf-8")
        assert old in text
        self.file(path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def outputs(self) -> dict[str, bytes]:
        output = self.root / "output"
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in sorted(output.rglob("*.pdf"))
        }


def copy_project(target: Path, cache: Path) -> Project:
    (target / "sources").mkdir(parents=True)
    for path in sorted(SOURCES.rglob("*")):
        place = target / "sources" / path.relative_to(SOURCES)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(path.read_bytes())
    return Project(target, cache)


@pytest.fixture(scope="session")
def project_in() -> Callable[[Path, Path], Project]:
    """Copy the small project into a folder, to be built with a cache."""
    return copy_project


@pytest.fixture(scope="session")
def project_at() -> type[Project]:
    """Take a folder that is a project already, to be built with a cache."""
    return Project


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder that is dear to make once in a test run, whichever worker comes first."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        folder = common / name
        with (common / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                folder.mkdir()
                make(folder)
                (folder / "made").touch()
        assert (folder / "made").exists(), f"{name} could not be made: see the first failure"
        return folder

    return make_once


@dataclass(frozen=True)
class Kit:
    """A bundle that is bound, with its works, in an output folder: small files, made by hand."""

    catalogue: Catalogue
    files: list[dict[str, Any]]  # as in build.json
    output: Path

    def pack(self, epoch: int | None = None) -> Path:
        """Write the package and return the zip."""
        made = write_packages({"files": self.files}, self.catalogue, self.output, epoch)
        return self.output / str(made[-1]["path"])

    def unpack(self, folder: Path) -> Path:
        """Write the package and unpack it into `folder`."""
        with zipfile.ZipFile(self.pack()) as archive:
            archive.extractall(folder)
        return folder

    def put(self, path: str, pages: int = 1, text: str = "") -> dict[str, Any]:
        """Put a PDF into its place and return what build.json says of its bytes."""
        document = pikepdf.new()
        for number in range(pages):
            sheet = document.add_blank_page(page_size=(298, 420))
            ink = f"0.{number + 1} 0.2 0.5 rg 30 200 200 {len(path)} re f % {text}"
            sheet.Contents = document.make_stream(ink.encode())
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        document.save(target, deterministic_id=True)
        data = target.read_bytes()
        return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "pages": pages}


def make_kit(output: Path, lang: str = "en") -> Kit:
    """Make a bundle of a guide in three editions, a brief in two, and a document of others."""

    def work(slug: str, title: str, **more: Any) -> Publication:
        texts = {"subtitle": {}, "short_title": {}, "layout": "brief", "parts": (), **more}
        return Publication(slug, {"en": title}, kind="brief", languages=(lang,), **texts)

    about = {"en": "What it is about, “in short”, & for whom."}
    guide = work("guide", "A guide <to> rights", description=about, accent="red")
    brief = work("briefs/farms", "Farms", series="Issue briefs", number="2", accent="turquoise")
    date = dt.date(2026, 11, 2)
    whole = work("bundles/kit", "The kit", description=about, date=date, keywords=("rights",))
    act = Document("act", {"en": "The Act"}, output / "none.pdf", "fr", "Parliament", "CC0-1.0")
    house = Imprint("House & Co", "Town", "us@example.org", "https://example.org")
    catalogue = Catalogue(
        output,
        house,
        {"guide": guide, "briefs/farms": brief},
        (Bundle(whole, ("guide", "briefs/farms", "act")),),
        {"act": act},
    )
    kit = Kit(catalogue, [], output)
    for number, (slug, edition, pages) in enumerate(
        (("bundles/kit", "screen", 4), ("bundles/kit", "press", 4), ("guide", "screen", 2),
         ("guide", "large-print", 3), ("guide", "jobsheet", 1), ("briefs/farms", "screen", 1),
         ("briefs/farms", "archive", 1))
    ):  # fmt: skip
        stem = slug.rpartition("/")[2]
        name = "bundles/kit" if slug == "bundles/kit" else f"{slug}/{stem}"
        end = "" if number == 0 else f"-{edition}"
        path = f"{name}-{lang}{end}.pdf"
        claims = [] if edition == "jobsheet" else ["PDF/UA-1", "PDF/A-2a"]
        file = {"path": path, "publication": slug, "language": lang, "edition": edition}
        kit.files.append({**file, "conformance": claims, **kit.put(path, pages)})
    return kit


@pytest.fixture(scope="session")
def kit_in() -> Callable[..., Kit]:
    """Make a bundle that is bound in an output folder; `lang` is its language."""
    return make_kit


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """A bundle that is bound, in a folder of its own."""
    return make_kit(tmp_path / "output")


EDITIONS = ("screen", "press", "cover", "archive", "large-print", "greyscale", "light")
SAMPLE = ("workers-guide", "policy/informal-economy", "principles")  # one of each layout
KIT = "launch"  # sheets of which each is printed by itself: it has editions of its own
WHOLE = "complete"  # the bundle of all works


@pytest.fixture(scope="session")
def works(once: Callable[[str, Callable[[Path], None]], Path]) -> Project:
    """The works of this repository, built once in a test run: all for screens, a sample in full.

    Works of one layout go the same way to the printer: one of each goes all of it, and so does
    the bundle of all works.
    """

    def make(folder: Path) -> None:
        shutil.copytree(REPOSITORY / "sources", folder / "project" / "sources")
        sources = folder / "project" / "sources"
        for path in sources.rglob("publication.toml"):
            slug = path.parent.relative_to(sources).as_posix()
            if slug == KIT:
                continue
            text = re.sub(r"(?m)^editions = .*\n", "", path.read_text(encoding="utf-8"))
            chosen = json.dumps(EDITIONS if slug in SAMPLE else EDITIONS[:1])
            path.write_text(f"editions = {chosen}\n{text}", encoding="utf-8")
        catalogue = sources / "catalogue.toml"
        head, *bundles = catalogue.read_text(encoding="utf-8").split("[[bundle]]")
        bundles = [
            one
            if f'name = "{WHOLE}"' in one
            else re.sub(r"(?m)^editions = .*$", 'editions = ["screen"]', one)
            for one in bundles
        ]
        catalogue.write_text("[[bundle]]".join((head, *bundles)), encoding="utf-8")
        Project(folder / "project", folder / "cache").build()

    folder = once("works", make)
    return Project(folder / "project", folder / "cache")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the small project, with an empty cache."""
    return copy_project(tmp_path / "project", tmp_path / "cache")


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[..., Project]:
    """Make copies of the small project under given names; they may share a cache."""

    def make(name: str, cache: str = "") -> Project:
        return copy_project(tmp_path / name, tmp_path / (cache or f"{name}-cache"))

    return make
