"""`publish verify` as its users call it: on any machine, without a project."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
GUIDE = "guide/guide-en-screen.pdf"


@pytest.fixture
def verify(tmp_path):
    """Call the program in an empty folder, without a home."""
    (tmp_path / "empty").mkdir()

    def call(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "publish", "verify", *map(str, arguments)],
            cwd=tmp_path / "empty",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_a_whole_package_has_a_verdict_on_every_file_and_ends_with_0(kit, verify):
    done = verify(kit.pack())
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(lines) == len(kit.files) + 8
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert lines[-1] == "whole: 14 files, all there, unchanged and opening, and nothing else"


def test_faults_are_named_by_file_and_rule_and_end_with_1(kit, verify, tmp_path):
    folder = kit.unpack(tmp_path / "copy")
    (folder / GUIDE).write_bytes(b"%PDF-1.7")
    (folder / "more.pdf").write_bytes(b"%PDF-1.7")
    done = verify(folder)
    assert done.returncode == 1
    assert f"changed  {GUIDE}: P312 it has 8 bytes instead of " in done.stdout
    assert "extra    more.pdf: P313 it is not of the package" in done.stdout
    assert done.stdout.splitlines()[-1] == "not whole: 1 changed, 1 extra; 13 files ok"
    assert "copy the package again" in done.stderr
    quiet = verify(folder, "--quiet")
    assert quiet.returncode == 1
    assert len(quiet.stdout.splitlines()) == 3


def test_programs_are_told_in_json(kit, verify, tmp_path):
    folder = kit.unpack(tmp_path / "copy")
    (folder / GUIDE).rename(folder / "guide" / "other.pdf")
    done = verify(folder, "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["whole"] is False
    renamed = next(one for one in told["files"] if one["verdict"] == "renamed")
    assert renamed == {
        "path": "guide/other.pdf",
        "verdict": "renamed",
        "rule": "P314",
        "message": f"it is “{GUIDE}”",
    }


def test_what_is_no_package_ends_with_1_and_wrong_usage_with_2(verify, tmp_path):
    done = verify(tmp_path)
    assert done.returncode == 1
    assert "P310" in done.stderr
    assert verify().returncode == 2
    assert verify(tmp_path, "--no-such-thing").returncode == 2


def test_names_cannot_steer_the_terminal(kit, verify, tmp_path):
    folder = kit.unpack(tmp_path / "copy")
    (folder / "more\x1b[2J.pdf").write_bytes(b"")
    done = verify(folder)
    assert "\x1b" not in done.stdout
    assert "more�[2J.pdf" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_fault(kit, tmp_path):
    folder = kit.unpack(tmp_path / "copy")
    command = f"{sys.executable} -m publish verify {folder} | head -n 1"
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(command, shell=True, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_terminal_sees_how_far_it_is_and_a_file_does_not(kit):
    package = kit.pack()
    command = [sys.executable, "-m", "publish", "verify", str(package)]
    near, far = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=far) as child:
        os.close(far)
        seen = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
            while piece := os.read(near, 4096):
                seen += piece
        os.close(near)
        told = child.stdout.read()
    assert child.returncode == 0
    assert b"\x1b[" in seen
    assert b"\x1b[" not in told
