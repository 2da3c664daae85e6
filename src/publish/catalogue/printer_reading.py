"""printers/*.toml in a brand's folder → printers, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.catalogue.parsing import Source, nearest, parse
from publish.catalogue.printer_tables import PrinterTable
from publish.catalogue.printers import BindingWay, Least, Paper, Printer, SpineRule
from publish.errors import Finding, Place, Rule

NO_PRINTER = Rule(
    "C160",
    "A printer that is named has its profile in the brand's folder printers/.",
    "Nothing would be known of its paper, its bleed and its inks.",
)
PROFILE = Rule(
    "C161",
    "A printer's `profile` is an ICC output profile for CMYK in the brand's folder.",
    "It becomes the output intent that ISO 15930-7:2010 (PDF/X-4) asks for.",
)
PAPER = Rule(
    "C162",
    "A paper that is named is one that the printer keeps.",
    "The width of the spine follows from the paper.",
)
MARKS = Rule(
    "C163",
    "Marks begin beyond the bleed.",
    "A cut that is off by a millimetre would leave them in the work.",
)
BULK = Rule(
    "C164",
    "The caliper of a paper fits its grammage.",
    "Paper has a bulk of 0.5 to 3 cm³/g; a slipped decimal point makes a spine ten times too wide.",
)
WAYS = Rule(
    "C165",
    "A way of binding has a range of pages, and its multiple suits it.",
    "A stitched booklet is made of folded sheets: its pages come in fours.",
)
RULES: tuple[Rule, ...] = (NO_PRINTER, PROFILE, PAPER, MARKS, BULK, WAYS)

FOLDER = "printers/"
_LEAST_BULK, _MOST_BULK = 0.5, 3.0  # cm³/g: calendered thin print paper, bulky book paper
_STAND_INS: Mapping[str, object] = {
    "title": "—",
    "press": "offset",
    "sheet": [1020.0, 720.0],
    "bleed": 0.0,
    "profile": "—",
    "condition": "—",
    "ink-limit": 300.0,
    "paper": "—",
    "cover-paper": "—",
    "least": {
        "picture-resolution": 300.0,
        "line-art-resolution": 300.0,
        "line": 1.0,
        "reversed-line": 1.0,
        "type": 1.0,
        "reversed-type": 1.0,
    },
    "papers": {"—": {"title": "—", "grammage": 100.0, "caliper": 0.1}},
    "ways": [{"method": "loose", "least-pages": 1, "most-pages": 1, "multiple": 1}],
}


def printers_in(identity: Mapping[str, Path]) -> tuple[str, ...]:
    """Return the names of the printers that a brand knows, sorted.

    Args:
        identity: the brand's files, by path in its folder.
    """
    names = (key.removeprefix(FOLDER).removesuffix(".toml") for key in _files(identity))
    return tuple(sorted(names))


def _files(identity: Mapping[str, Path]) -> list[str]:
    return [key for key in identity if key.startswith(FOLDER) and key.endswith(".toml")]


def read_printer(
    identity: Mapping[str, Path], name: str, place: Place | None = None
) -> tuple[Printer | None, tuple[Finding, ...]]:
    """Read a printer's profile; it is None where anything in it is wrong.

    Args:
        identity: the brand's files, by path in its folder.
        place: where the printer is named, for the finding that there is none.
    """
    key = f"{FOLDER}{name}.toml"
    known = printers_in(identity)
    if key not in identity:
        remedy = nearest(name, known) or f"known: {', '.join(known)}"
        finding = NO_PRINTER.at(place or Place(), f"there is no printer `{name}`", remedy)
        return None, (finding,)
    parsed = parse(identity[key], _shown(identity[key]), PrinterTable, _STAND_INS)
    findings = list(parsed.findings)
    if parsed.table and not findings:
        findings += _judged(parsed.table, parsed.source, identity)
    if parsed.table is None or findings:
        return None, tuple(sorted(findings))
    return _printer(name, parsed.table), ()


def _shown(path: Path) -> str:
    """Return a file's path from the folder of all layouts on."""
    parts = path.parts
    at = len(parts) - 1 - parts[::-1].index("layouts") if "layouts" in parts else -3
    return "/".join(parts[at:])


def _judged(table: PrinterTable, source: Source, identity: Mapping[str, Path]) -> Iterator[Finding]:
    if fault := _profile_fault(identity.get(table.profile)):
        remedy = "put it into the brand's folder colour/, and name it as `colour/….icc`"
        yield PROFILE.at(source.value("profile"), f"`{table.profile}` {fault}", remedy)
    for key, name in (("paper", table.paper), ("cover-paper", table.cover_paper)):
        if name not in table.papers:
            remedy = nearest(name, tuple(table.papers)) or f"add a table [papers.{name}]"
            yield PAPER.at(source.value(key), f"there is no paper `{name}`", remedy)
    offset = table.bleed if table.mark_offset is None else table.mark_offset
    if offset < table.bleed:
        message = f"marks begin {offset:g} mm from the trim, the bleed ends at {table.bleed:g} mm"
        remedy = f"write {table.bleed:g} or more"
        yield MARKS.at(source.value("mark-offset"), message, remedy)
    for name, paper in table.papers.items():
        bulk = paper.caliper * 1000 / paper.grammage
        if not _LEAST_BULK <= bulk <= _MOST_BULK:
            message = (
                f"a sheet of {paper.grammage:g} g/m² is not {paper.caliper:g} mm thick: "
                f"its bulk would be {bulk:.2g} cm³/g"
            )
            remedy = "ask the printer for the thickness of one sheet in millimetres"
            yield BULK.at(source.value("papers", name, "caliper"), message, remedy)
    for n, way in enumerate(table.ways):
        if way.least_pages > way.most_pages:
            message = f"`least-pages` is {way.least_pages}, `most-pages` only {way.most_pages}"
            yield WAYS.at(source.value("ways", n, "most-pages"), message, "exchange the two")
        if way.method == "saddle-stitch" and way.multiple % 4:
            message = f"stitched pages cannot come in multiples of {way.multiple}"
            yield WAYS.at(source.value("ways", n, "multiple"), message, "write 4, 8 or 16")


def _profile_fault(path: Path | None) -> str:
    """Say why a file cannot be an output intent. Source: ICC.1:2010, 7.2, profile header."""
    if path is None:
        return "is not in the brand's folder"
    try:
        with path.open("rb") as file:
            head = file.read(128)
    except OSError as fault:
        return f"cannot be read: {fault.strerror}"
    if head[36:40] != b"acsp":
        return "is no ICC profile"
    if head[12:16] != b"prtr":
        return "is no profile of an output device"
    return "" if head[16:20] == b"CMYK" else "is not for CMYK"


def _printer(name: str, table: PrinterTable) -> Printer:
    return Printer(
        name=name,
        title=table.title,
        press=table.press,
        sheet=(table.sheet[0], table.sheet[1]),
        bleed=table.bleed,
        marks=tuple(dict.fromkeys(table.marks)),
        mark_offset=table.bleed if table.mark_offset is None else table.mark_offset,
        profile=table.profile,
        condition=table.condition,
        ink_limit=table.ink_limit,
        least=Least(**table.least.model_dump()),
        papers={
            key: Paper(key, paper.title, paper.caliper, paper.grammage)
            for key, paper in table.papers.items()
        },
        default_paper=table.paper,
        cover_paper=table.cover_paper,
        ways=tuple(BindingWay(**way.model_dump()) for way in table.ways),
        spine=SpineRule(**table.spine.model_dump()),
    )
