"""Build a project as `publish build` does, and print the seconds that binding its bundle takes.

python tests/bench/alone.py PROJECT CACHE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from publish.binding.model import Binding, Bound, Form
from publish.building import bindery
from publish.commands.main import main

TIMES = 3  # the best of them is printed: other work on the machine only adds


def timed(binding: Binding, form: Form, target: Path) -> Bound:
    """Bind, and a bundle several times."""
    seconds = []
    for _ in range(TIMES if binding.home else 1):
        started = time.perf_counter()
        bound = bind(binding, form, target)
        seconds.append(time.perf_counter() - started)
    if binding.home:
        print(f"{min(seconds):.2f}")
    return bound


bind, bindery.bind = bindery.bind, timed
sys.exit(main(["bundle", "-q", "--project", sys.argv[1], "--cache", sys.argv[2]]))
