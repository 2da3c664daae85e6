"""Machines that fail at the wrong moment: what was built before stays whole."""

from __future__ import annotations

import resource

import pytest


def small_files(limit):
    def before() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return before


@pytest.mark.parametrize("limit", [0, 1_000, 15_000, 60_000])
def test_a_full_disk_leaves_the_last_files_and_no_torn_one(lone, limit):
    lone.build()
    before = lone.outputs()
    lone.edit("brief/en/01-brief.md", "Because", "Since then")
    failed = lone.publish("build", "--force", preexec_fn=small_files(limit))
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert lone.outputs() == before
    left = {path.name for path in (lone.root / "output").rglob(".*") if path.is_file()}
    assert not left - {".gitignore"}
    lone.build()
    assert lone.outputs() != before


def test_a_cache_with_torn_entries_is_mended(lone):
    lone.build()
    before = lone.outputs()
    for path in sorted(lone.cache.rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    lone.edit("brief/en/01-brief.md", "Because", "Since then")
    lone.edit("brief/en/01-brief.md", "Since then", "Because")
    done = lone.publish("build")
    assert done.returncode == 0, done.stderr
    assert lone.outputs() == before


def test_a_cache_that_cannot_be_written_is_said(lone, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    failed = lone.publish("build", "--cache", str(blocked))
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "cannot be written" in failed.stderr
