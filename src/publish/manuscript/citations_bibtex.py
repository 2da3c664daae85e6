"""Read BibTeX: entries with the place of each field, and what is wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publish.errors import Finding, Place, Rule

SYNTAX = Rule(
    "M261",
    "The bibliography is well-formed BibTeX.",
    "An entry that cannot be read cannot be cited.",
)
DUPLICATE_KEY = Rule(
    "M262",
    "Each key in the bibliography is used once.",
    "A citation would point to either of two works.",
)
RULES: tuple[Rule, ...] = (SYNTAX, DUPLICATE_KEY)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SPACE = re.compile(r"(?:\s|%[^\n]*)*")
_NEXT_ENTRY = re.compile(r"^[ \t]*@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its text as written, braces inside it kept."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `kind` and the names of the fields are in lower case."""

    kind: str
    key: str
    fields: Mapping[str, Field]
    place: Place


class _Fault(Exception):
    def __init__(self, at: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.at, self.remedy = at, remedy


class _Scanner:
    """Walks through the text; `at` is an offset in characters."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.at = text, file, 0
        self.strings: dict[str, str] = {month: month for month in MONTHS}

    def place(self, at: int) -> Place:
        start = self.text.rfind("\n", 0, at) + 1
        return Place(self.file, self.text.count("\n", 0, at) + 1, at - start + 1)

    def skip_space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def peek(self) -> str:
        self.skip_space()
        return self.text[self.at : self.at + 1]

    def take(self, char: str, remedy: str) -> None:
        found = self.peek()
        if found != char:
            seen = f"“{found}”" if found else "the end of the file"
            raise _Fault(self.at, f"“{char}” expected, {seen} found", remedy)
        self.at += 1

    def match(self, pattern: re.Pattern[str], what: str, remedy: str) -> str:
        self.skip_space()
        found = pattern.match(self.text, self.at)
        if not found:
            raise _Fault(self.at, f"{what} expected", remedy)
        self.at = found.end()
        return found.group()

    def group(self, opening: str, closing: str) -> str:
        """Return the text up to the closing character, which may lie within braces before."""
        start, depth = self.at, 0
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\":
                self.at += 1
            elif char == closing and depth == 0:
                self.at += 1
                return self.text[start + 1 : self.at - 1]
            elif char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
            self.at += 1
        raise _Fault(start, f"“{opening}” is never closed", f"Add the missing “{closing}”.")

    def value(self) -> str:
        """Return a field's value: pieces in braces or quotes, numbers and names, joined by #."""
        pieces: list[str] = []
        while True:
            char = self.peek()
            if char == "{":
                pieces.append(self.group("{", "}"))
            elif char == '"':
                pieces.append(self.group('"', '"'))
            else:
                start = self.at
                word = self.match(re.compile(r"\w+"), "a value", "Put the value in braces.")
                known = word if word.isdigit() else self.strings.get(word.lower())
                if known is None:
                    message = f"“{word}” is not the name of an @string"
                    raise _Fault(start, message, "Put the value in braces.")
                pieces.append(known)
            if self.peek() != "#":
                return "".join(pieces)
            self.at += 1


def _read_fields(scan: _Scanner, closing: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    while True:
        if scan.peek() == ",":
            scan.at += 1
        if scan.peek() == closing:
            scan.at += 1
            return fields
        place = scan.place(scan.at)
        remedy = f"Write fields as “name = {{value}},” and close the entry with “{closing}”."
        name = scan.match(_NAME, "the name of a field", remedy).lower()
        scan.take("=", remedy)
        text = scan.value()
        if name in fields:
            message = f"the field “{name}” stands twice in one entry"
            raise _Fault(scan.at, message, "Keep one of them.")
        fields[name] = Field(text, place)
        if scan.peek() not in (",", closing):
            raise _Fault(scan.at, f"“,” or “{closing}” expected after “{name}”", remedy)


def _read_entry(scan: _Scanner) -> Entry | None:
    """Read what stands after an @; None for comments, preambles and strings."""
    place = scan.place(scan.at - 1)
    kind = scan.match(_NAME, "the kind of the entry", "Write “@book{key, …}”.").lower()
    opening = scan.peek()
    if opening not in ("{", "("):
        raise _Fault(scan.at, f"“{{” expected after “@{kind}”", "Write “@book{key, …}”.")
    closing = "}" if opening == "{" else ")"
    if kind in ("comment", "preamble"):
        scan.group(opening, closing)
        return None
    scan.at += 1
    if kind == "string":
        scan.strings.update({name: f.text for name, f in _read_fields(scan, closing).items()})
        return None
    key = scan.match(_KEY, "a key", "Keys hold letters, digits and . : + - _ only.")
    if scan.peek() not in (",", closing):
        raise _Fault(scan.at, f"“,” expected after the key “{key}”", "Keys hold no spaces.")
    return Entry(kind, key, _read_fields(scan, closing), place)


def parse_bibtex(text: str, file: str) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return the entries of a BibTeX file in its order, and its faults.

    After a fault, reading goes on at the next line that begins with @. Of entries with the same
    key the first is kept.

    Args:
        text: the whole file.
        file: its name as it should stand in the findings.
    """
    scan = _Scanner(text, file)
    entries: dict[str, Entry] = {}
    findings: list[Finding] = []
    while (found := text.find("@", scan.at)) >= 0:
        scan.at = found + 1
        try:
            entry = _read_entry(scan)
        except _Fault as fault:
            ended = text[fault.at : fault.at + 1] in ("", "@")  # ran into the next entry
            at, message = (found, "this entry is not closed") if ended else (fault.at, str(fault))
            findings.append(SYNTAX.at(scan.place(at), message, fault.remedy))
            following = _NEXT_ENTRY.search(text, found + 1)
            scan.at = following.start() if following else len(text)
            continue
        if entry is None:
            continue
        if entry.key in entries:
            first = entries[entry.key].place
            message = f"the key “{entry.key}” was given before, in line {first.line}"
            findings.append(DUPLICATE_KEY.at(entry.place, message, "Give one of them another key."))
        else:
            entries[entry.key] = entry
    return tuple(entries.values()), tuple(findings)
