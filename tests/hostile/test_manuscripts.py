"""Manuscripts that want more than their sources hold: refused by name, and nothing is printed."""

from __future__ import annotations

import os
import struct
import zlib

import pytest

CHAPTER = "brief/en/01-brief.md"
PLACE = "sources/brief/en/01-brief.md:"


def refused(lone, *words):
    """Check the sources: they must be refused in a bearable time. Return what was said."""
    done = lone.publish("check", "brief", timeout=60)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    return done.stderr


def add(lone, text):
    path = lone.file(CHAPTER)
    path.write_text(path.read_text(encoding="utf-8") + f"\n\n{text}\n", encoding="utf-8")


def add_picture(lone, name, content):
    path = lone.file(f"brief/figures/{name}")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    add(lone, f'![A picture](figures/{name}){{#fig-x alt="It shows something."}}')


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "/dev/zero",
        "../../../../../../../etc/passwd",
        "figures/../../../../secret.png",
        "http://127.0.0.1:9/x.png",
        "//127.0.0.1:9/x.png",
        "data:text/html,x",
        "\\\\server\\share\\x.png",
    ],
)
def test_a_picture_from_elsewhere_is_refused(lone, source):
    add(lone, f'![A picture]({source}){{#fig-x alt="It shows something."}}')
    refused(lone, PLACE)


def test_a_picture_on_the_network_is_not_asked_for(lone, trap):
    add(lone, f'![A picture]({trap.url}/x.png){{#fig-x alt="It shows something."}}')
    refused(lone, PLACE)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_a_link_that_acts_or_opens_files_is_refused(lone, target):
    add(lone, f"See [this]({target}).")
    refused(lone, PLACE)


@pytest.mark.parametrize("name", ["../../../../../secret.txt", "/etc/passwd", "/dev/zero"])
def test_an_include_from_elsewhere_is_refused(lone, secret, name):
    add(lone, f'--8<-- "{name}"')
    said = refused(lone, PLACE)
    assert secret.read_text() not in said


@pytest.mark.parametrize("kind", ["chart", "table"])
def test_data_from_elsewhere_are_refused(lone, kind):
    add(lone, f"/// {kind} | Title\n    id: fig-x\n    data: /etc/passwd\n///")
    refused(lone, PLACE)


def test_a_link_in_the_file_system_that_leads_out_is_refused(lone, secret):
    folder = lone.file("brief/figures")
    folder.mkdir()
    (folder / "x.svg").symlink_to(secret)
    add(lone, '![A picture](figures/x.svg){#fig-x alt="It shows something."}')
    refused(lone, PLACE)


def test_a_pipe_does_not_make_a_build_wait(lone):
    folder = lone.file("brief/figures")
    folder.mkdir()
    os.mkfifo(folder / "x.svg")
    add(lone, '![A picture](figures/x.svg){#fig-x alt="It shows something."}')
    refused(lone, PLACE)


def test_raw_html_does_nothing(lone, trap, secret):
    add(lone, f'<link rel="attachment" href="file://{secret}">\n\n<img src="{trap.url}/x.png">')
    refused(lone, PLACE)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SVG += 'viewBox="0 0 10 10">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="{url}/x.png" width="9" height="9"/>',
        '<image xlink:href="{url}/x.png" width="9" height="9"/>',
        '<image href="file://{secret}" width="9" height="9"/>',
        '<image href="x.png" width="9" height="9"/>',
        '<use href="{url}/x.svg#a"/>',
        "<style>@import url({url}/x.css);</style>",
        '<style>rect {{ fill: url("{url}/x.svg#a") }}</style><rect width="9" height="9"/>',
        '<rect width="9" height="9" style="fill: url({url}/x.svg#a)"/>',
        '<rect width="9" height="9" fill="url({url}/x.svg#a)"/>',
        "<script>alert(1)</script>",
        '<foreignObject><iframe src="{url}"/></foreignObject>',
        '<a href="javascript:alert(1)"><rect width="9" height="9"/></a>',
        '<rect width="9" height="9" onclick="alert(1)"/>',
    ],
)
def test_a_drawing_that_reaches_out_is_refused(lone, trap, secret, inside):
    text = SVG.format(inside.format(url=trap.url, secret=secret))
    add_picture(lone, "x.svg", text.encode())
    refused(lone, PLACE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_with_entities_is_refused(lone, secret, encoding):
    kinds = f'<!ENTITY a "aaaaaaaaaa"><!ENTITY x SYSTEM "file://{secret}">'
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE svg [{kinds}]>'
    add_picture(lone, "x.svg", (text + SVG.format("<text>&a;&x;</text>")).encode(encoding))
    refused(lone, PLACE)


def png(width, height):
    """Return a small PNG that unfolds to width × height pixels of one colour."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min((1 + (width + 7) // 8) * height, 25_000_000)), 9)
    chunks = chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("side", [13_000, 2**31 - 1])
def test_a_picture_that_unfolds_to_gigabytes_is_refused(lone, side):
    add_picture(lone, "x.png", png(side, side))
    refused(lone, PLACE, "pixels")


def test_front_matter_that_multiplies_is_refused(lone):
    text = lone.file(CHAPTER).read_text(encoding="utf-8")
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(["a0: &a0 [x, x, x]", *lines])
    lone.file(CHAPTER).write_text(f"---\n{bomb}\n---\n{text}", encoding="utf-8")
    refused(lone, PLACE)


def test_front_matter_does_not_make_objects(lone, tmp_path):
    text = lone.file(CHAPTER).read_text(encoding="utf-8")
    act = f'standfirst: !!python/object/apply:os.system ["touch {tmp_path / "made"}"]'
    lone.file(CHAPTER).write_text(f"---\n{act}\n---\n{text}", encoding="utf-8")
    assert "Traceback" not in lone.publish("check", "brief").stderr
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "text",
    [
        "> " * 500 + "deep",
        "".join(f"{'    ' * n}- deep\n" for n in range(300)),
        "*" * 20_000,
        "[" * 5_000,
        "![" * 5_000,
        "`" * 20_001,
        "{{fact:" * 5_000,
        "@" * 20_000,
        "a@b" * 10_000,
        "/// box | A\n" * 300,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_text_meant_to_overwhelm_is_read_in_a_bearable_time(lone, text):
    add(lone, text)
    done = lone.publish("check", "brief", timeout=60)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
