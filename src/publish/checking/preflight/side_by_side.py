"""The rules on content, asked of a whole file: by processes side by side where it has many pages.

This process takes the pages from the front, its helpers from the back, until they meet. A helper
is `python -m publish.checking.preflight.side_by_side`: it gets the file and its task on its
standard input and answers with a line of JSON for each page.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from publish.checking.opened import Opened, open_bytes
from publish.checking.preflight.blanks import check_blanks
from publish.checking.preflight.pages import case_of, look_at
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.requirements import Requirements
from publish.checking.proofing import reading
from publish.errors import Finding, Place, finding_of

FEW = 48  # pages: a helper needs half a second before it sees the first
MOST_HELPERS = 7

Answer = tuple[list[Finding], bool]  # what is wrong with a page, and whether it is blank


@dataclass(frozen=True, slots=True)
class Task:
    """What a helper does: pages from `first` down, every `stride`-th."""

    data: bytes
    needs: Requirements
    file: str
    first: int
    stride: int


@dataclass(slots=True)
class Helper:
    """A helper process and what it has answered so far, by page."""

    process: subprocess.Popen[bytes]
    answers: dict[int, Answer]
    listener: threading.Thread = field(init=False)

    def start(self, task: Task) -> None:
        """Hand over the task and listen."""
        self.listener = threading.Thread(target=self._listen, args=(task,), daemon=True)
        self.listener.start()

    def _listen(self, task: Task) -> None:
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            return
        with contextlib.suppress(OSError, ValueError):  # it ended early: the pages stay with us
            stdin.write(pickle.dumps(task))
            stdin.close()
            for line in stdout:
                number, records, blank = json.loads(line)
                self.answers[number] = [finding_of(record) for record in records], blank

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.listener.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait()


def check_content(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what is wrong with what the pages show, in the order of pages."""
    case = case_of(opened, needs)
    answers: dict[int, Answer] = {}
    helpers = _helpers(case)
    try:
        _take_from_the_front(case, opened, answers, helpers)
    finally:
        for helper in helpers:
            helper.stop()
        case.renderer.close()
    for number in range(1, case.pages + 1):
        yield from answers[number][0]
    yield from check_blanks(case, [n for n in range(1, case.pages + 1) if answers[n][1]])


def _helpers(case: Case) -> list[Helper]:
    count = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, 8) - 1
    if case.pages < FEW:
        count = 0
    helpers = []
    for n in range(min(count, MOST_HELPERS)):
        process = subprocess.Popen(
            [sys.executable, "-m", "publish.checking.preflight.side_by_side"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        helper = Helper(process, {})
        data, file = case.renderer.data, case.place.file
        helper.start(Task(data, case.needs, file, case.pages - n, count))
        helpers.append(helper)
    return helpers


def _take_from_the_front(
    case: Case, opened: Opened, answers: dict[int, Answer], helpers: list[Helper]
) -> None:
    """Look at pages from the first on until the helpers have all the others."""
    for number in range(1, case.pages + 1):
        for helper in helpers:
            answers.update(helper.answers.copy())
        if number not in answers:
            answers[number] = look_at(case, opened, number)


def _help(task: Task) -> None:
    """Do a task; this runs in a helper."""
    with reading(Place(task.file)) as remarks:
        opened = open_bytes(task.data, Place(task.file))
        case = case_of(opened, task.needs)
        for number in range(task.first, 0, -task.stride):
            findings, blank = look_at(case, opened, number)
            records = [asdict(found) for found in (*findings, *remarks)]
            remarks.clear()
            print(json.dumps([number, records, blank]), flush=True)


if __name__ == "__main__":
    _help(pickle.load(sys.stdin.buffer))  # from the process that started this one
