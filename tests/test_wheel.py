"""What `pip install .` puts in place works by itself, with the built-in layouts."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def test_a_wheel_builds_a_project_that_has_no_layouts_of_its_own(project, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    assert (installed / "publish" / "layouts" / "brand" / "brand.toml").is_file()
    assert (installed / "publish" / "py.typed").is_file()
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-m", "publish", "build", "brief"]
    done = subprocess.run(
        [*command, "--project", str(project.root), "--cache", str(project.cache)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(project.outputs()) == ["brief/brief-en-screen.pdf"]


def test_lock_files_carry_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not [line for line in text.splitlines() if line.startswith(("-", "/"))]
        pinned = [line for line in text.splitlines() if "==" in line]
        assert len(pinned) > 30
        assert all(line.endswith("\\") for line in pinned), "each has its hashes below"
