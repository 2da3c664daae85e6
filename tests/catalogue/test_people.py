from __future__ import annotations

from pathlib import Path

import pytest

from publish.catalogue.people import MOST_PEOPLE, Person, read_people
from publish.catalogue.people_table import MOST_BYTES
from publish.errors import Finding

FILE = "sources/training/sessions/one/people.csv"


@pytest.fixture
def listed(tmp_path):
    """Write a list and read it."""

    def write(content: str | bytes) -> tuple[list[Person], list[Finding]]:
        path = tmp_path / "people.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        people, findings = read_people(path, FILE)
        return list(people), list(findings)

    return write


def told(findings: list[Finding]) -> list[tuple[str, int, str]]:
    return [(found.rule, found.place.line, found.severity) for found in findings]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lists_are_read_however_office_programs_save_them(listed, mark, separator, end):
    rows = (["Name", "Organization", "Role"], ["Participant One", '"A, B; and ""C"""', "Delegate"])
    people, findings = listed(mark + "".join(separator.join(row) + end for row in rows))
    assert findings == []
    assert people == [Person("Participant One", 'A, B; and "C"', "Delegate")]


@pytest.mark.parametrize(
    "head",
    [
        "Name,Organization,Role",
        "Nom,Organisme,Fonction",
        "NOMBRE,Organización,Función",
        "nome,Instituição,função",
        "الاسم,المنظمة,الدور",
        "姓名,单位,职务",
        "Имя,Организация,Должность",
        "full_name,Organisation,Job title",
        "sep=,\nname,organization,role",
    ],
)
def test_columns_are_known_in_the_languages_of_the_house(listed, head):
    people, findings = listed(f"{head}\nParticipant One,Example,Guest\n")
    assert (people, findings) == ([Person("Participant One", "Example", "Guest")], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Given name,Family name\nParticipant,One", "Participant One"),
        ("Nom,Prénom\nUn,Participant", "Participant Un"),
        ("Nombre,Apellidos\nParticipante,de la Uno y Dos", "Participante de la Uno y Dos"),
        ("姓,名\n参,加者", "参加者"),
        ("Name\n  Participant\u200b   One ", "Participant One"),
        ('Name,Role\n"Participant\nOne",x', "Participant One"),
        ("Name\nNgu\u031bo\u031b\u0300i Ba", "Người Ba"),
        ("Name\n=1+1 One", "=1+1 One"),
    ],
)
def test_names_come_whole_and_as_they_are_written(listed, text, name):
    people, findings = listed(text)
    assert ([person.name for person in people], findings) == ([name], [])


def test_wrong_rows_are_told_by_their_line_and_left_out(listed):
    people, findings = listed(
        "name,organization,role\n"
        "Participant One,Example,\n"
        ",Example,Guest\n"
        "\n"
        '"Participant\nTwo",Example\n'
        "Participant, Three,Example,Guest\n"
        "Participant \x07Four,,\n"
        "Participant \u202eFive,,\n"
        "Participant \ue001Six,,\n"
        f"{'Long ' * 25}Name,,\n"
        "–,,\n"
        "Participant One,EXAMPLE,Guest\n"
    )
    assert [person.name for person in people] == [
        "Participant One",
        "Participant Two",
        "Participant One",
    ]
    assert told(findings) == [
        ("C203", 3, "warning"),
        ("C204", 7, "warning"),
        ("C205", 8, "warning"),
        ("C205", 9, "warning"),
        ("C205", 10, "warning"),
        ("C208", 11, "warning"),
        ("C203", 12, "warning"),
        ("C206", 13, "note"),
    ]


def test_no_finding_says_anything_of_a_person(listed):
    _, findings = listed(
        "name,organization,shoe size\nSecretname,Secretunion,Secretsize\n"
        "Secretname,Secretunion,Secretsize,Secretmore\n"
        "Secretname\x01,Secretunion,\nSecretname,Secretunion,\n"
    )
    assert {found.rule for found in findings} == {"C202", "C204", "C205", "C206"}
    assert "ecret" not in "".join(map(str, findings))
    _, findings = listed("Secretname,Secretunion\n")
    assert told(findings) == [("C201", 1, "error"), ("C202", 1, "note")]
    assert "ecret" not in "".join(map(str, findings))


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"", "C201", 1),
        (b"organization,role\nExample,Guest\n", "C201", 1),
        (b"name,name\nParticipant One,x\n", "C201", 1),
        ("name\nParticipánt".encode("cp1252"), "C200", 2),
        ("name\nParticipant".encode("utf-16"), "C200", 1),
        (b"PK\x03\x04" + bytes(30), "C200", 0),
        (b'name\nParticipant One\n"Participant Two\n', "C200", 3),
        (b"name\n" + b"x" * MOST_BYTES, "C207", 0),
        (b"name\n" + b"P\n" * (MOST_PEOPLE + 1), "C207", MOST_PEOPLE + 2),
        (b"name" + b"," * 200 + b"\nP\n", "C207", 1),
        (b"," * 200_000, "C201", 1),
        (b"x" * 200_000, "C200", 1),
    ],
)
def test_what_is_no_list_of_participants_is_refused(listed, content, rule, line):
    people, findings = listed(content)
    assert people == []
    assert told(findings)[0] == (rule, line, "error")


def test_a_list_of_nobody_is_told(listed):
    assert listed("name,role\n") == ([], listed("name,role\n")[1])
    assert told(listed("name,role\n")[1]) == [("C203", 1, "warning")]


def test_a_list_that_is_not_there_is_told(tmp_path: Path):
    people, findings = read_people(tmp_path / "none.csv", FILE)
    assert (people, told(list(findings))) == ((), [("C200", 0, "error")])
