"""JSON Schemas of the configuration files, from the models that check them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.catalogue.printer_tables import PrinterTable
from publish.catalogue.session_tables import SessionTable
from publish.catalogue.tables import (
    SPELLINGS,
    CatalogueTable,
    PublicationTable,
    Table,
    WaiversTable,
)

_FILES: Mapping[str, type[Table]] = {
    "catalogue": CatalogueTable,
    "publication": PublicationTable,
    "printer": PrinterTable,
    "session": SessionTable,
    "waivers": WaiversTable,
}


def schemas() -> dict[str, dict[str, Any]]:  # Any: a JSON value
    """Return a JSON Schema (draft 2020-12) for each file, by the file's stem."""
    return {name: _schema(model) for name, model in _FILES.items()}


def _schema(model: type[Table]) -> dict[str, Any]:
    schema = model.model_json_schema()
    for table in (schema, *schema.get("$defs", {}).values()):
        keys = table.get("properties", {})
        for other, name in SPELLINGS.items():
            if name in keys:
                keys[other] = keys[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
