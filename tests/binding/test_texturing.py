"""Charts in grey: areas in patterns, lines in dashes, words that can be read; nothing else."""

from __future__ import annotations

import pytest

from publish.binding.looks import LOOKS
from publish.binding.texturing import ChartTextures

BLUE, RED, PALE = "0.117647 0.176471 0.745098", "0.980392 0.235294 0.294118", "0.5 0.5 0.5"
TEXTURES = ChartTextures(
    {"#1E2DBE": "solid", "#FA3C4B": "diagonal", "#808080": "pale"}, frozenset({"#B9232F"})
)


class Names:
    """Resources that keep what they are asked for."""

    def __init__(self, forms: dict[bytes, bytes] | None = None) -> None:
        self.forms = forms or {}
        self.asked: list[str] = []

    def pattern(self, key: str, drawn: bytes, step: float) -> bytes:
        assert drawn == LOOKS[key].tile
        assert step == LOOKS[key].step
        self.asked.append(key)
        return b"texture-" + key.encode()

    def form(self, name: bytes) -> bytes:
        return self.forms.get(name, b"")


def bar(colour: str, left: float, paint: str = "f", more: str = "") -> str:
    """Return a bar of 100 × 14 as the engine draws it."""
    right = left + 100
    path = f"0 0 m\n{left} 0 m\n{right} 0 l\n{right} 14 l\n{left} 14 l\nh"
    return f"q\n/a1.0 gs\n{colour} rg\n{more}[] 0 d\n{path}\n{paint}\nQ"


def words(colour: str, x: float, y: float = 10) -> str:
    return (
        f"q\n1 0 0 1 {x} {y} cm\nq\n{colour} rg\nBT\n0 Tr\n1 0 0 -1 0 0 Tm\n/F 8 Tf\n[<0017>0] TJ\n"
        "0 Tr\n1 0 0 -1 5 0 Tm\n[<0018>0] TJ\nET\nQ\nQ"
    )


def figure(*parts: str) -> bytes:
    return ("/Figure\n<</MCID 3>>\nBDC\n" + "\n".join(parts) + "\nEMC\n").encode()


def textured(*parts: str, forms: dict[bytes, bytes] | None = None) -> list[str]:
    """Return the operators of a figure after texturing."""
    return TEXTURES.apply(figure(*parts), Names(forms)).decode().splitlines()


def test_an_area_of_a_series_is_painted_with_its_pattern_and_an_edge() -> None:
    lines = textured(bar(RED, 0))
    at = lines.index("/texture-diagonal scn")
    assert lines[at - 1] == "/Pattern cs"
    assert lines[lines.index("h") + 1] == "B"
    assert "0 G" in lines[at:]


def test_a_solid_area_keeps_the_white_edge_that_parts_it_from_its_neighbour() -> None:
    lines = textured(bar(BLUE, 0, "B", "1 1 1 RG\n0.8 w\n"))
    assert lines[lines.index("0.2 g") + 1] == "1 G"


def test_the_white_edge_of_a_patterned_area_becomes_a_dark_one() -> None:
    lines = textured(bar(RED, 0, "B", "1 1 1 RG\n0.8 w\n"))
    assert "1 G" not in lines[lines.index("/Pattern cs") :]


def test_what_stands_outside_of_figures_is_left_alone() -> None:
    content = f"{bar(RED, 0)}\n/Artifact\nBMC\n{bar(BLUE, 0)}\nEMC\n".encode()
    assert TEXTURES.apply(content, Names()) == content
    assert TEXTURES.apply(content + figure(bar(PALE, 0)), Names()).startswith(content)


def test_rectangles_and_colours_that_are_no_series_keep_their_plain_grey() -> None:
    panel = f"q\n{RED} rg\n0 0 70 50 re\nf\nQ"
    other = bar("0.9 0.9 0.9", 0)
    clip = f"q\n{RED} rg\n0 0 m\n0 0 m\n9 0 l\n9 9 l\nh\nW\nn\nQ"
    assert textured(panel, other, clip)[3:-1] == "\n".join([panel, other, clip]).splitlines()


