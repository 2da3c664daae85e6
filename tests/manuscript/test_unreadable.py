"""A file that cannot be read hides no other finding."""

from __future__ import annotations

from pathlib import Path


def test_an_unreadable_data_file_is_named_and_the_rest_is_read(read_text, monkeypatch):
    opened = Path.open

    def denied(path, *arguments, **options):
        if path.name == "secret.csv" and "rb" in arguments:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", denied)
    text = (
        "# One {#sec-one}\n\n/// table | Figures\n    id: tbl-a\n    data: data/secret.csv\n"
        "    source: Nobody.\n///\n\nSee @sec-nowhere.\n"
    )
    _, findings = read_text(text, {"work/data/secret.csv": "a,b\n1,2\n"})
    assert ["M108", "M201"] == sorted(finding.rule for finding in findings)
