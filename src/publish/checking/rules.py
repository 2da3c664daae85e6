"""The registry of all numbered rules of the house."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from publish.errors import Rule

# Each has `RULES`. Named, not imported: this list spans all layers, and most runs never ask for
# it, so they need not wait for the libraries behind those modules.
MODULES: tuple[str, ...] = (
    "publish.writing",
    "publish.catalogue.judging",
    "publish.catalogue.making",
    "publish.catalogue.parsing",
    "publish.catalogue.printer_reading",
    "publish.catalogue.reading",
    "publish.manuscript.attributes",
    "publish.manuscript.boxes",
    "publish.manuscript.charts",
    "publish.manuscript.charts_data",
    "publish.manuscript.charts_options",
    "publish.manuscript.citations",
    "publish.manuscript.citations_bibtex",
    "publish.manuscript.citations_records",
    "publish.manuscript.citing",
    "publish.manuscript.context",
    "publish.manuscript.crossrefs",
    "publish.manuscript.datafiles",
    "publish.manuscript.facts",
    "publish.manuscript.figures",
    "publish.manuscript.files",
    "publish.manuscript.finishing",
    "publish.manuscript.frontmatter",
    "publish.manuscript.glossary",
    "publish.manuscript.inserts",
    "publish.manuscript.leftovers",
    "publish.manuscript.numbering",
    "publish.manuscript.options",
    "publish.manuscript.pictures",
    "publish.manuscript.reading",
    "publish.manuscript.resolving",
    "publish.manuscript.scanning",
    "publish.manuscript.shaping",
    "publish.manuscript.sheet",
    "publish.manuscript.source",
    "publish.manuscript.tables",
    "publish.composing.brand",
    "publish.composing.layouts",
    "publish.composing.settings",
    "publish.composing.strings",
    "publish.composing.late",
    "publish.composing.templates",
    "publish.composing.wrap",
    "publish.typesetting.engine",
    "publish.typesetting.fetching",
    "publish.typesetting.overrun",
    "publish.typesetting.setting",
    "publish.binding.filling",
    "publish.binding.leaves",
    "publish.binding.links",
    "publish.binding.paging",
    "publish.binding.separating",
    "publish.binding.sheets",
    "publish.checking.attachments",
    "publish.checking.conformance",
    "publish.checking.gate",
    "publish.checking.opened",
    "publish.checking.preflight.blanks",
    "publish.checking.preflight.bleed",
    "publish.checking.preflight.boxes",
    "publish.checking.preflight.circles",
    "publish.checking.preflight.colours",
    "publish.checking.preflight.confined",
    "publish.checking.preflight.content",
    "publish.checking.preflight.doing",
    "publish.checking.preflight.fonts",
    "publish.checking.preflight.framing",
    "publish.checking.preflight.holding",
    "publish.checking.preflight.identification",
    "publish.checking.preflight.ink",
    "publish.checking.preflight.intents",
    "publish.checking.preflight.limits",
    "publish.checking.preflight.pictures",
    "publish.checking.preflight.preflight",
    "publish.checking.preflight.small_things",
    "publish.checking.preflight.transparency",
    "publish.checking.readback",
    "publish.checking.shown",
    "publish.checking.tagging",
    "publish.checking.tagtree",
    "publish.checking.verapdf",
    "publish.checking.waiving",
    "publish.building.workers",
    "publish.building.works",
    "publish.commands.build",
    "publish.commands.unpack",
)


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its code, sorted."""
    found = {rule.code: rule for name in MODULES for rule in import_module(name).RULES}
    return dict(sorted(found.items()))
