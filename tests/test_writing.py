from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publish.errors import PublishError
from publish.writing import write_whole

# A file-size limit stands in for a full disk: the write fails half-way, and as really.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from publish.writing import write_whole
from publish.errors import PublishError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), b"new" * 1000)
except PublishError as error:
    sys.exit(error.finding.rule)
"""


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "guide.pdf"
    target.write_bytes(b"old")
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(target)], capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip() == "B104"
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file in the way")
    with pytest.raises(PublishError) as caught:
        write_whole(tmp_path / "output" / "guide.pdf", b"new")
    assert caught.value.finding.rule == "B104"


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    stray = tmp_path / f".guide.pdf.{child.pid}.part"
    living = tmp_path / f".guide.pdf.{os.getppid()}.part"
    stray.write_bytes(b"half")
    living.write_bytes(b"another build's")
    write_whole(tmp_path / "guide.pdf", b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([living.name, "guide.pdf"])
