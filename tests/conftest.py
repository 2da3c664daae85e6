"""A small project to build, and the program as its users call it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
        options = {"capture_output": True, "text": True, "timeout": 300, **options}
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


EDITIONS = ("screen", "press", "cover", "archive", "large-print", "greyscale", "light")


@pytest.fixture(scope="session")
def works(once: Callable[[str, Callable[[Path], None]], Path]) -> Project:
    """The works of this repository in all editions, built once in a test run: 90 s of work."""

    def make(folder: Path) -> None:
        shutil.copytree(REPOSITORY / "sources", folder / "project" / "sources")
        for path in (folder / "project").rglob("publication.toml"):
            text = re.sub(r"(?m)^editions = .*\n", "", path.read_text(encoding="utf-8"))
            path.write_text(f"editions = {json.dumps(EDITIONS)}\n{text}", encoding="utf-8")
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
