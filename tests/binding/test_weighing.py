"""What files weigh: every byte in one part, the heaviest named, budgets kept or not."""

from __future__ import annotations

import zlib
from dataclasses import asdict, replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publish.binding.attaching import Attachment
from publish.binding.bind import bind
from publish.binding.model import Section
from publish.binding.overweight import over_budget
from publish.binding.weighing import HeavyFont, HeavyPicture, Part, Weight, weigh, weight_of
from publish.catalogue.model import Publication
from publish.editions.archive import FORM as ARCHIVE
from publish.editions.screen import FORM as SCREEN
from publish.errors import Place

BODY = """<h1 id="a">First</h1><p>Words with a <a href="#b">link</a>, <b>bold</b> and <i>light</i>.
<p><img src="p.png" alt="Noise" style="width: 36pt"></p>
<h2 id="b">Second</h2><p><img src="p.png" alt="Noise again" style="width: 18pt"></p>"""


def noise(side: int) -> bytes:
    target = BytesIO()
    Image.effect_noise((side, side), 90).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def bound(set_pages, make_binding, tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("weighed")
    gathering = set_pages(BODY, pictures={"p.png": noise(300)})
    binding = make_binding(Section(gathering, "course", "arabic"))
    carried = Attachment("a.csv", bytes(range(256)) * 40, "text/csv", "Data", "Numbers")
    files = {}
    for form, attached in ((SCREEN, ()), (ARCHIVE, (carried,))):
        path = folder / f"{form.name}.pdf"
        bind(replace(binding, attachments=attached), form, path)
        files[form.name] = path.read_bytes()
    return files


def test_every_byte_of_a_file_belongs_to_one_part(bound) -> None:
    weight = weigh(bound["screen"], ["course"] * 2)
    assert weight.bytes == len(bound["screen"])
    assert min(weight.parts.values()) > 0
    assert set(weight.parts) == {"pictures", "fonts", "pages", "tags", "links", "rest"}
    archive = weigh(bound["archive"], ["course"] * 2)
    assert archive.parts["attachments"] > 200


def test_parts_are_as_heavy_as_another_reader_finds_their_streams(bound) -> None:
    weight = weigh(bound["screen"], ["course"] * 2)
    with pikepdf.open(BytesIO(bound["screen"])) as pdf:
        images = [i for i in pdf.objects if i.get("/Subtype", None) == Name.Image]  # type: ignore[union-attr]
        contents = [page.obj.Contents for page in pdf.pages]
        files = [
            f.FontFile2 for f in pdf.objects if isinstance(f, Dictionary) and "/FontFile2" in f
        ]
        assert weight.parts["pictures"] == sum(len(one.read_raw_bytes()) for one in images)
        assert weight.parts["pages"] >= sum(len(one.read_raw_bytes()) for one in contents)
        assert weight.parts["fonts"] >= sum(len(one.read_raw_bytes()) for one in files)


def test_the_heaviest_picture_is_named_by_page_pixels_and_fineness(bound) -> None:
    weight = weigh(bound["screen"], ["first", "second"])
    (picture,) = weight.pictures
    assert (picture.work, picture.page) == ("first", 1)
    assert (picture.width, picture.height, picture.resolution) == (300, 300, 600)
    assert picture.bytes == weight.parts["pictures"]


def test_fonts_are_named_with_their_glyphs(bound) -> None:
    weight = weigh(bound["screen"], ["course"] * 2)
    assert {font.name for font in weight.fonts} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all(font.glyphs >= len(set("bold")) for font in weight.fonts)
    assert weight.fonts[0].bytes >= weight.fonts[1].bytes


def test_pictures_with_masks_fonts_of_others_and_more_than_five_of_all() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    listed = Dictionary()
    for number in range(7):
        grey = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        image = pdf.make_stream(bytes(100 * (number + 1)), Width=10, Height=10, **grey)
        image.Type, image.Subtype = Name.XObject, Name.Image
        if number == 0:
            image.SMask = pdf.make_stream(
                bytes(5000), Subtype=Name.Image, Width=9, Height=9, **grey
            )
        listed[f"/I{number}"] = image
    program = pdf.make_stream(zlib.compress(bytes(9)), Length1=9)
    simple = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Plain"),
        Widths=Array([0, 500, 600]),
        FontDescriptor=pdf.make_indirect(Dictionary(FontFile2=program)),
    )  # fmt: skip
    pdf.pages[0].obj.Resources = Dictionary(
        XObject=listed, Font=Dictionary(F=pdf.make_indirect(simple))
    )
    shown = b"".join(b"q 9 0 0 9 0 0 cm /I%d Do Q\n" % number for number in range(7))
    pdf.pages[0].obj.Contents = pdf.make_stream(shown)
    target = BytesIO()
    pdf.save(target, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    weight = weigh(target.getvalue(), ["course"])
    assert [picture.bytes for picture in weight.pictures] == [5100, 700, 600, 500, 400]
    assert weight.fonts == (HeavyFont("Plain", 2, len(program.read_raw_bytes())),)
    assert weight.bytes == len(target.getvalue())


@pytest.mark.parametrize(
    ("widths", "glyphs"),
    [
        (Array([1, Array([500, 600]), 7, 9, 500]), 3),
        (Array([1, Array([500]), 2]), 1),
        (Array([5]), 0),
        (Name.Odd, 0),
    ],
)
def test_widths_of_somebody_elses_font_may_break_off(widths: pikepdf.Object, glyphs: int) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    program = pdf.make_stream(zlib.compress(bytes(9)), Length1=9)
    part = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, W=widths, CIDSystemInfo=Dictionary(),
        FontDescriptor=pdf.make_indirect(Dictionary(FontFile2=program)),
    )  # fmt: skip
    whole = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Theirs, DescendantFonts=Array([part])
    )
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(whole)))
    target = BytesIO()
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    (font,) = weigh(target.getvalue(), ["course"]).fonts
    assert (font.name, font.glyphs) == ("Theirs", glyphs)


