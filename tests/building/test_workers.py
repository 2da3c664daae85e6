"""Workers are confined, and their death is not the build's."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from publish.building.workers import Job, Workers, workers
from publish.composing.model import Ticket

PAGE = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


def job(name: str, body: str = "<p></p>") -> Job:
    return Job(name, Ticket(PAGE.format(body), (), (), ()))


def test_every_job_is_done_whatever_the_number_of_workers():
    for count in (1, 3):
        with workers(count) as crew:
            done = list(crew.set_all([job(f"g{i}") for i in range(5)], lambda _job: None))
        assert sorted(item.job.name for item in done) == [f"g{i}" for i in range(5)]
        assert all(item.pdf.startswith(b"%PDF") for item in done)


def test_longer_gatherings_are_set_first():
    order = []
    jobs = [job("short"), job("longest", "<p></p>" * 20), job("long", "<p></p>" * 10)]
    with workers(1) as crew:
        list(crew.set_all(jobs, lambda started: order.append(started.name)))
    assert order == ["longest", "long", "short"]


def test_a_gathering_that_takes_too_long_is_given_up_and_the_others_are_set():
    endless = job("endless", "<table>" + "<tr><td>x</td></tr>" * 20000 + "</table>")
    crew = Workers(1, deadline=12.0)  # more than a busy machine needs to load the engine
    try:
        done = {item.job.name: item for item in crew.set_all([endless, job("b")], lambda _j: None)}
    finally:
        crew.close()
    assert done["endless"].offers.findings[0].rule == "T108"
    assert done["b"].pdf


def test_a_worker_that_dies_loses_its_gathering_only():
    crew = Workers(1)
    long = job("long", "<p>" + "word " * 400_000 + "</p>")
    try:
        jobs = [long, job("b")]
        done = {}
        for item in crew.set_all(jobs, lambda j: j is long and _kill_soon(crew)):
            done[item.job.name] = item
    finally:
        crew.close()
    assert done["long"].offers.findings[0].rule == "T108"
    assert done["b"].pdf


def test_a_worker_has_no_more_memory_than_it_is_given():
    crew = Workers(1, memory=2 << 30)
    try:
        list(crew.set_all([job("a")], lambda _j: None))
        system = Path(f"/proc/{crew._crew[0].process.pid}")
        limits = (system / "limits").read_text()
        taken = int((system / "statm").read_text().split()[0]) * resource.getpagesize()
    finally:
        crew.close()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max address space")]
    # What it began with comes on top. That need not be all that its parent has: libraries keep
    # some of their memory from being handed on.
    assert 1 << 30 < int(line.split()[3]) - taken <= 2 << 30


def _kill_soon(crew: Workers) -> None:
    time.sleep(0.3)
    pid = crew._crew[0].process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_workers_die_with_their_parent():
    program = (
        "from publish.building.workers import Workers; import sys, time\n"
        "crew = Workers(2)\n"
        "print(*[w.process.pid for w in crew._crew], flush=True)\n"
        "time.sleep(60)"
    )
    source = str(Path(__file__).parents[2] / "src")
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 10
    while any(_lives(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in children if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_parent_that_has_reserved_much_leaves_its_workers_their_room():
    with mmap.mmap(-1, 8 << 30), workers(1) as crew:
        (done,) = crew.set_all([job("a")], lambda _job: None)
    assert done.pdf.startswith(b"%PDF")
