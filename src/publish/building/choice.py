"""Which works of the catalogue a command is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Publications, editions and languages; an empty tuple means all."""

    slugs: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    printer: str = ""  # whose press the press files are for; empty: as each work says

    @property
    def is_all(self) -> bool:
        """Is everything chosen, each work for its own printer?"""
        return not (self.slugs or self.editions or self.languages or self.printer)
