"""Setting in confined child processes, in parallel, longest first.

A worker has its ticket and nothing else: limits on memory, a deadline kept by the parent, death
with the parent. A worker that dies takes one gathering with it, not the build.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing as mp
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from publish.checking.confinement import address_space, die_with, hold
from publish.composing.model import Ticket
from publish.errors import Finding, Place, Rule
from publish.typesetting.model import Offers

# Bytes of address space besides the parent's; the engine needs a third of a GiB for a chapter.
MEMORY = 3 << 30
DEADLINE = 300.0  # seconds for one gathering; a long chapter takes five
_AT_FIRST = 2  # workers

DIED = Rule(
    "T108",
    "A gathering is set within the limits on time and memory.",
    "A page that takes minutes or gigabytes is a fault of the manuscript or the layout; without "
    "a limit it would stop the whole build.",
)
NO_ENGINE = Rule(
    "T109",
    "The engine and the libraries it needs are installed.",
    "Nothing can be set without them.",
)


@dataclass(frozen=True, slots=True)
class Job:
    """A gathering to be set."""

    name: str
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Done:
    """A gathering that was set, or tried: then its PDF is empty and its offers say why."""

    job: Job
    pdf: bytes
    offers: Offers


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    job: Job | None = None
    since: float = 0.0


class Workers:
    """A handful of processes that set tickets."""

    def __init__(self, count: int, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        self._count, self._deadline, self._memory = count, deadline, memory
        self._context = mp.get_context("fork")
        # The first load the engine while the parent reads the manuscripts; more are hired when
        # there is work for them.
        self._crew = [self._hired() for _ in range(min(count, _AT_FIRST))]

    def _hired(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        inherited = [worker.connection for worker in getattr(self, "_crew", ())]
        arguments = (theirs, os.getpid(), self._memory, [ours, *inherited])
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def set_all(self, jobs: Sequence[Job], started: Callable[[Job], None]) -> Iterator[Done]:
        """Set `jobs` and yield each as it is done, longest first by the length of its HTML."""
        waiting = sorted(jobs, key=lambda job: (len(job.ticket.html), job.name))
        while len(self._crew) < min(self._count, len(jobs)):
            self._crew.append(self._hired())
        while waiting or any(worker.job for worker in self._crew):
            for worker in self._crew:
                if worker.job is None and waiting:
                    job = waiting.pop()
                    worker.job, worker.since = job, time.monotonic()
                    with contextlib.suppress(OSError):  # it died: `_collected` will find it so
                        worker.connection.send(job)
                    started(job)
            yield from self._collected()

    def _collected(self) -> Iterator[Done]:
        busy = [worker for worker in self._crew if worker.job]
        first_deadline = min(worker.since for worker in busy) + self._deadline
        ready = wait(
            [worker.connection for worker in busy],
            timeout=max(0.0, first_deadline - time.monotonic()),
        )
        for place, worker in enumerate(self._crew):
            if worker.job is None:
                continue
            job, took = worker.job, time.monotonic() - worker.since
            if worker.connection in ready:
                try:
                    pdf, offers = worker.connection.recv()
                except (EOFError, OSError):
                    yield self._lost(place, job, took, "its process ended without an answer")
                    continue
                worker.job = None
                yield Done(job, pdf, offers)
            elif took > self._deadline:
                yield self._lost(place, job, took, f"it took more than {self._deadline:.0f} s")

    def _lost(self, place: int, job: Job, took: float, why: str) -> Done:
        worker = self._crew[place]
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._crew[place] = self._hired()
        finding: Finding = DIED.at(
            Place(job.name),
            f"the gathering could not be set: {why}",
            "look for a huge table, a huge picture or deep nesting, and split it",
        )
        return Done(job, b"", _nothing(finding, took))

    def close(self) -> None:
        """End the workers, busy or not."""
        for worker in self._crew:
            worker.connection.close()
            worker.process.kill()
        for worker in self._crew:
            worker.process.join()


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Keep `count` workers for the block."""
    crew = Workers(count)
    try:
        yield crew
    finally:
        crew.close()


def _work(connection: Connection, parent: int, memory: int, inherited: list[Connection]) -> None:
    """Serve jobs until the parent closes the connection or dies."""
    for other in inherited:
        other.close()  # so that the end of the parent is the end of the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    die_with(parent)
    hold(resource.RLIMIT_AS, memory + address_space())  # charts drawn before reserve gigabytes
    hold(resource.RLIMIT_CORE, 0)
    from publish.typesetting import engine  # here: only a worker needs the engine

    try:
        engine.load()
        serve = _set_and_proof
    except OSError as fault:  # a library of the system is missing

        def serve(job: Job, why: str = str(fault)) -> tuple[bytes, Offers]:
            finding = NO_ENGINE.at(Place(job.name), why, "let `publish doctor` say what to install")
            return b"", _nothing(finding, 0.0)

    while True:
        try:
            connection.send(serve(connection.recv()))
        except (EOFError, OSError):
            return


def _set_and_proof(job: Job) -> tuple[bytes, Offers]:
    from publish.checking.proofing import proof  # here, as the engine
    from publish.typesetting.setting import set_ticket

    pdf, offers = set_ticket(job.ticket, job.name)
    found = proof(pdf, job.name) if pdf else ()
    return pdf, dataclasses.replace(offers, findings=(*offers.findings, *found))


def _nothing(finding: Finding, seconds: float) -> Offers:
    return Offers(0, 0.0, 0.0, 0.0, {}, (), (), (), (finding,), round(seconds, 3))


RULES = (DIED, NO_ENGINE)
