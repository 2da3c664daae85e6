"""What the columns of a list of participants may be called, in the languages of the house."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

NAME, GIVEN, FAMILY = "name", "given", "family"
FIELDS = (NAME, GIVEN, FAMILY, "organization", "role", "pronouns", "lang")

_SPELLINGS: Mapping[str, str] = {
    NAME: "name; full name; participant; participant name; nom; nom complet; participant·e; "
    "participante; nombre; nombre completo; nome; nome completo; الاسم; الاسم الكامل; المشارك; "
    "اسم المشارك; 姓名; 名字; 参加者; 与会者; имя; фио; полное имя; участник; имя и фамилия; "
    "фамилия и имя",
    GIVEN: "given name; given names; first name; forename; prénom; prénoms; nombre de pila; "
    "primeiro nome; nome próprio; الاسم الأول; 名",
    FAMILY: "family name; surname; last name; nom de famille; apellido; apellidos; apelido; "
    "apelidos; sobrenome; اسم العائلة; اللقب; 姓; 姓氏; фамилия",
    "organization": "organization; organisation; institution; company; affiliation; employer; "
    "union; organisme; structure; employeur; organización; institución; entidad; empresa; "
    "organização; instituição; entidade; المنظمة; المؤسسة; الجهة; 单位; 组织; 机构; организация; "
    "учреждение; компания",
    "role": "role; function; position; title; job title; rôle; fonction; poste; titre; función; "
    "cargo; puesto; rol; função; papel; الدور; الوظيفة; الصفة; المنصب; 职务; 职位; 角色; "
    "должность; роль; функция",
    "pronouns": "pronouns; pronoms; pronombres; pronomes; الضمائر; 代词; местоимения",
    "lang": "lang; language; langue; idioma; língua; اللغة; 语言; язык",
}


def plain(words: str) -> str:
    """Return a column's name without case, accents, points and doubled spaces."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    kept = (" " if c in "_-./·" else c for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).strip(" :*\ufeff").split())


_FIELD_OF = {plain(word): field for field, words in _SPELLINGS.items() for word in words.split(";")}


def fields_of(head: Sequence[str]) -> tuple[str, ...]:
    """Return the field that each column is for; nothing for one that is none of them."""
    return tuple(_FIELD_OF.get(plain(cell), "") for cell in head)


def known_names() -> tuple[str, ...]:
    """Return every name of a column of names, as `plain` gives it."""
    return tuple(word for word, field in _FIELD_OF.items() if field in (NAME, GIVEN, FAMILY))
