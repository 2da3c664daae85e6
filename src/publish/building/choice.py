"""Which works and bundles of the catalogue a command is about."""

from __future__ import annotations

from dataclasses import dataclass

EVERY = "*"  # stands for all bundles


@dataclass(frozen=True, slots=True)
class Choice:
    """Publications, bundles, editions and languages; an empty tuple means all.

    Where only publications are named, no bundle is chosen; a bundle brings its works along.
    """

    slugs: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    printer: str = ""  # whose press the press files are for; empty: as each work says

    @property
    def is_all(self) -> bool:
        """Is everything chosen, each work for its own printer?"""
        return not (self.names or self.editions or self.languages or self.printer)

    @property
    def names(self) -> tuple[str, ...]:
        return self.slugs + self.bundles

    def takes_bundle(self, name: str) -> bool:
        return not self.names or bool({name, EVERY} & {*self.bundles})

    def takes_language(self, lang: str) -> bool:
        return lang in self.languages or not self.languages

    def takes_edition(self, edition: str) -> bool:
        return edition in self.editions or not self.editions