def test_words_never_become_patterns_nor_are_lost() -> None:
    lines = textured(bar(RED, 0), words(RED, 20), words(RED, 200), words(BLUE, 20))
    for at in (n for n, line in enumerate(lines) if line == "BT"):
        assert lines[at - 1] in ("0 g", "1 g")
    assert lines.count("BT") == lines.count("ET") == 3
    assert lines.count("/texture-diagonal scn") == 1
    assert lines.count("[<0017>0] TJ") == 3


@pytest.mark.parametrize(
    ("ground", "colour"),
    [(BLUE, "1 g"), (RED, "0 g"), (PALE, "0 g")],
    ids=["dark", "lines", "pale"],
)
def test_words_on_an_area_are_white_on_dark_and_else_black(ground: str, colour: str) -> None:
    lines = textured(bar(ground, 0), words("0.137255 0 0.313725", 20))
    assert lines[lines.index("BT") - 1] == colour


def test_words_in_a_pattern_stand_on_a_plate_of_white_that_holds_them() -> None:
    lines = textured(bar(RED, 0), words("0.137255 0 0.313725", 20))
    at = next(n for n, line in enumerate(lines) if line.endswith(" re"))
    assert (lines[at - 1], lines[at + 1], lines[at + 2]) == ("1 g", "f", "0 g")
    left, top, wide, high = map(float, lines[at].split()[:4])  # in the space of the words
    assert left < 0
    assert left + wide > 5 + 0.55 * 8
    assert top < -0.71 * 8
    assert top + high > 0.2 * 8
    assert not any(line.endswith(" re") for line in textured(bar(BLUE, 0), words(RED, 20)))


def test_words_beside_an_area_need_no_plate() -> None:
    assert not any(line.endswith(" re") for line in textured(bar(RED, 0), words(RED, 150)))


def test_words_that_the_engine_put_into_a_form_are_seen_where_they_stand() -> None:
    inner = words(RED, 0, 0).encode() + b"\n"
    shown = "q\n1 0 0 1 20 10 cm\n/x1 Do\nQ"
    lines = textured(bar(RED, 0), shown, forms={b"x1": inner})
    assert any(line.endswith(" re") for line in lines)
    assert "/x1 Do" not in lines
    assert "/x2 Do" in textured("q\n/x2 Do\nQ", forms={b"x1": inner})  # a picture stays


def test_the_topmost_area_counts() -> None:
    lines = textured(bar(RED, 0), bar(BLUE, 0), words(PALE, 20))
    assert lines[lines.index("BT") - 1] == "1 g"


LINE = "q\n{} RG\n1.5 w\n{} 0 d\n1 J\n0 0 m\n0 0 m\n90 40 l\nS\nQ"


def test_lines_of_series_get_a_dash_but_keep_one_that_the_author_gave() -> None:
    dash = LOOKS["diagonal"].dash.decode().splitlines()[-1]
    assert dash in textured(LINE.format(RED, "[]"))
    assert dash not in textured(LINE.format(RED, "[4 3]"))
    assert "0 G" in textured(LINE.format(RED, "[4 3]"))
    assert (
        textured(LINE.format("0.86 0.86 0.86", "[]"))[3:-1]
        == LINE.format("0.86 0.86 0.86", "[]").splitlines()
    )


def test_marks_of_points_are_full_or_hollow_and_never_patterned() -> None:
    mark = "q\n1 0 0 1 30 40 cm\n{} rg\n1 1 1 RG\n0 0 m\n3 0 m\n0 3 l\n-3 0 l\n0 -3 l\nh\nB\nQ"
    assert "1 g" in textured(mark.format(RED))
    assert "0 g" in textured(mark.format(BLUE))
    assert "/Pattern cs" not in textured(mark.format(RED))


def test_no_two_series_look_the_same() -> None:
    looks = [look for look in LOOKS.values() if look.name != "pale"]
    assert len({look.tile or look.flat for look in looks}) == len(looks)
    assert len({look.dash for look in looks}) == len(looks)


def test_the_same_figure_gives_the_same_bytes_and_pushes_what_it_pops() -> None:
    parts = (bar(RED, 0), words(RED, 20), LINE.format(BLUE, "[]"), bar(PALE, 100))
    lines = textured(*parts)
    assert lines == textured(*parts)
    assert lines.count("q") == lines.count("Q")
