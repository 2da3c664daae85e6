"""README.txt: what a package is, how to open it and how to see that it is whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from publish.catalogue.model import Imprint
from publish.composing.colophon import terms_of
from publish.delivering.package_files import SUMS, Item, Package
from publish.delivering.package_words import Words

_WIDTH = 76
# Windows' Notepad, whatever its age, shows this mark's letters and these line ends right.
_MARK, _LINE_END = "\ufeff", "\r\n"

_POWERSHELL = (
    "Get-Content SHA256SUMS | ForEach-Object { $sum, $file = $_ -split '  ', 2",
    'if ((Get-FileHash $file).Hash -eq $sum) { "OK $file" } else { "FAILED $file" } }',
)


def readme(package: Package, words: Words, imprint: Imprint) -> bytes:
    """Return the readme, in the package's language."""
    lines = _LINE_END.join(line for part in _parts(package, words, imprint) for line in (*part, ""))
    return (_MARK + lines.rstrip() + _LINE_END).encode()


def _parts(package: Package, words: Words, imprint: Imprint) -> Iterator[list[str]]:
    whole = package.whole
    yield [*_wrapped(whole.title), "=" * min(_WIDTH, len(whole.title))]
    yield _wrapped(whole.description)
    yield _wrapped(words("readme_holds"))
    for item in package.items:
        if item.files:
            yield [*_wrapped(item.title), *_files(item, words)]
    yield _head(words("readme_open"))
    yield _wrapped(words("readme_open_text"))
    yield _head(words("package_check"))
    yield [*_wrapped(words("readme_check_any")), "", "    publish verify ."]
    yield [*_wrapped(words("readme_check_linux")), "", f"    sha256sum -c {SUMS}"]
    yield [*_wrapped(words("readme_check_mac")), "", f"    shasum -a 256 -c {SUMS}"]
    yield [*_wrapped(words("readme_check_windows")), "", *(f"    {line}" for line in _POWERSHELL)]
    yield _wrapped(words("readme_check_limit"))
    yield _head(words("licence"))
    terms = terms_of(whole.licence, imprint.contact or imprint.name, words)
    opening = f"{terms.opening} {terms.url}".strip()
    yield [line for text in (opening, *terms.sentences) for line in _wrapped(text)]
    yield _head(words("contact"))
    yield [line for line in (imprint.name, imprint.place, imprint.contact, imprint.url) if line]


def _files(item: Item, words: Words) -> list[str]:
    return [
        line
        for file in item.files
        for measures in (" · ".join(words.measures(file)),)
        for line in (f"  {words.edition(file.edition)}: {measures}", f"    {file.path}")
    ]


def _head(text: str) -> list[str]:
    return [text, "-" * min(_WIDTH, len(text))]


def _wrapped(text: str) -> list[str]:
    """Return a paragraph in lines; one without spaces, as in Chinese, stays one line."""
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
