"""The pass before Markdown: takes blocks, notes and abbreviations out of the lines, with places.

What is left for the Markdown parser can no longer be ill-formed: every block is opened and closed
as `m | NUMBER`, where the number points to a `Block` of this pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.catalogue.vocabulary import AUDIENCES, CONDITIONS, TEXT_OF
from publish.errors import Place, Rule
from publish.manuscript.audiences import divides, is_unseen
from publish.manuscript.context import Work, clipped, nearest
from publish.manuscript.kinds import OPTIONS, Block
from publish.manuscript.options import read_options
from publish.manuscript.places import Places
from publish.manuscript.scanned import MOST_NESTED, Scanned, fence_at
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_line, stamp_rest

UNKNOWN_KIND = Rule(
    "M120",
    "A block is of a kind that the dialect knows.",
    "Its text would be set without its form.",
)
UNCLOSED = Rule(
    "M123",
    "Every block is closed by as many slashes as opened it.",
    "The box would swallow what follows it, or end too early.",
)
TOO_DEEP = Rule(
    "M143",
    "Nothing is nested more than 40 deep, no line exceeds 20,000 characters.",
    "Such texts exhaust the machine that builds; nobody writes them on purpose.",
)
NOTE_TWICE = Rule("M152", "A note has one text.", "One would hide the other.")
ABBREVIATION_TWICE = Rule(
    "M208",
    "An abbreviation has one meaning.",
    "Readers would get the wrong one in half of the places.",
)
UNKNOWN_CONDITION = Rule(
    "M160",
    "A condition names editions and audiences that exist.",
    "The text would be left out of everything.",
)
UNREADABLE = Rule("M127", "Blocks stand where blocks can stand.", "Its content would be lost.")
OPEN_CODE = Rule(
    "M126",
    "Every code fence and every comment is closed.",
    "What follows would be taken for code, or be left out.",
)
RULES: tuple[Rule, ...] = (UNKNOWN_KIND, UNCLOSED, TOO_DEEP, NOTE_TWICE, ABBREVIATION_TWICE,
                           UNKNOWN_CONDITION, OPEN_CODE, UNREADABLE)  # fmt: skip

_LENGTH = 20_000
_OPEN = re.compile(r"( *)(/{3,})[ ]*(?!/)([^\s|]+)?[ ]*(?:\|[ ]*(.*?)[ ]*)?$")
_QUOTED = re.compile(r" *(?:> *)+(/{3,})[ ]*(?:[\w-]+.*)?$")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})[ ]*([^`]*)$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ ]*")
_NOTE_USE = re.compile(r"\[\^([^\]\s]+)\]")
_ABBREVIATION = re.compile(r" {0,3}\*\[([^\]]+)\]:[ ]*(.*?)[ ]*$")
_ID = re.compile(r"(?:\{[^}]*#|^ +id: *)([\w-]+)")


@dataclass(slots=True)
class _Open:
    """A block that is still open."""

    length: int
    kind: str
    indent: int
    place: Place
    left_out: bool
    unseen: bool  # kept from the audience; numbered all the same
    emitted: bool  # it has an opening line in the Markdown, and needs its end


def scan(work: Work, places: Places, lines: list[Line]) -> Scanned:
    """Return the chapter as Markdown that the parser can trust, and what was taken out of it."""
    scanner = _Scanner(work, lines, Scanned(places))
    while scanner.at < len(lines):
        scanner.step()
    scanner.finish()
    return scanner.out


@dataclass(slots=True)
class _Scanner:
    work: Work
    lines: list[Line]
    out: Scanned
    at: int = 0
    stack: list[_Open] = field(default_factory=list)

    @property
    def left_out(self) -> bool:
        return bool(self.stack) and self.stack[-1].left_out

    @property
    def unseen(self) -> bool:
        return bool(self.stack) and self.stack[-1].unseen

    def step(self) -> None:
        before = self.lines[self.at].text
        line = self._without_comment()
        if before.strip() and not line.text.strip():  # nothing but a comment: no line at all
            self.at += 1
        elif found := _FENCE.match(line.text):
            self._code(line, found)
        elif found := _QUOTED.match(line.text):
            self.work.report(
                UNREADABLE,
                line.place(found.start(1)),
                "a block cannot stand in a quotation",
                "take the `>` away, or write the quotation into the block",
            )
            self.at += 1
        elif found := _OPEN.match(line.text):
            self._close(line, found) if found[3] is None and found[4] is None else self._open(
                line, found
            )
        elif self.left_out:
            self.out.cut.update(_NOTE_USE.findall(line.text), _ID.findall(line.text))
            self.at += 1
        elif found := _NOTE.match(line.text):
            self._note(line, found)
        elif found := _ABBREVIATION.match(line.text):
            self._abbreviation(line, found)
        else:
            self._plain(line)

    def _plain(self, line: Line) -> None:
        self.at += 1
        text = line.text
        opens = text.count("[") - text.count("]")
        deep = len(text) - len(text.lstrip(" >-*+")) > 4 * MOST_NESTED and text.strip(" >-*+_")
        quotes = text[: len(text) - len(text.lstrip(" >"))].count(">")
        if len(text) > _LENGTH or opens > MOST_NESTED or quotes > MOST_NESTED or deep:
            self.work.report(TOO_DEEP, line.place(),
                             f"this line is too long or too deeply nested: {clipped(text, 30)}",
                             "break it up: a paragraph may go over many lines")  # fmt: skip
            self.out.text.append("")
        else:
            self.out.text.append(stamp_line(self.out.places, line))

    def _without_comment(self) -> Line:
        """Return the line at hand without `<!-- … -->`; a comment over lines is skipped whole."""
        line = self.lines[self.at]
        start = line.text.find("<!--")
        if start < 0 or line.text[:start].count("`") % 2:
            return line
        end = line.text.find("-->", start + 4)
        rest = line.text[:start]
        if end >= 0:
            # spaces keep the columns of what follows
            text = rest + " " * (end + 3 - start) + line.text[end + 3 :]
            self.lines[self.at] = Line(text.rstrip(), line.file, line.number, line.shift)
            return self._without_comment()
        for number in range(self.at + 1, len(self.lines)):
            self.at = number
            if "-->" in self.lines[number].text:
                break
        else:
            self.work.report(OPEN_CODE, line.place(start), "this comment is not closed",
                             "close it with `-->`")  # fmt: skip
            return Line("", line.file, line.number)
        last = self.lines[self.at]
        end = last.text.index("-->") + 3
        self.lines[self.at] = Line(" " * end + last.text[end:], last.file, last.number, last.shift)
        if rest.strip():
            self.out.text.append(stamp_line(self.out.places, Line(rest, line.file, line.number)))
        if not last.text[end:].strip():
            self.lines[self.at] = Line("", last.file, last.number)
        return self._without_comment()

    def _code(self, line: Line, found: re.Match[str]) -> None:
        indent, fence = len(found[1]), found[2]
        body = []
        self.at += 1
        while self.at < len(self.lines):
            text = self.lines[self.at].text
            self.at += 1
            closing = text.strip()
            if set(closing) == {fence[0]} and len(closing) >= len(fence):
                break
            body.append(text[min(indent, len(text) - len(text.lstrip())) :])
        else:
            self.work.report(OPEN_CODE, line.place(indent), "this code fence is not closed",
                             f"close it with {fence}")  # fmt: skip
        if not self.left_out:
            code = Block("code", found[3].strip(), line.place(indent), text="\n".join(body))
            self.out.emit(indent, len(self.stack), self.out.add(code), whole=True)

    def _open(self, line: Line, found: re.Match[str]) -> None:
        indent, length, kind = len(found[1]), len(found[2]), found[3] or ""
        place = line.place(indent)
        title = ""
        if found[4]:
            title = stamp_rest(self.out.places, line, found.start(4)).rstrip()
        self.at += 1
        first = self.at
        while self.at < len(self.lines) and self._is_option(self.lines[self.at].text, indent):
            self.at += 1
        options = self.lines[first : self.at]
        if kind not in OPTIONS:
            self.work.report(UNKNOWN_KIND, line.place(found.start(3)),
                             f"there is no block `{kind}`",
                             nearest(kind, OPTIONS) or f"known: {', '.join(OPTIONS)}")  # fmt: skip
        if len(self.stack) >= MOST_NESTED:
            self.work.report(TOO_DEEP, place, "blocks are nested too deeply", "nest fewer blocks")
        block = Block(kind, title, place)
        if kind in OPTIONS and not self.left_out:
            read_options(self.work, self.out.places, block, options)
        elif self.left_out:
            self.out.cut.update(i for line in options for i in _ID.findall(line.text))
        left_out = self.left_out or (kind == "when" and not self._holds(block))
        parted = divides(block, self.work.audience)
        emitted = not left_out and (kind != "when" or parted) and len(self.stack) < MOST_NESTED
        if emitted:
            self.out.emit(indent, len(self.stack), self.out.add(block))
        elif not left_out:
            self.out.text.append("")
        unseen = self.unseen or is_unseen(block, self.work.audience)
        self.stack.append(_Open(length, kind, indent, place, left_out, unseen, emitted))

    @staticmethod
    def _is_option(text: str, indent: int) -> bool:
        return bool(text.strip()) and text.startswith(" " * (indent + 4))

    def _holds(self, block: Block) -> bool:
        """Return whether the content of a `when` block belongs in this edition for this reader."""
        editions, audiences = block.items("editions"), block.items("audiences")
        self.work.by_edition |= bool(editions)
        for name in editions:
            if name in TEXT_OF:
                message = f"the edition `{name}` has the text of `{TEXT_OF[name]}`"
                remedy = f"name `{TEXT_OF[name]}`"
                self.work.report(UNKNOWN_CONDITION, block.at("editions"), message, remedy)
            elif name not in CONDITIONS:
                self.work.report(
                    UNKNOWN_CONDITION,
                    block.at("editions"),
                    f"there is no edition `{name}`",
                    nearest(name, CONDITIONS) or f"known: {', '.join(CONDITIONS)}",
                )
        for name in audiences:
            if name not in AUDIENCES:
                remedy = nearest(name, AUDIENCES) or f"known: {', '.join(AUDIENCES)}"
                place = block.at("audiences")
                message = f"there is no audience `{name}`"
                self.work.report(UNKNOWN_CONDITION, place, message, remedy)
        if not editions and not audiences:
            self.work.report(UNKNOWN_CONDITION, block.place, "this block states no condition",
                             "add `editions: [screen]` or `audiences: [facilitator]`")  # fmt: skip
        return (not editions or self.work.edition in editions) and (
            not audiences or divides(block, self.work.audience) or self.work.audience in audiences
        )

    def _close(self, line: Line, found: re.Match[str]) -> None:
        length = len(found[2])
        self.at += 1
        if all(block.length != length for block in self.stack):
            self.work.report(UNCLOSED, line.place(len(found[1])), "this closes no open block",
                             "take the line out, or open a block above it")  # fmt: skip
            return
        while self.stack[-1].length != length:
            self._report_unclosed(self.stack[-1])
            self._end_top()
        self._end_top()

    def _report_unclosed(self, block: _Open) -> None:
        self.work.report(UNCLOSED, block.place, f"the block `{block.kind}` is not closed",
                         f"close it with a line `{'/' * block.length}`")  # fmt: skip

    def _end_top(self) -> None:
        block = self.stack.pop()
        if block.emitted:
            self.out.text += ["", fence_at(block.indent, len(self.stack)), ""]

    def _note(self, line: Line, found: re.Match[str]) -> None:
        name, places = found[1], self.out.places
        paragraphs = [[stamp_rest(places, line, found.end())]]
        self.at += 1
        while self.at < len(self.lines):
            text = self.lines[self.at].text
            following = self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""
            if not text.strip() and following.startswith("    ") and following.strip():
                paragraphs.append([])
            elif not text.strip() or _NOTE.match(text) or _OPEN.match(text):
                break
            else:
                paragraphs[-1].append(stamp_line(places, self.lines[self.at]).strip())
            self.at += 1
        place = line.place(len(line.text) - len(line.text.lstrip()))
        if self.unseen:
            self.out.unseen[name] = place
        if name in self.out.notes:
            self.work.report(NOTE_TWICE, place, f"the note `{name}` has a second text",
                             "give one of them another name")  # fmt: skip
        else:
            self.out.notes[name] = place
            self.out.apart[f"note:{name}"] = ["\n".join(lines) for lines in paragraphs]
        self.out.text.append("")

    def _abbreviation(self, line: Line, found: re.Match[str]) -> None:
        self.at += 1
        short, meaning = found[1].strip(), found[2]
        if self.unseen:
            return
        if self.out.abbreviations.setdefault(short, meaning) != meaning:
            self.work.report(ABBREVIATION_TWICE, line.place(),
                             f"`{short}` has a second meaning here", "keep one")  # fmt: skip

    def finish(self) -> None:
        """Close what is still open."""
        while self.stack:
            self._report_unclosed(self.stack[-1])
            self._end_top()
        if self.out.places.full:
            self.work.report(TOO_DEEP, self.lines[0].place(), "this chapter is too long",
                             "divide it into several files")  # fmt: skip
