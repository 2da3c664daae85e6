"""Findings of judges beside findings of rules: what both say is said once, the rest has a remedy.

Judges of whole standards find again, in their own words, what a rule of ours has found with its
page and its remedy; and one fault of a file breaks several of their clauses.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.checking import conformance, verapdf
from publish.checking.opened import LOCKED
from publish.errors import Finding, errors_of

_JUDGES = frozenset(rule.code for rule in (*conformance.RULES, *verapdf.RULES))

_TAGGED = (
    "Word: Save as PDF, Options, Document structure tags; LibreOffice: Export as PDF, Tagged PDF; "
    "InDesign: export with Create Tagged PDF"
)
_ACCESSIBLE = "LibreOffice: Export as PDF, Universal Accessibility; Acrobat: Accessibility Check"
_KEPT = "Word: Save as PDF, Options, PDF/A compliant; LibreOffice: Export as PDF, Archive (PDF/A)"
_TITLED = "Word: File, Info, Title; LibreOffice: File, Properties; InDesign: File Info; export anew"
_SPOKEN = "Word: Review, Language; LibreOffice: Tools, Options, Languages; Acrobat: Properties"
_DESCRIBED = "describe the picture in the document (right click, Alt Text) and export it anew"
_LINKED = "export it anew with tags: Word and LibreOffice then tag and describe links by themselves"
_COLOURED = f"give the file an output intent: {_KEPT}"
_EMBED = f"embed all fonts: {_KEPT}"
_ANEW = "export it anew with current software; what only changes a file often breaks its form"


@dataclass(frozen=True, slots=True)
class _Topic:
    """What several clauses are about.

    Attributes:
        clauses: of page-validation, without the standard, and of veraPDF, with the test's number.
        rules: ours that say the same, with the place.
    """

    clauses: re.Pattern[str]
    rules: frozenset[str]
    remedy: str


def _topic(clauses: str, rules: str, remedy: str) -> _Topic:
    return _Topic(re.compile(clauses), frozenset(rules.split()), remedy)


# ISO 14289-1:2014 and ISO 19005-2:2011; the first that fits.
_TOPICS: Sequence[_Topic] = (
    _topic(r"ID-|5-\d|6\.6\.4-", "P237", ""),
    _topic(r"FIGURE-ALT|FORMULA-ALT|7\.3-|7\.7-", "P125", _DESCRIBED),
    _topic(r"METADATA-TITLE|VIEWER-PREF|7\.1-(9|10)$", "P104", _TITLED),
    _topic(r"METADATA-LANG|.*-LANGUAGE|LANGUAGE|7\.2-(2[1-9]|3\d)$|6\.7\.4", "P105", _SPOKEN),
    _topic(r"METADATA|6\.6\.2|7\.1-8$", "P104 P112 P220 P221", _TITLED),
    _topic(r"STRUCT-TREE-ROOT|TAGGED|CONTENT-TAG|7\.1-(3|11)$|6\.2-1|6\.7\.[23]", "P120", _TAGGED),
    _topic(r"STRUCT|ARTIFACT|SUSPECTS|7\.1-", "P121 P122", _TAGGED),
    _topic(r"HEADING|7\.4", "P123", "let headings follow one another without leaving out a level"),
    _topic(r"TABLE-HEADERS|7\.5", "P124", "mark the head row of each table as such"),
    _topic(
        r"T(ABLE|BODY|FOOT|HEAD|[HDR])-", "", "make the table anew with the program's own tables"
    ),
    _topic(r"NOTE-|7\.9-", "P126", _ACCESSIBLE),
    _topic(r"L-|LI-|LBODY|7\.6", "P127", "make lists with the program's own lists"),
    _topic(r"LINK-|7\.18\.(1-2|5)", "P128", _LINKED),
    _topic(r"PAGE-TABS|7\.18\.3", "P128", _LINKED),
    _topic(r"FONT-EMBED|6\.2\.11\.4\.1|7\.21\.4\.1-1", "P110 P223", _EMBED),
    _topic(r".*UNICODE|6\.2\.11\.7|7\.21\.7", "P110 P113", _EMBED),
    _topic(r".*GLYPH-WIDTH|6\.2\.11\.5|7\.21\.5", "P225", _ANEW),
    _topic(r"NOTDEF|.*GLYPH-PRESENCE|6\.2\.11\.8|7\.21\.8|7\.21\.4\.1-2", "P115", _EMBED),
    _topic(r"FONT|CID|CMAP|TRUETYPE|TYPE[01]|6\.2\.11|7\.21", "", _EMBED),
    _topic(r"DEVICE|OUTPUT|ICC|6\.2\.[34]", "P215 P216", _COLOURED),
    _topic(r"TRANSPAR|6\.2\.10", "P240", _COLOURED),
    _topic(r"TRAILER-ID|6\.1\.3-1", "P207", _ANEW),
    _topic(r"ENCRYPT|7\.16|6\.1\.3-2", LOCKED.code, "take the password away"),
    _topic(r"LZW|6\.1\.7\.2", "P208", _ANEW),
    _topic(r"HEADER|STREAM-LENGTH|INDIRECT|XREF|6\.1\.", "P205", _ANEW),
    _topic(
        r".*(ACTION|JAVASCRIPT)|6\.5", "P227 P228", "export it anew without scripts and actions"
    ),
    _topic(r".*(FORM|WIDGET|XFA)|7\.18\.4|6\.4", "P229", "export it anew without fields"),
    _topic(r"ANNOT|MEDIA|TRAPNET|6\.3|7\.18", "", "print it to a new file without comments"),
)


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without what judges repeat; what stands of theirs has a remedy.

    A judge's error goes only where an error of ours stands for it: no verdict changes.
    """
    listed = tuple(findings)
    ours = {(f.place.file, f.rule) for f in errors_of(listed)}
    kept: list[Finding] = []
    told: dict[tuple[str, str, _Topic], int] = {}  # a judge's first on a topic: where in `kept`
    more: Counter[int] = Counter()
    for finding in listed:
        if finding.rule not in _JUDGES or finding.remedy:
            kept.append(finding)
            continue
        topic = _topic_of(finding)
        if topic and any((finding.place.file, rule) in ours for rule in topic.rules):
            continue
        if topic:
            first = told.setdefault((finding.place.file, finding.rule, topic), len(kept))
            if first < len(kept):
                more[first] += 1
                continue
        kept.append(dataclasses.replace(finding, remedy=_remedy(finding, topic)))
    for at, times in more.items():
        message = f"{kept[at].message} (and {times} more of the kind)"
        kept[at] = dataclasses.replace(kept[at], message=message)
    return tuple(kept)


def _topic_of(finding: Finding) -> _Topic | None:
    clause = re.sub(r"^PDF[A-Z0-9]+-", "", finding.message.partition(" ")[0])
    return next((topic for topic in _TOPICS if topic.clauses.match(clause)), None)


def _remedy(finding: Finding, topic: _Topic | None) -> str:
    accessible = finding.rule in (conformance.ACCESSIBLE.code, verapdf.ACCESSIBLE.code)
    claim = _ACCESSIBLE if accessible else _KEPT
    return claim if topic is None or not topic.remedy else topic.remedy
