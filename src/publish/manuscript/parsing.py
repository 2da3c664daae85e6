"""Scanned Markdown to a tree: Python-Markdown with the extensions of the dialect.

The tree holds `div` elements for blocks (attribute `m`: the block's number), elements `m-…` for
inline constructs, and stamps in its texts.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]  # it has no types
from pymdownx.blocks import block as pymdownx

from publish.manuscript import inlines
from publish.manuscript.attributes import read_attributes
from publish.manuscript.kinds import OPTIONS, Block
from publish.manuscript.places import unstamped
from publish.manuscript.sheet import RAGGED, Sheet
from publish.manuscript.tables import data_table

_EXTENSIONS = ("attr_list", "def_list", "sane_lists", "pymdownx.bracketspan")
_CAPTION = re.compile(r": +")


def parse(sheet: Sheet) -> Element:
    """Return the tree of a scanned chapter.

    Raises:
        RecursionError: the text nests more deeply than the interpreter can follow.
    """
    md = Markdown(
        extensions=[*_EXTENSIONS, _BlockExtension(sheet)],
        extension_configs={},
        output_format="html",
    )
    md.registerExtensions(
        ["pymdownx.caret", "pymdownx.tilde"],
        {"pymdownx.caret": {"insert": False}, "pymdownx.tilde": {"delete": False}},
    )
    _survive_mixed_marks(md)
    md.preprocessors.deregister("html_block")
    md.treeprocessors.deregister("prettify")
    md.treeprocessors.deregister("unescape")
    for character in "|@:/":
        if character not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append(character)
    inlines.register(md, sheet)
    md.parser.blockprocessors.register(_Caption(md.parser, sheet), "m-caption", 76)
    md.parser.blockprocessors.register(_Table(md.parser, sheet), "m-table", 75)
    lines = "\n".join(sheet.scanned.text).split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = md.parser.parseDocument(lines).getroot()
    assert root is not None
    for processor in md.treeprocessors:
        new = processor.run(root)
        root = new if new is not None else root
    return root


def _survive_mixed_marks(md: Markdown) -> None:
    """Let marks stand as text where pymdownx loses count of them: `x^2 and ~b *c*`."""

    def handle(match: re.Match[str], data: str) -> object:
        try:
            return original(match, data)
        except IndexError:
            return None, None, None

    processor: Any = md.inlinePatterns["delimiter"]  # pymdownx has no types
    original = processor.handleMatch
    processor.handleMatch = handle


class _BlockExtension(BlocksExtension):  # type: ignore[misc]  # pymdownx has no type information
    """Hands the sheet to the one block that the scanner leaves."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: object) -> None:  # noqa: ARG002
        block_mgr.register(_NumberedBlock, {"sheet": self.sheet})  # type: ignore[attr-defined]


class _NumberedBlock(pymdownx.Block):  # type: ignore[misc]  # pymdownx has no type information
    """`/// m | 12`: an element with the texts of block 12 and a body for its content."""

    NAME = "m"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        number = int(self.argument)
        sheet: Sheet = self.config["sheet"]
        sheet.handled.add(number)
        element = SubElement(parent, "div", m=str(number))
        for name, text in _texts(sheet, sheet.blocks[number]):
            SubElement(element, "p", m=name).text = text
        body = SubElement(element, "div", m="body")
        if sheet.blocks[number].kind == "table" and "data" in sheet.blocks[number].options:
            table = data_table(sheet, sheet.blocks[number])
            if table is not None:
                body.append(table)
        return element

    def on_add(self, block: Element) -> Element:
        return next(child for child in block if child.get("m") == "body")


def _texts(sheet: Sheet, block: Block) -> list[tuple[str, str]]:
    """Return the texts of a block that are inline Markdown, by name."""
    if block.kind == "apart":
        apart = sheet.scanned.apart
        return [(name, text) for name, paragraphs in apart.items() for text in paragraphs]
    texts = [("title", block.title)] if block.title else []
    for name, kind in OPTIONS.get(block.kind, {}).items():
        option = block.options.get(name)
        if option is None:
            continue
        if kind == "text" and isinstance(option.tree, str):
            texts.append((name, option.tree))
        if kind == "pairs" and isinstance(option.tree, dict):
            texts += [(f"column:{key}", str(item.tree)) for key, item in option.tree.items()]
        if kind == "outcomes" and isinstance(option.tree, list):
            for item in option.tree:
                if isinstance(item.tree, dict):
                    texts += [(f"outcome-{k}", str(item.tree[k].tree)) for k in ("value", "text")]
    return texts


class _Table(TableProcessor):
    """Pipe tables; rows of another length than the head's are reported."""

    def __init__(self, parser: BlockParser, sheet: Sheet) -> None:
        super().__init__(parser, {"use_align_attribute": True})
        self.sheet = sheet

    def run(self, parent: Element, blocks: list[str]) -> None:
        rows = blocks[0].split("\n")
        at = next((n for n, row in enumerate(rows) if n > 1 and _CAPTION.match(row)), len(rows))
        if caption := "\n".join(rows[at:]):
            blocks.insert(1, caption)
        blocks[0] = "\n".join(rows[:at])
        width = len(self.separator)
        for row in rows[2:at]:
            cells = len(self._split_row(row.strip(" ")))  # type: ignore[attr-defined]  # untyped there
            if cells != width:
                place = self.sheet.places.first(row) or self.sheet.top
                self.sheet.work.report(RAGGED, place,
                                       f"this row has {cells} cells, the head has {width}",
                                       "add or take out a `|`")  # fmt: skip
        super().run(parent, blocks)


class _Caption(BlockProcessor):
    """`: Caption {#tbl-x}` after a pipe table."""

    def __init__(self, parser: BlockParser, sheet: Sheet) -> None:
        super().__init__(parser)
        self.sheet = sheet

    def test(self, parent: Element, block: str) -> bool:
        last = self.lastChild(parent)
        return bool(_CAPTION.match(block)) and last is not None and last.tag == "table"

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = blocks.pop(0)[1:].strip()
        table = self.lastChild(parent)
        assert table is not None
        place = self.sheet.places.first(text) or self.sheet.top
        brace = _last_list(text)
        block = Block("table", text if brace < 0 else text[:brace].rstrip(), place)
        if brace >= 0 and (found := read_attributes(text, brace)):
            self.sheet.take_attributes(block, found)
        number = self.sheet.scanned.add(block)
        self.sheet.handled.add(number)
        parent.remove(table)
        element = SubElement(parent, "div", m=str(number))
        for name, part in _texts(self.sheet, block):
            SubElement(element, "p", m=name).text = part
        SubElement(element, "div", m="body").append(table)


def _last_list(text: str) -> int:
    """Return where the attribute list at the end of a caption begins, or -1."""
    if not unstamped(text).rstrip().endswith("}"):
        return -1
    at = text.find(" {")
    while at >= 0:
        found = read_attributes(text, at + 1)
        if found and not unstamped(text[found.end :]).strip():
            return at + 1
        at = text.find(" {", at + 1)
    return -1
