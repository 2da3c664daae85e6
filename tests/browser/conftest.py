"""One Chromium for the tests of a module."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
QUIET += ["--disable-component-update", "--no-first-run", "--disable-quic"]


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "chromium is missing: scripts/setup.sh test installs it"
    # Where a test has loaded the engine, its fonts alone would be the browser's: none.
    env = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, env=env)
        yield chromium
        chromium.close()
