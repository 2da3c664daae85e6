"""The gate: what every finished file must pass before it counts as built."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from publish.checking.conformance import PROFILES, conformance
from publish.checking.opened import OPENS, Opened, open_bytes, open_pdf
from publish.checking.readback import Expected, read_back
from publish.checking.shown import check_decoration, check_glyphs, content_of
from publish.checking.tagging import check_tags
from publish.checking.tagtree import read_tags
from publish.errors import Finding, Place, PublishError, Rule

REMARKS = Rule(
    "P114",
    "The library that reads a file back has nothing to remark.",
    "What one reader has to repair another may refuse.",
)

RULES: tuple[Rule, ...] = (REMARKS,)

__all__ = ["Expected", "check_structure", "gate", "proof", "reading", "release"]


def gate(path: Path, expected: Expected, file: str) -> tuple[Finding, ...]:
    """Read a finished file back and return all that is wrong with it, each once.

    Takes about 10 ms of work a page, shared by the cores: conformance to two standards is judged
    by native code while every tag is read here.

    Args:
        path: the file.
        expected: what binding meant it to be.
        file: how findings call it.
    """
    place = Place(file)
    with ThreadPoolExecutor(len(PROFILES)) as judges, reading(place) as findings:
        opened = open_pdf(path, place)
        verdicts = [judges.submit(conformance, path, place, profile) for profile in PROFILES]
        findings += read_back(opened, expected)
        findings += check_structure(opened, expected)
        for verdict in verdicts:
            findings += verdict.result()
    return tuple(dict.fromkeys(findings))


def proof(pdf: bytes, gathering: str) -> tuple[Finding, ...]:
    """Check the tags of a gathering when it is set: they are kept with it and bound as they are.

    Takes about 6 ms a page.
    """
    place = Place(gathering)
    with reading(place) as findings:
        opened = open_bytes(pdf, place)
        findings += check_structure(opened, Expected())
    return tuple(dict.fromkeys(findings))


def check_structure(opened: Opened, expected: Expected) -> Iterator[Finding]:
    """Yield what is wrong with the tags and with what the pages show."""
    contents = tuple(content_of(page) for page in opened.pages)
    tags = read_tags(opened, contents)
    yield from check_glyphs(opened, contents)
    yield from check_decoration(opened, contents)
    yield from tags.findings
    yield from check_tags(opened, tags, expected)


def release(path: Path, expected: Expected, file: str) -> tuple[Finding, ...]:
    """Check a file that was bound of gatherings which have all passed `proof`.

    The file as a whole is read back, and native code judges its conformance: about 3 ms a page,
    shared by the cores. Arguments as of `gate`.
    """
    place = Place(file)
    with ThreadPoolExecutor(len(PROFILES)) as judges, reading(place) as findings:
        verdicts = [judges.submit(conformance, path, place, profile) for profile in PROFILES]
        findings += read_back(open_pdf(path, place), expected)
        for verdict in verdicts:
            findings += verdict.result()
    return tuple(dict.fromkeys(findings))


@contextmanager
def reading(place: Place) -> Iterator[list[Finding]]:
    """Give a list for the findings of the block.

    pypdf's warnings are added to it, none is logged; so is the fault of a file at which the
    reading ends.
    """
    findings: list[Finding] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            findings.append(REMARKS.at(place, record.getMessage()))

    logger, ear = logging.getLogger("pypdf"), Ear(logging.WARNING)
    aloud = logger.propagate
    logger.addHandler(ear)
    logger.propagate = False
    try:
        yield findings
    except PublishError as fault:
        findings[:] = [fault.finding]  # it says all; remarks on a torn file only repeat it
    except Exception as fault:  # a broken file can raise whatever a parser can raise
        message = f"cannot be read to its end: {type(fault).__name__}: {fault}"
        findings.append(OPENS.at(place, message[:300], "is it a PDF, and whole?"))
    finally:
        logger.removeHandler(ear)
        logger.propagate = aloud
