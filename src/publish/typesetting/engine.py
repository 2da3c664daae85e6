"""The one door to WeasyPrint: its version, its fonts, its warnings."""

from __future__ import annotations

import functools
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import Finding, Place, Rule

ENGINE_WARNING = Rule(
    "T102",
    "The engine sets a gathering without a warning.",
    "WeasyPrint drops a style sheet, a picture or a declaration that it cannot use and goes on; "
    "the page is then not what the layout asked for.",
)

# Fontconfig knows no font but those that a ticket brings, so none of the system leaks in.
_FONTCONFIG = Path(__file__).with_name("fonts.conf")


@functools.cache  # once in a process: the libraries read the configuration when they load
def load() -> None:
    """Import WeasyPrint with no system fonts, our own tag tree, and its breaks put right.

    Fontconfig takes its configuration from the environment only; this is the one place that
    changes it.
    """
    os.environ["FONTCONFIG_FILE"] = str(_FONTCONFIG)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "No fonts configured": so it is meant
        import weasyprint.css.properties
        import weasyprint.layout.block
        import weasyprint.layout.inline
        import weasyprint.pdf

    from publish.typesetting import cells, lines, notes, tagging

    weasyprint.layout.inline.split_first_line = lines.split_first_line
    weasyprint.css.properties.INITIAL_VALUES["footnote_policy"] = notes.POLICY
    weasyprint.layout.block.block_container_layout = cells.block_container_layout
    weasyprint.layout.block._linebox_layout = notes.linebox_layout
    weasyprint.pdf.add_tags = tagging.add_tags


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def engine_messages() -> Iterator[list[str]]:
    """Collect what WeasyPrint complains of in the block."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.messages
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate


def engine_finding(message: str, gathering: str) -> Finding:
    """Return a complaint of WeasyPrint as a finding."""
    remedy = "mend the layout's style sheet or template, or the picture named"
    return ENGINE_WARNING.at(Place(gathering), message, remedy)


RULES = (ENGINE_WARNING,)
