"""A process of its own for reading files of others: whatever happens there, it falls alone."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any  # JSON

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may take."""

    seconds: int = 120  # of work, and half as much again by the clock
    memory: int = 3 << 30  # bytes of address space
    written: int = 0  # bytes of each file that it may write


@dataclass(frozen=True, slots=True)
class Confined:
    """A process that was started to answer an order, and has not been heard yet."""

    child: subprocess.Popen[bytes]
    seconds: int

    def answer(self) -> Any:
        """Wait for the answer. The process, and what it has started, ends.

        Raises:
            TimeoutError: it takes more time than it may.
            ValueError: it did not come to its end.
        """
        try:
            answer, _ = self.child.communicate(timeout=self.seconds * 1.5)
            return json.loads(answer)
        except subprocess.TimeoutExpired as fault:
            raise TimeoutError(f"it takes more than {self.seconds} s") from fault
        finally:
            self.end()

    def end(self) -> None:
        """End the process, heard or not."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.communicate()


def started(module: str, order: Mapping[str, Any], limits: Limits) -> Confined:
    """Start a process that answers `order` as `python -m module` does. See `received`.

    Starting takes about 0.3 s. It ends with this one, and what it starts ends with it.
    """
    sent = {**order, "limits": asdict(limits), "parent": os.getpid()}
    child = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that what the child starts ends with it
    )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # its end is told when it is heard
        child.stdin.write(json.dumps(sent).encode())
        child.stdin.close()
    child.stdin = None  # so that nothing tries to write there again
    return Confined(child, limits.seconds)


def answer_of(module: str, order: Mapping[str, Any], limits: Limits) -> Any:
    """Return the JSON that `python -m module` answers to `order`.

    Raises:
        TimeoutError: it takes more time than it may.
        ValueError: it did not come to its end.
    """
    return started(module, order, limits).answer()


def received() -> dict[str, Any]:
    """Return the order of the process that started this one, whose limits hold from now on."""
    order: dict[str, Any] = json.load(sys.stdin)
    _limit(Limits(**order.pop("limits")), order.pop("parent"))
    return order


def die_with(parent: int) -> None:
    """Let this process end when the process `parent` does, which started it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def hold(what: int, most: int) -> None:
    """Let this process take no more than `most` of a resource, or what it may have if that is less.

    Args:
        what: a constant of the module `resource`: RLIMIT_AS ….
    """
    _, allowed = resource.getrlimit(what)
    limit = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(what, (limit, limit))


def address_space() -> int:
    """Return the bytes of address space that this process has; 0 where no system file says so.

    A fork begins with its parent's: a limit on what it may take itself comes on top.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _limit(limits: Limits, parent: int) -> None:
    """Set the limits of this process, and let it die with its parent."""
    die_with(parent)
    hold(resource.RLIMIT_AS, limits.memory)
    hold(resource.RLIMIT_CPU, limits.seconds)
    hold(resource.RLIMIT_CORE, 0)
    hold(resource.RLIMIT_FSIZE, limits.written)