def test_a_weight_comes_back_from_its_record() -> None:
    weight = Weight({"pictures": 9}, (HeavyPicture("w", 1, 2, 3, 4, 5),), (HeavyFont("F", 6, 7),))
    assert weight_of(asdict(weight)) == weight


def told(parts: dict[Part, int], budget: int, edition: str = "screen", **more: Any) -> Any:
    """Return the finding on a file of the given parts, None where there is none."""
    publication = Publication(
        "guides/course", {}, {}, {}, "guide", "guide", ("en",), (),
        editions=("screen", "light"), budgets={edition: budget},
        places={f"budgets.{edition}": Place("sources/catalogue.toml", 3, 10)},
    )  # fmt: skip
    pictures = tuple(
        HeavyPicture(work, page, 900, 600, 300_000, 500)
        for page, work in ((7, "guides/course"), (0, ""), (9, "others/course"))
    )
    weight = Weight(parts, pictures, (HeavyFont("Sans", 90, 40_000), HeavyFont("Tiny", 1, 100)))
    publication = replace(publication, **more)
    found = over_budget(weight, publication, edition, f"guides/course/course-en-{edition}.pdf")
    return found[0] if found else None


def test_a_file_within_its_budget_or_without_one_is_not_told_of() -> None:
    assert told({"pictures": 2_000_000}, 2_000_000) is None
    assert told({"pictures": 2_000_000}, 1, budgets={"light": 1}) is None


def test_a_file_over_its_budget_is_told_of_at_the_budgets_line() -> None:
    found = told({"pictures": 1_600_000, "tags": 400_000, "rest": 1}, 1_900_000)
    assert (found.rule, found.severity) == ("B190", "warning")
    assert found.place == Place("sources/catalogue.toml", 3, 10)
    assert (found.pdf, found.page) == ("guides/course/course-en-screen.pdf", 7)
    assert found.message == (
        "course-en-screen.pdf is 2 MB; its budget is 1.9 MB. By weight: pictures 80 %, tags 20 %. "
        "Heaviest pictures: on page 7, 900 × 600 pixels, 500 an inch, 300 KB (15 %); "
        "on some page, 900 × 600 pixels, 500 an inch, 300 KB (15 %); "
        "on page 9 (others/course), 900 × 600 pixels, 500 an inch, 300 KB (15 %). "
        "Heaviest fonts: Sans, 90 glyphs, 40 KB (2 %)"
    )


def test_sizes_that_read_alike_are_told_to_the_byte() -> None:
    found = told({"pictures": 5_000_001}, 5_000_000)
    assert "is 5,000,001 bytes; its budget is 5,000,000." in found.message


@pytest.mark.parametrize(
    ("part", "edition", "remedy"),
    [
        ("pictures", "screen", "at most 300 pixels an inch"),
        ("pictures", "screen", "send the edition `light` instead"),
        ("pictures", "light", "crop the pictures"),
        ("fonts", "screen", "fewer faces"),
        ("attachments", "screen", "carry less"),
        ("tags", "screen", "divide it"),
        ("pages", "light", "divide it"),
    ],
)
def test_the_remedy_fits_what_is_heaviest(part: Part, edition: str, remedy: str) -> None:
    found = told({part: 900_000, "rest": 1000}, 1000, edition)
    assert remedy in found.remedy
    assert found.remedy.endswith("or raise the budget")
