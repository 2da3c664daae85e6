"""The parts of the documentation that are made from the code.

    python tests/docs/generated.py

writes them anew; read what changed before you commit it. A test compares.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from publish.catalogue.schema import schemas  # noqa: E402  # the path is set above
from publish.catalogue.tables import SPELLINGS  # noqa: E402
from publish.checking.rules import rules  # noqa: E402
from publish.composing.settings import (  # noqa: E402
    FURNITURE,
    LISTS,
    MEMBERS,
    NOTES,
    SHAPES,
    Page,
    Settings,
)

DOCS = ROOT / "docs"
STAGES = {  # first number → heading
    "C": "Configuration",
    "M": "Manuscripts",
    "L": "Layouts",
    "T": "Setting",
    "M400": "Style",
    "B": "Binding",
    "P": "Finished PDFs",
    "P200": "Preflight: the document",
    "P240": "Preflight: the pages",
    "P290": "Files that a PDF carries",
    "P300": "Waivers",
    "P340": "Files for participants",
}


def rules_page() -> str:
    """Return docs/rules.md."""
    lines = [
        "# Rules",
        "",
        "Every finding has the number of a rule. Numbers are never used again for another rule.",
        "This page is made from the code: `python tests/docs/generated.py`.",
    ]
    for first, stage in STAGES.items():
        lines += ["", f"## {stage}", "", "| rule | what must hold | why |", "|---|---|---|"]
        for code, rule in rules().items():
            if first == max(start for start in STAGES if start <= code):
                note = "" if rule.severity == "error" else f" *({rule.severity})*"
                lines.append(f"| {code} | {cell(rule.title)}{note} | {cell(rule.why)} |")
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """Return text as it can stand in a table."""
    return re.sub(r"<([^>]*)>", r"`<\1>`", text).replace("|", "\\|").replace("\n", " ")


def schema_table(schema: Mapping[str, Any]) -> str:
    """Return the keys that a configuration file may hold."""
    lines = ["| key | what it holds | usually |", "|---|---|---|"]
    lines += rows(schema, "", schema.get("$defs", {}))
    return "\n".join(lines)


def rows(schema: Mapping[str, Any], before: str, known: Mapping[str, Any]) -> Iterator[str]:
    for key, value in schema["properties"].items():
        if key in SPELLINGS:  # a second spelling of another key
            continue
        inner, mark = inner_table(value, known)
        if inner is None:
            needed = "required" if key in schema.get("required", ()) else usual(value)
            said = value.get("description", "").replace("\n", " ")
            words = value.get("enum") or value.get("items", {}).get("enum") or ()
            words = words or next((o["enum"] for o in value.get("anyOf", ()) if "enum" in o), ())
            choice = f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""
            yield f"| `{before}{key}` | {cell(said)}{choice} | {needed} |"
        else:
            yield f"| **`{mark.format(key)}`** | {cell(value.get('description', ''))} | |"
            yield from rows(inner, f"{key}.", known)


def inner_table(
    value: Mapping[str, Any], known: Mapping[str, Any]
) -> tuple[Mapping[str, Any] | None, str]:
    """Return the table, or list of tables, that a key holds, and how it is headed."""
    for one in (value, *value.get("anyOf", ())):
        named = one.get("additionalProperties", {})
        holders = (("[{}]", one), ("[[{}]]", one.get("items", {})), ("[{}.NAME]", named))
        for mark, holder in holders:
            if isinstance(holder, Mapping) and "$ref" in holder:
                return known[holder["$ref"].rpartition("/")[2]], mark
    return None, ""


def usual(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    if default in (None, "", [], {}):
        return ""
    if isinstance(default, list):
        return ", ".join(f"`{one}`" for one in default)
    return f"`{default}`"


LAYOUT = {
    "description": "what it is for, one line",
    "shape": f"one gathering for each chapter, or one for the whole work: {', '.join(SHAPES)}",
    "start": "on which side chapters begin: recto, any",
    "contents_depth": "levels of headings in the contents",
    "lists": f"lists after the contents: {', '.join(LISTS)}",
    "furniture": f"what a work has besides its chapters: {', '.join(FURNITURE)}",
    "notes": f"at the foot of the page, or at the end of the gathering: {', '.join(NOTES)}",
    "members": f"of a bundle, where each begins: {', '.join(MEMBERS)}",
    "width": "of the trimmed page",
    "height": "of the trimmed page",
    "bleed": "what is printed beyond the trim, to be cut away",
    "inner": "margin at the spine",
    "outer": "margin away from the spine",
    "top": "margin",
    "bottom": "margin",
}


def layout_table() -> str:
    """Return the keys that layout.toml may hold."""
    lines = ["| key | what it holds | usually |", "|---|---|---|"]
    for model, before in ((Settings(), ""), (Page(), "page.")):
        for field in dataclasses.fields(model):
            value = getattr(model, field.name)
            if field.name == "page":
                continue
            shown = "all" if isinstance(value, tuple) else f"`{value}`" if value != "" else ""
            key = field.name.replace("_", "-")
            lines.append(f"| `{before}{key}` | {LAYOUT[field.name]} | {shown} |")
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Return every page that holds something made from the code, as it should be."""
    made = {name: schema_table(schema) for name, schema in schemas().items()}
    made["layout"] = layout_table()
    found = {DOCS / "rules.md": rules_page()}
    for name in ("configuration.md", "layouts.md", "printing.md"):
        text = (DOCS / name).read_text(encoding="utf-8")
        for key, table in made.items():
            pattern = rf"(<!-- table: {key} -->\n).*?(<!-- end -->)"
            text = re.sub(pattern, lambda m, t=table: f"{m[1]}\n{t}\n\n{m[2]}", text, flags=re.S)
        found[DOCS / name] = text
    return found


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
