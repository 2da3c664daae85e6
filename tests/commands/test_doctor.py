"""`publish doctor` says what is missing and how to get it."""

from __future__ import annotations

import json

import pytest

from publish.commands.doctor import install_command


def test_a_machine_that_runs_the_tests_has_what_is_needed(project):
    done = project.publish("doctor", "--format", "json")
    assert done.returncode == 0, done.stdout
    looked_at = {result["what"]: result for result in json.loads(done.stdout)}
    for what in ("Python", "weasyprint", "Pango", "HarfBuzz subsetting", "Fonts", "Cache folder"):
        assert looked_at[what]["good"], what


def test_a_folder_without_a_catalogue_is_said_to_have_none(project, tmp_path):
    done = project.publish("doctor", "--project", str(tmp_path))
    assert "no sources/catalogue.toml" in done.stdout


@pytest.mark.parametrize(
    ("system", "word"), [("Darwin", "brew install"), ("Windows", "pacman -S"), ("Linux", "pango")]
)
def test_every_system_has_its_remedy(system, word):
    assert word in install_command(system)
