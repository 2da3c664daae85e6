"""Manuscripts that mean harm: they are reported, quickly, and print nothing they should not."""

from __future__ import annotations

import os
import time

import pytest

from publish.manuscript.pictures import svg_fault

HEAD = "# Hostile {#sec-hostile}\n\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'


@pytest.mark.parametrize(
    "text",
    [
        ">" * 500 + " deep",
        "\n".join("    " * n + "- item" for n in range(200)),
        "[" * 5000,
        "*" * 5000 + "a" + "*" * 5000,
        "*a _b " * 2000,
        "![" * 3000,
        "[^a]" * 3000,
        "\n".join("/" * (3 + n) + " box | B" for n in range(100)),
        "(" * 4000 + "@sec-hostile " * 50,
        "{{" * 5000,
        "`" * 9999,
        "<" * 9999,
        "| a " * 4000 + "|\n" + "|---" * 4000 + "|",
        "![" + "a" * 15_000 + '](figures/x.svg){#fig-x alt="' + "b" * 1000 + '"}',
        "x" * 100_000,
        "- a\n" * 3000,
        "a@b " * 4000,
        "@" * 9000,
        "\"'" * 5000,
        "{" * 9000,
        "[a](b)" * 2000,
        "*[" * 3000,
        "\n\n".join(f"[^{n}]: x" for n in range(2000)),
        "word " * 4000,
        "[@" * 3000,
        "a ~b~ ^c^ " * 1500,
        "x^2 and ~5 *a*, H~2~O",
        "~^_b " * 500,
    ],
)
def test_a_hostile_text_is_read_in_seconds_and_does_not_end_the_run(read_text, text):
    start = time.process_time()
    manuscript, _ = read_text(HEAD + text + "\n")
    assert time.process_time() - start < 10
    assert manuscript.chapters[0].id == "sec-hostile"


def test_nesting_beyond_forty_is_reported_at_its_line(read_text):
    _, findings = read_text(HEAD + ">" * 41 + " deep\n")
    assert [(f.rule, f.place.line) for f in findings] == [("M143", 3)]


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd.svg",
        "/etc/passwd.svg",
        "figures/../../../x.svg",
        "..\\x.svg",
        "a\0.svg",
    ],
)
def test_a_path_that_leaves_the_sources_is_refused(read_text, path):
    manuscript, findings = read_text(
        f'{HEAD}/// figure | F\n    id: fig-f\n    src: "{path}"\n    alt: x\n///\n'.replace(
            "\0", ""
        )
    )
    assert {"M104", "M301", "M124"} & {f.rule for f in findings}
    assert manuscript.chapters[0].pictures == ()


def test_a_link_that_leads_out_of_the_sources_is_refused(read_text, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    figures = tmp_path / "sources" / "course" / "figures"
    figures.mkdir(parents=True)
    (figures / "x.svg").symlink_to(secret)
    manuscript, findings = read_text(HEAD + '![A](figures/x.svg){#fig-a alt="x"}\n')
    assert [f.rule for f in findings] == ["M104"]
    assert manuscript.chapters[0].pictures == ()


def test_a_pipe_is_not_opened(read_text, tmp_path):
    folder = tmp_path / "sources" / "course" / "data"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "x.csv")
    _, findings = read_text(HEAD + "/// table | T\n    id: tbl-t\n    data: data/x.csv\n///\n")
    assert [f.rule for f in findings] == ["M104"]


def test_an_endless_device_behind_a_link_is_not_read(read_text, tmp_path):
    folder = tmp_path / "sources" / "shared"
    folder.mkdir(parents=True)
    (folder / "zero.md").symlink_to("/dev/zero")
    _, findings = read_text(HEAD + '--8<-- "zero.md"\n')
    assert [f.rule for f in findings] == ["M104"]


def test_a_text_of_more_than_two_megabytes_is_refused(read_text):
    _, findings = read_text(HEAD + "word\n" * 500_000)
    assert "M105" in {f.rule for f in findings}


def test_an_anchor_and_alias_in_options_cannot_multiply(read_text):
    lines = ["    a: &a [x, x, x, x, x, x, x, x]"]
    lines += [
        f"    {b}: &{b} [{', '.join(['*' + a] * 8)}]"
        for a, b in zip("abcdefg", "bcdefgh", strict=True)
    ]
    _, findings = read_text(HEAD + "/// box | B\n" + "\n".join(lines) + "\n\nText.\n///\n")
    assert [f.rule for f in findings] == ["M124"]


@pytest.mark.parametrize(
    ("content", "fit"),
    [
        (b"<rect width='1' height='1' fill='url(#a)'/>", True),
        (b"<style>.a { fill: url('#b') }</style>", True),
        (b"<use xlink:href='#a'/>", True),
        (b"<image href='data:image/png;base64,AAAA'/>", True),
        (b"<image href='http://example.org/x.png'/>", False),
        (b"<image xlink:href='file:///etc/passwd'/>", False),
        (b"<image href='data:image/svg+xml;base64,AAAA'/>", False),
        (b"<use href='other.svg#a'/>", False),
        (b"<a href='javascript:alert(1)'/>", False),
        (b"<script>1</script>", False),
        (b"<foreignObject><div/></foreignObject>", False),
        (b"<rect onload='x()'/>", False),
        (b"<rect style='fill: url(http://example.org/x)'/>", False),
        (b"<rect fill='url(x.svg#a)'/>", False),
        (b"<style>@import 'x.css';</style>", False),
        (b"<style>@\\69mport 'x.css';</style>", False),
        (b"<g>" * 300 + b"</g>" * 300, False),
        (b"<rect", False),
    ],
)
def test_only_a_picture_that_stands_alone_is_fit(content, fit):
    assert (svg_fault(SVG % content) == "") is fit


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>',
        b'<?xml-stylesheet href="http://example.org/x.css"?>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_picture_that_declares_more_than_itself_is_refused(head):
    assert svg_fault(head + SVG % b"")


def test_another_encoding_cannot_hide_a_document_type():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE svg []><svg/>'
    assert svg_fault(text.encode("utf-16"))
    assert svg_fault(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE svg+AD4-<svg/>')


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "JavaScript:x",
        "vbscript:x",
        "//example.org",
    ],
)
def test_links_lead_to_the_web_only(read_text, address):
    _, findings = read_text(HEAD + f"A [link]({address}).\n")
    assert [f.rule for f in findings] == ["M213"]


def test_no_mark_of_the_reader_is_left_in_what_it_prints(read_text):
    text = HEAD + (
        "A [link](https://example.org/@x){.a}, `{{x}} @y [^z]`, *a*{.b}, @sec-hostile, "
        '"[@nobody]".\n\n'
        '![C @sec-hostile](figures/none.svg){#fig-c alt="{{fact:x}} @y"}\n\n'
        "| a | b @z |\n|---|---|\n| `c | d` | {{fact:x|value}} |\n: T {#tbl-t}\n\n"
        "```\n{{a}} @b ](c\n```\n\n    indented {{a}} @b ](c\n\n*[ABC]: @meaning {{x}}\n\nABC\n"
    )
    manuscript, _ = read_text(text)
    assert not [c for c in repr(manuscript) if ord(c) >= 0xE000 or c in "\x02\x03"]
    assert "<m-" not in repr(manuscript)
