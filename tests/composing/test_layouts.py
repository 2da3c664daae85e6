from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.composing.layouts import built_in_layouts, load_layout
from publish.composing.sandbox import Source, sandbox
from publish.composing.strings import parse_strings
from publish.errors import FindingsError


def project(root: Path, settings: str) -> Path:
    folder = root / "layouts" / "guide"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text(settings, "utf-8")
    return root


@pytest.mark.parametrize(
    "name", ["guide", "brief", "sheets", "event", "bundle", "handout", "training", "slides"]
)
def test_the_built_in_layouts_have_no_findings(name: str) -> None:
    layout, findings = load_layout(Path("/nowhere"), name)
    assert findings == ()
    assert layout.name == name


def test_an_unknown_key_is_found_at_its_line_with_the_nearest_known_one(tmp_path: Path) -> None:
    settings = 'shape = "book"\ncontent-depth = 1\n[page]\nouter = 40\niner = 20\n'
    layout, findings = load_layout(project(tmp_path, settings), "guide")
    assert {(f.rule, f.place.line, f.remedy) for f in findings} == {
        ("L102", 2, "did you mean “contents-depth”?"),
        ("L102", 5, "did you mean “inner”?"),
    }
    assert layout.settings.page.outer == 40.0


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ('contents-depth = "two"\n', 1),
        ('\nshape = "scroll"\n', 2),
        ('lists = ["figures", "maps"]\n', 1),
        ('[page]\nwidth = "wide"\n', 2),
        ('furniture = "cover"\n', 1),
    ],
)
def test_a_value_of_the_wrong_kind_is_found_at_its_line(
    tmp_path: Path, settings: str, line: int
) -> None:
    _, findings = load_layout(project(tmp_path, settings), "guide")
    assert [(f.rule, f.place.file, f.place.line) for f in findings] == [
        ("L103", "layouts/guide/layout.toml", line)
    ]


def test_a_layout_that_does_not_exist_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, "giude")
    assert caught.value.findings[0].remedy == "did you mean “guide”?"


def test_a_layout_copied_under_another_name_is_told_to_rename_its_sheets(tmp_path: Path) -> None:
    shutil.copytree(built_in_layouts() / "guide", tmp_path / "layouts" / "mine")
    _, findings = load_layout(tmp_path, "mine")
    assert [(f.rule, f.severity, f.place.file) for f in findings] == [
        ("L126", "error", "layouts/mine/guide-large-print.css.j2"),
        ("L126", "error", "layouts/mine/guide.css.j2"),
    ]
    assert "mine-large-print.css.j2" in findings[0].remedy
    assert "mine.css.j2" in findings[1].remedy
    for sheet in ("guide.css.j2", "guide-large-print.css.j2"):
        file = tmp_path / "layouts" / "mine" / sheet
        file.rename(file.with_name(sheet.replace("guide", "mine")))
    assert load_layout(tmp_path, "mine")[1] == ()


def test_every_language_has_words_for_the_whole_furniture() -> None:
    file = built_in_layouts() / "brand" / "strings.csv"
    strings, findings = parse_strings(file.read_text("utf-8"), "strings.csv")
    assert findings == ()
    missing = [
        (lang, key)
        for lang in strings.words
        for key in strings.words["en"]
        if not strings.has(lang, key)
    ]
    assert missing == []


def test_a_short_line_of_strings_is_found_at_its_line() -> None:
    _, findings = parse_strings("key,en,fr\na,b,c\nd,e\n", "strings.csv")
    assert [(f.rule, f.place.line) for f in findings] == [("L107", 3)]


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", ".", "guide/../guide", ""])
def test_a_layout_is_a_folder_in_layouts_and_no_path(tmp_path: Path, name: str) -> None:
    project(tmp_path, "")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "layout.toml").write_text("", "utf-8")
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, name)
    assert {finding.rule for finding in caught.value.findings} == {"L101"}


def test_a_link_out_of_a_layout_is_refused_and_named(tmp_path: Path) -> None:
    project(tmp_path, "")
    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "layouts" / "guide" / "mark.svg").symlink_to(tmp_path / "secret")
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, "guide")
    found = [(finding.rule, finding.place.file) for finding in caught.value.findings]
    assert found == [("L109", "layouts/guide/mark.svg")]


def test_a_layout_that_is_itself_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project(tmp_path / "other", "")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "guide").symlink_to(tmp_path / "other" / "layouts" / "guide")
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, "guide")
    assert [finding.rule for finding in caught.value.findings] == ["L109"]


@pytest.mark.parametrize(
    "settings", ["page = 5", "[page]\nwidth = nan", "[page]\ninner = 190", "[page]\nbleed = -1"]
)
def test_pages_without_room_for_a_text_are_refused(tmp_path: Path, settings: str) -> None:
    _, findings = load_layout(project(tmp_path, settings), "guide")
    assert [finding.rule for finding in findings] == ["L103"]


def test_a_layout_that_is_not_utf_8_is_said_to_be_so(tmp_path: Path) -> None:
    (project(tmp_path, "") / "layouts/guide/layout.toml").write_bytes(b'description = "\xe9"')
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, "guide")
    assert [finding.rule for finding in caught.value.findings] == ["L109"]


def test_strings_as_a_spreadsheet_saves_them_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "brand"
    folder.mkdir(parents=True)
    (folder / "strings.csv").write_bytes(b"\xef\xbb\xbfkey,en\r\ncontents,Inside\r\n\r\n")
    layout, findings = load_layout(tmp_path, "guide")
    assert findings == ()
    assert layout.strings.find("en", "contents") == "Inside"


def test_what_a_brand_lacks_comes_from_the_built_in_one(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "press"
    folder.mkdir(parents=True)
    tokens = (built_in_layouts() / "brand" / "brand.toml").read_text("utf-8")
    (folder / "brand.toml").write_text(tokens.replace("#1E2DBE", "#AA2DBE"), "utf-8")
    layout, findings = load_layout(tmp_path, "guide", "press")
    assert findings == ()
    assert "#AA2DBE" in layout.brand.colours.values()
    assert layout.strings.find("en", "contents") == "Contents"
    assert layout.files["brand.css.j2"].path.is_file()


def test_a_brand_that_does_not_exist_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load_layout(tmp_path, "guide", "brnad")
    (finding,) = caught.value.findings
    assert "no brand" in finding.message and finding.remedy == "did you mean “brand”?"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Rights & <duties>: a guide: two", ["Rights &amp; &lt;duties&gt;:", "a guide: two"]),
        ("At 10:30", ["At 10:30"]),
        ("", []),
        ("Workers in the informal economy", ["Workers in the", "informal economy"]),
        (
            "Arbeiterunfallversicherungsgesetze today",
            ["Arbeiterunfallversicherungsgesetze", "today"],
        ),
        (
            "保护所有劳动者的社会保障制度手册和培训材料以及更多的内容",
            ["保护所有劳动者的社会保障制度手册和培训材料以及更多的内容"],
        ),
    ],
)
def test_a_title_for_display_is_divided_into_lines_of_like_length(
    title: str, lines: list[str]
) -> None:
    made = sandbox(lambda name: Source("{{ title | display(27) }}", name))
    assert made.get_template("x.html").render(title=title) == " <br>".join(lines)
