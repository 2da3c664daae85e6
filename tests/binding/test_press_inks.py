from __future__ import annotations

import pickle
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from publish.binding.ink_limit import limited, limited_picture
from publish.binding.press_inks import PressInks

ROOT = Path(__file__).parents[2]
PROFILE = (ROOT / "layouts" / "brand" / "colour" / "FOGRA39L_coated.icc").read_bytes()
BRAND = {
    "#2D2D2D": (0.0, 0.0, 0.0, 92.0),
    "#B8C4CC": (0.0, 0.0, 0.0, 28.0),
    "#1E2DBE": (98.0, 86.0, 0.0, 0.0),
    "#EBF5FD": (8.0, 1.0, 0.0, 0.0),
    "#230050": (100.0, 100.0, 15.0, 40.0),
}
INKS = PressInks(PROFILE, BRAND, 300)


def rgb(colour: str) -> tuple[float, float, float]:
    """Return a colour as content streams write it."""
    red, green, blue = (round(int(colour[at : at + 2], 16) / 255, 6) for at in (1, 3, 5))
    return red, green, blue


def heaviest(picture: Image.Image) -> float:
    """Return the greatest sum of inks of a "CMYK" picture, in per cent."""
    return int(np.asarray(picture).sum(axis=2, dtype=np.uint16).max()) / 2.55


@pytest.mark.parametrize("colour", BRAND)
def test_a_colour_of_the_brand_has_its_inks(colour: str) -> None:
    assert [100 * ink for ink in INKS.paint(rgb(colour))] == pytest.approx(BRAND[colour])


@pytest.mark.parametrize("level", range(0, 256, 15))
def test_greys_are_black_ink_alone_and_darker_the_darker_they_are(level: int) -> None:
    inks = INKS.paint(rgb(f"#{level:02X}{level:02X}{level:02X}"))
    assert inks[:3] == (0, 0, 0)
    darker = INKS.paint(rgb(f"#{max(0, level - 15):02X}" + f"{max(0, level - 15):02X}" * 2))
    assert darker[3] >= inks[3]


def test_white_is_paper_and_black_is_solid() -> None:
    assert INKS.paint((1, 1, 1)) == (0, 0, 0, 0)
    assert INKS.paint((0, 0, 0)) == (0, 0, 0, 1)


def test_a_grey_of_the_brand_mixed_with_black_or_white_is_still_black_ink() -> None:
    darkened = "#" + "".join(
        f"{round(0.75 * int('B8C4CC'[at : at + 2], 16)):02X}" for at in (0, 2, 4)
    )
    assert darkened == "#8A9399"
    for mixed in (darkened, "#DBE1E5"):
        assert INKS.paint(rgb(mixed))[:3] == (0, 0, 0)


@pytest.mark.parametrize("colour", ["#EBF5FE", "#CCCCDD", "#1E2DBF", "#C83044", "#F3E9E9"])
def test_a_colour_near_a_grey_or_a_brand_s_keeps_its_hue(colour: str) -> None:
    assert any(INKS.paint(rgb(colour))[:3])


def test_a_darkened_colour_is_near_the_brand_s_and_darker() -> None:
    plain, dark = INKS.paint(rgb("#1E2DBE")), INKS.paint(rgb("#18249A"))
    assert dark[:2] == pytest.approx(plain[:2], abs=0.1)
    assert dark[3] > plain[3]


def test_a_gradient_is_smooth_and_ends_in_the_exact_inks() -> None:
    start, end = rgb("#1E2DBE"), rgb("#EBF5FD")
    steps = [INKS.between(start, end, at / 40) for at in range(41)]
    assert steps[0] == INKS.paint(start)
    assert steps[-1] == INKS.paint(end)
    changes = np.abs(np.diff(np.array(steps), axis=0))
    assert changes.max() < 0.07


def test_a_gradient_between_greys_is_grey_all_the_way() -> None:
    middle = INKS.between(rgb("#2D2D2D"), (1, 1, 1), 0.5)
    assert middle[:3] == (0, 0, 0)
    assert 0.4 < middle[3] < 0.65


def test_inks_go_to_another_process_and_paint_the_same() -> None:
    INKS.paint(rgb("#C83044"))
    copied = pickle.loads(pickle.dumps(INKS))
    assert copied.paint(rgb("#C83044")) == INKS.paint(rgb("#C83044"))
    assert copied.digest == INKS.digest


def test_the_digest_tells_inks_apart() -> None:
    others = (
        PressInks(PROFILE, BRAND, 280),
        PressInks(PROFILE, {**BRAND, "#00FF00": (1, 2, 3, 4)}, 300),
    )
    assert len({INKS.digest, *(inks.digest for inks in others)}) == 3


LEVELS = (0.0, 0.3, 0.75, 1.0)


@pytest.mark.parametrize("limit", [2.0, 2.4, 3.0])
def test_no_mix_of_inks_is_over_the_limit_and_a_light_one_stays(limit: float) -> None:
    for inks in product(LEVELS, repeat=4):
        found = limited(inks, limit)
        assert sum(found) <= limit + 1e-9
        assert all(-1e-9 <= ink <= 1 + 1e-9 for ink in found)
        if sum(inks) <= limit:
            assert found == inks


def test_grey_shared_by_three_inks_goes_to_black_first() -> None:
    assert limited((0.9, 0.8, 0.8, 0.7), 3.0) == pytest.approx((0.8, 0.7, 0.7, 0.8))
    assert limited((1, 1, 0, 0.6), 2.4) == pytest.approx((0.9, 0.9, 0, 0.6))


def test_pixels_over_the_limit_lose_ink_and_others_stay() -> None:
    levels = [tuple(round(255 * ink) for ink in inks) for inks in product(LEVELS, repeat=4)]
    picture = Image.new("CMYK", (16, 16))
    picture.putdata(levels)
    light = limited_picture(picture, 240)
    assert heaviest(picture) == pytest.approx(400)
    assert heaviest(light) <= 240.01
    for before, after in zip(
        np.asarray(picture).reshape(-1, 4), np.asarray(light).reshape(-1, 4), strict=True
    ):
        if before.sum() <= 612:
            assert (before == after).all()
        else:
            assert after.sum() > 560
    assert limited_picture(light, 240) is light
