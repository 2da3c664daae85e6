"""The registry of rules is complete, and each rule is worth its number."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import publish
from publish.checking.rules import MODULES, rules
from publish.errors import Rule

PACKAGE = Path(publish.__file__).parent
LETTERS = {
    "catalogue": "C",
    "manuscript": "M",
    "composing": "L",
    "typesetting": "T",
    "binding": "B",
    "checking": "P",
}
STYLE = "publish.checking.style"  # it judges manuscripts


def defined() -> dict[str, list[Rule]]:
    """Return the rules that each module makes, by module."""
    found: dict[str, list[Rule]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"^([A-Z_]+)(?:: \S+)? = Rule\(", text, re.MULTILINE)
        if names:
            name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
            found[name] = [getattr(import_module(name), rule) for rule in names]
    return found


def test_the_registry_knows_every_rule_that_a_module_makes() -> None:
    made = {rule.code for rules_of in defined().values() for rule in rules_of}
    assert made == set(rules())


def test_the_registry_names_only_modules_that_have_rules() -> None:
    assert all(import_module(name).RULES for name in MODULES)


def test_no_number_stands_for_two_rules() -> None:
    made = [rule for rules_of in defined().values() for rule in rules_of]
    codes = [rule.code for rule in made]
    assert sorted(codes) == sorted(set(codes))


def test_a_rule_has_the_letter_of_its_stage() -> None:
    for module, made in defined().items():
        letter = "M" if module.startswith(STYLE) else LETTERS.get(module.split(".")[1])
        for rule in made:
            assert re.fullmatch(r"[CMLTBP]\d{3}", rule.code), rule.code
            assert letter in (None, rule.code[0]), f"{module}: {rule.code}"


def test_every_rule_says_what_must_hold_and_why() -> None:
    for rule in rules().values():
        assert rule.title.endswith("."), rule.code
        assert rule.why, rule.code
