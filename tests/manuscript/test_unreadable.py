"""A file that cannot be read hides no other finding."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFile


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
    _, findings = read_text(text, {"course/data/secret.csv": "a,b\n1,2\n"})
    assert sorted(finding.rule for finding in findings) == ["M108", "M201"]


def test_cells_divided_by_semicolons_are_one_finding_with_its_remedy(read_text):
    table = "# A {#sec-a}\n\n/// table | T\n    id: tbl-t\n    data: data/t.csv\n///\n"
    _, findings = read_text(table, {"course/data/t.csv": "region;share\nWorld;52,4\n"})
    assert [(f.rule, f.place.line) for f in findings] == [("M307", 1)]
    assert "commas" in findings[0].remedy


def test_a_text_in_utf_16_is_one_finding(read_text):
    _, findings = read_text("# A {#sec-a}\n\nText.\n".encode("utf-16"))
    assert [f.message for f in findings] == ["the file is UTF-16, not UTF-8"]


def test_marks_of_other_dialects_are_left_over(read_text):
    text = "# A {#sec-a}\n\n- [ ] to do\n- [x] done\n\nThe ~~old~~ text, and CO~2~.\n"
    _, findings = read_text(text)
    assert [(f.rule, f.place.line) for f in findings] == [("M145", n) for n in (3, 4, 6)]


def test_a_photograph_in_cmyk_is_found_before_it_is_set(read_text):
    data = io.BytesIO()
    Image.new("CMYK", (9, 9)).save(data, "JPEG")
    text = '# A {#sec-a}\n\n![C](figures/c.jpg){#fig-c alt="c"}\n'
    _, findings = read_text(text, {"course/figures/c.jpg": data.getvalue()})
    assert [(f.rule, f.place.line) for f in findings] == [("M303", 3)]
    assert "RGB" in findings[0].remedy


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_is_cut_off_is_found_before_half_of_it_is_printed(
    read_text, kind, monkeypatch
):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the engine has it
    data = io.BytesIO()
    Image.effect_noise((90, 90), 80).convert("RGB").save(data, kind)
    name = f"figures/c.{kind.lower()}"
    text = f'# A {{#sec-a}}\n\n![C]({name}){{#fig-c alt="c"}}\n'
    _, findings = read_text(text, {f"course/{name}": data.getvalue()})
    assert findings == ()
    _, findings = read_text(text, {f"course/{name}": data.getvalue()[: len(data.getvalue()) // 2]})
    assert [(f.rule, f.place.line) for f in findings] == [("M303", 3)]
    assert "cut off" in findings[0].message


def test_greys_of_sixteen_bits_are_printed_with_eight(read_text):
    deep, data = Image.new("I;16", (4, 1)), io.BytesIO()
    for x, value in enumerate((0, 0x1234, 0x8000, 0xFFFF)):
        deep.putpixel((x, 0), value)
    deep.save(data, "PNG")
    text = '# A {#sec-a}\n\n![C](figures/c.png){#fig-c alt="c"}\n'
    manuscript, findings = read_text(text, {"course/figures/c.png": data.getvalue()})
    assert [(f.rule, f.place.line, f.severity) for f in findings] == [("M327", 3, "note")]
    (picture,) = manuscript.chapters[0].pictures
    with Image.open(io.BytesIO(picture.content)) as shallow:
        assert shallow.mode == "L"
        assert [shallow.getpixel((x, 0)) for x in range(4)] == [0, 0x12, 0x80, 0xFF]


def test_a_tenth_item_is_not_taken_for_an_indented_one(read_text):
    items = [f"{n}. item" for n in range(1, 12)]
    _, findings = read_text("# A {#sec-a}\n\n" + "\n".join(items) + "\n")
    assert findings == ()
    _, findings = read_text("# A {#sec-a}\n\n" + "\n".join([*items[:9], "  10. item"]) + "\n")
    assert [(f.rule, f.place.line) for f in findings] == [("M144", 12)]


def test_items_with_brackets_after_their_numbers_are_no_list(read_text):
    text = "# A {#sec-a}\n\nSaid in two parts:\n1) *one* thing\n2) two\n\n1) alone\n"
    _, findings = read_text(text)
    assert [(f.rule, f.place.line) for f in findings] == [("M144", 3)]
    assert "1. First" in findings[0].remedy


def test_a_bracket_after_a_number_at_the_beginning_of_one_line_is_text(read_text):
    _, findings = read_text("# A {#sec-a}\n\nThe year (from 2010 to\n14) was long.\n")
    assert findings == ()
