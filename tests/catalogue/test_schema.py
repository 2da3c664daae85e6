"""The JSON Schemas say what the reader accepts."""

from __future__ import annotations

from publish.catalogue.schema import schemas


def test_a_schema_knows_each_key_as_it_is_written() -> None:
    keys = schemas()["publication"]["properties"]
    assert {"short-title", "isbn-web", "licence", "license", "chapters", "parts"} <= set(keys)
    assert "short_title" not in keys


def test_a_schema_refuses_unknown_keys_in_every_table() -> None:
    for schema in schemas().values():
        tables = [schema, *schema["$defs"].values()]
        assert all(table["additionalProperties"] is False for table in tables)


def test_every_key_of_a_schema_has_a_description() -> None:
    for schema in schemas().values():
        for table in (schema, *schema.get("$defs", {}).values()):
            assert all(key.get("description") for key in table["properties"].values())


def test_languages_are_an_enumeration_and_titles_may_be_text_or_table() -> None:
    keys = schemas()["publication"]["properties"]
    assert "en" in keys["languages"]["items"]["enum"]
    assert {kind["type"] for kind in keys["title"]["anyOf"]} == {"string", "object"}
