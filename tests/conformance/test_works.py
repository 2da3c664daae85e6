"""Every file of a build conforms to PDF/UA-1 and PDF/A-2a, as two independent judges see it,
and other readers have nothing to complain of.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from publish.checking.gate import Expected, gate
from publish.checking.verapdf import verapdf
from publish.errors import Place

REPOSITORY = Path(__file__).parents[2]


def findings_of(files):
    """Return what page-validation, the house's own rules, veraPDF, qpdf and poppler find."""
    found = []
    for path in files:
        found += [str(finding) for finding in gate(path, Expected(), path.name)]
        found += [str(finding) for finding in verapdf(path, Place(path.name))]
        found += complaints(["qpdf", "--check", str(path)])
        found += complaints(["pdftotext", "-q", str(path), os.devnull])
    return found


def complaints(command):
    """Return what a tool says to stderr, and that it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    failed = [f"{command[0]} ended with {done.returncode}"] if done.returncode else []
    return [*done.stderr.splitlines(), *failed]


def test_every_file_of_the_small_project_conforms(project):
    record = project.build()
    files = [project.root / "output" / file["path"] for file in record["files"]]
    assert len(files) == 2
    assert findings_of(files) == []


def test_every_file_of_the_works_in_this_repository_conforms(project):
    shutil.rmtree(project.root / "sources")
    shutil.copytree(REPOSITORY / "sources", project.root / "sources")
    record = project.build()
    files = [project.root / "output" / file["path"] for file in record["files"]]
    assert len(files) >= 2
    assert findings_of(files) == []
