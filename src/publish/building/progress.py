"""What a build says of itself while it runs."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Someone who watches a build: a terminal, a log, a test."""

    def phase(self, name: str) -> None:
        """A phase begins: "reading", "setting", "binding"."""

    def planned(self, to_set: int, reused: int) -> None:
        """So many gatherings are to be set and so many reused; may come more than once."""

    def setting(self, gathering: str) -> None:
        """A worker begins to set `gathering`."""

    def done(self, gathering: str, pages: int, seconds: float) -> None:
        """`gathering` is set."""

    def bound(self, path: str, pages: int, seconds: float) -> None:
        """A file is bound and checked."""


class Silence:
    """Watches and says nothing."""

    def phase(self, name: str) -> None: ...

    def planned(self, to_set: int, reused: int) -> None: ...

    def setting(self, gathering: str) -> None: ...

    def done(self, gathering: str, pages: int, seconds: float) -> None: ...

    def bound(self, path: str, pages: int, seconds: float) -> None: ...
