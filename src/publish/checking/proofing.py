"""Proofs of set pages: their tags and what they show; and how a file is read for any check."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from publish.checking.expected import Expected
from publish.checking.opened import OPENS, Opened, open_bytes
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
