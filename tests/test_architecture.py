"""The house stands as drawn: imports run one way, each foreign library has one home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

# In the order of the flow: each imports from itself and from those before it.
LAYERS = (
    "errors",
    "units",
    "writing",
    "catalogue",
    "manuscript",
    "composing",
    "typesetting",
    "binding",
    "editions",
    "checking",
    "building",
    "delivering",
    "commands",
)

HOMES = {
    "barcode": {"composing"},
    "citeproc": {"manuscript"},
    "fontTools": {"typesetting"},
    "hunspell": {"checking"},
    "jinja2": {"composing"},
    "jpype": {"checking"},
    "lxml": {"manuscript"},
    "markdown": {"manuscript"},
    "markupsafe": {"composing"},
    "page": {"checking"},
    "pikepdf": {"binding"},
    "numpy": {"binding", "checking"},
    # what a picture is; what the engine makes of it; pictures of pages for the report
    "PIL": {"manuscript", "typesetting", "binding", "checking", "delivering"},
    "proselint": {"checking"},
    "pydantic": {"catalogue"},
    "pydantic_core": {"catalogue"},
    "pydyf": {"typesetting"},
    "pymdownx": {"manuscript"},
    "pypdf": {"checking"},
    "pypdfium2": {"checking", "delivering"},
    "rich": {"commands"},
    "segno": {"composing"},
    "uharfbuzz": {"binding"},
    "vl_convert": {"manuscript"},
    "weasyprint": {"typesetting"},
    "yaml": {"manuscript"},
}


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((SOURCE / "publish").rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(name: str) -> Iterator[str]:
    """Yield what a module imports, at any depth; from-imports of modules as those modules."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import hides where it leads"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else str(node.module)


def layer(module: str) -> str:
    return [*module.split("."), ""][1]


def test_imports_run_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        if layer(name) in LAYERS
        for other in imports(name)
        if layer(other) in LAYERS and other.startswith("publish.")
        if LAYERS.index(layer(other)) > LAYERS.index(layer(name))
    ]
    assert not wrong


def test_every_module_belongs_to_a_layer() -> None:
    stray = {layer(name) for name in modules()} - {*LAYERS, "", "__main__"}
    assert not stray


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        name: {other for other in imports(name) if other in modules() and other != name}
        for name in modules()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_each_foreign_library_has_its_home() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        for other in imports(name)
        if (top := other.split(".")[0]) != "publish" and top not in sys.stdlib_module_names
        if layer(name) not in HOMES.get(top, set())
    ]
    assert not wrong


def test_only_commands_look_at_the_clock_the_environment_and_the_folder_they_are_in() -> None:
    outside = {
        "os.environ", "os.getenv", "os.getcwd", "Path.cwd", "Path.home", "time.time",
        "datetime.now", "dt.datetime.now", "dt.date.today", "date.today", "Path.expanduser",
    }  # fmt: skip
    wrong = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in modules().items()
        if layer(name) not in ("commands", "__main__")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in outside
        if name not in ALLOWED
    ]
    assert not wrong


# The engine below Pango reads its fonts' configuration from the environment of its own process.
ALLOWED = {"publish.typesetting.engine"}
