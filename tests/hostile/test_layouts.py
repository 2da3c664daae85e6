"""Layouts that want more than their tickets hold: a layout may come from anybody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest

BUILT_IN = Path(__file__).parents[2] / "layouts" / "brief"


def own_layout(lone, template="", sheet=""):
    """Give the project a layout `brief` with something added to its template and sheet."""
    folder = lone.root / "layouts" / "brief"
    shutil.copytree(BUILT_IN, folder)
    page = folder / "leaflet.html.j2"
    before, mark, after = page.read_text(encoding="utf-8").partition("{% block body %}")
    page.write_text(before + mark + template + after, encoding="utf-8")
    css = folder / "brief.css.j2"
    css.write_text(sheet + css.read_text(encoding="utf-8"), encoding="utf-8")


def refused(lone, *words):
    done = lone.publish("build", "brief", timeout=120)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not lone.outputs()
    return done.stderr


@pytest.mark.parametrize(
    "template",
    [
        '<img src="{url}/x.png" alt="x">',
        '<img src="file://{secret}" alt="x">',
        '<img src="/dev/zero" alt="x">',
        '<img src="file:///dev/zero" alt="x">',
        '<object data="{url}/x.svg"></object>',
        '<embed src="{url}/x.svg">',
        '<p style="background: url({url}/x.png)">x</p>',
        '<style>@import "{url}/x.css";</style>',
        '<style>@import "file://{secret}";</style>',
        '<link rel="stylesheet" href="{url}/x.css">',
        "<style>p::before {{ content: url({url}/x.png) }}</style>",
    ],
)
def test_a_template_gets_nothing_from_elsewhere_and_the_finding_names_it(
    lone, trap, secret, template
):
    own_layout(lone, template.format(url=trap.url, secret=secret))
    refused(lone, "T1")


@pytest.mark.parametrize(
    "sheet",
    [
        '@import "{url}/x.css";',
        '@import "file://{secret}";',
        "@font-face {{ font-family: X; src: url({url}/x.ttf) }} body {{ font-family: X }}",
        "@page {{ background: url({url}/x.png) }}",
        "h1 {{ list-style: url(file:///dev/zero); display: list-item }}",
    ],
)
def test_a_style_sheet_gets_nothing_from_elsewhere(lone, trap, secret, sheet):
    own_layout(lone, sheet=sheet.format(url=trap.url, secret=secret))
    refused(lone, "T1")


@pytest.mark.parametrize(
    "template",
    ['<link rel="attachment" href="file://{}">', '<a rel="attachment" href="file://{}">x</a>'],
)
def test_a_link_that_would_attach_a_file_attaches_nothing(lone, secret, template):
    own_layout(lone, template.format(secret))
    done = lone.publish("build", "brief", timeout=120)
    assert "Traceback" not in done.stderr
    for path in (lone.root / "output").rglob("*.pdf"):
        assert not pypdf.PdfReader(path).attachments
        assert secret.read_bytes() not in path.read_bytes()


@pytest.mark.parametrize(
    "template",
    [
        "{{{{ ''.__class__.__mro__ }}}}",
        "{{{{ cycler.__init__.__globals__.os.system('touch {made}') }}}}",
        "{{{{ self.__init__.__globals__ }}}}",
        "{{{{ html.__globals__ }}}}",
        "{{{{ t.__globals__ }}}}",
        "{{{{ (html|attr('__globals__')) }}}}",
        "{{% for x in ().__class__.__base__.__subclasses__() %}}{{{{ x }}}}{{% endfor %}}",
        "{{% include '/etc/passwd' %}}",
        "{{% include '../../../../../../etc/passwd' %}}",
        "{{% import 'os' as os %}}{{{{ os.system('touch {made}') }}}}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(lone, tmp_path, template):
    made = tmp_path / "made"
    own_layout(lone, template.format(made=made))
    refused(lone, "L11")
    assert not made.exists()


@pytest.mark.parametrize(
    "template",
    ["{% for x in range(10**9) %}x{% endfor %}", "<div>" * 3000],
    ids=["loop", "depth"],
)
def test_a_template_meant_to_overwhelm_ends_in_a_finding(lone, template):
    own_layout(lone, template)
    refused(lone)
