"""The words of a package, in its language."""

from __future__ import annotations

from dataclasses import dataclass

from publish.composing.strings import RIGHT_TO_LEFT, Strings
from publish.delivering.package_files import Delivered

_POINT = {"en": ".", "zh": ".", "ar": "."}  # others write a comma; Arabic with the digits 0 to 9
_MEGA, _KILO = 1_000_000, 1_000


@dataclass(frozen=True, slots=True)
class Words:
    """What pages for readers say, in one language."""

    strings: Strings
    lang: str

    @property
    def direction(self) -> str:
        return "rtl" if self.lang in RIGHT_TO_LEFT else "ltr"

    def __call__(self, key: str, **places: object) -> str:
        return self.strings.find(self.lang, key).format(**places)

    def edition(self, name: str) -> str:
        """Return whom an edition is for, "For the screen"."""
        return self._of_edition(f"edition_{name.replace('-', '_')}") or name

    def use(self, name: str) -> str:
        """Return what an edition is good for, a sentence or two."""
        return self._of_edition(f"edition_{name.replace('-', '_')}_use")

    def measures(self, file: Delivered) -> tuple[str, ...]:
        """Return what a file is, how long and how large: "PDF", "12 pages", "118 KB"."""
        pages = self("package_page") if file.pages == 1 else self("package_pages", n=file.pages)
        return "PDF", pages, self.size(file.bytes)

    def size(self, size: int) -> str:
        """Return a number of bytes in words, "3.2 MB"."""
        if size >= _MEGA:
            number = f"{size / _MEGA:.1f}".replace(".", _POINT.get(self.lang, ","))
            return self("package_mb", n=number)
        return self("package_kb", n=max(1, round(size / _KILO)))

    def _of_edition(self, key: str) -> str:
        try:
            return self(key)
        except KeyError:
            return ""
