"""The package around a bundle: what it holds, and that it is the same every time."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import os
import re
import resource
import subprocess
import zipfile

import pikepdf
import pytest

from publish.composing.jobsheet import JOBSHEET
from publish.composing.layouts import built_in_layouts
from publish.delivering.page_links import broken_links
from publish.editions import EDITIONS
from publish.errors import PublishError

OWN = ["index.html", "README.txt", "datapackage.json", "SHA256SUMS"]
COVERS = ["covers/bundles/kit.png", "covers/guide.png", "covers/briefs/farms.png"]


def text(package, name):
    with zipfile.ZipFile(package) as archive:
        return archive.read(name).decode("utf-8-sig")


def names(package):
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_it_holds_the_bound_file_each_work_in_its_editions_and_what_explains_them(kit):
    files = [file["path"] for file in kit.files]
    assert kit.pack() == kit.output / "bundles/kit-en.zip"
    held = names(kit.pack())
    assert held[:7] == OWN + COVERS
    assert sorted(held[7:]) == sorted(files)
    assert held[7:10] == [
        "bundles/kit-en.pdf",
        "bundles/kit-en-press.pdf",
        "guide/guide-en-screen.pdf",
    ]


def test_two_folders_at_two_times_give_the_same_bytes(kit_in, tmp_path):
    first = kit_in(tmp_path / "one" / "output").pack()
    again = kit_in(tmp_path / "two")
    for path in again.output.rglob("*.pdf"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    assert first.read_bytes() == again.pack().read_bytes()


def test_files_bear_the_date_of_the_bundle_or_of_source_date_epoch(kit):
    def dates(package):
        with zipfile.ZipFile(package) as archive:
            return {info.date_time for info in archive.infolist()}

    assert dates(kit.pack()) == {(2026, 11, 2, 0, 0, 0)}
    assert dates(kit.pack(epoch=1_700_000_000)) == {(2023, 11, 14, 22, 13, 20)}
    assert dates(kit.pack(epoch=0)) == {(1980, 1, 1, 0, 0, 0)}  # zips know no earlier day
    assert '"created": "1970-01-01T00:00:00Z"' in text(kit.pack(epoch=0), "datapackage.json")


def test_one_that_holds_the_same_is_not_written_again(kit):
    package = kit.pack()
    before = package.stat()
    assert kit.pack().stat().st_ino == before.st_ino
    data = bytearray(package.read_bytes())
    data[-len(data) // 2] ^= 1
    package.write_bytes(data)
    assert kit.pack().stat().st_ino != before.st_ino  # a damaged one is


def test_nothing_stale_stays_in_it(kit):
    kit.pack()
    gone = kit.files.pop()
    kit.files[2] |= kit.put(kit.files[2]["path"], pages=3, text="a new text")
    package = kit.pack()
    assert gone["path"] not in names(package)
    with zipfile.ZipFile(package) as archive:
        data = archive.read(kit.files[2]["path"])
    assert hashlib.sha256(data).hexdigest() == kit.files[2]["sha256"]


def test_zips_of_other_bundles_and_of_other_times_are_left_alone(kit):
    other = kit.output / "bundles" / "former-en.zip"
    other.write_bytes(b"kept")
    kit.pack()
    assert other.read_bytes() == b"kept"


def test_a_bundle_that_was_not_bound_has_no_package(kit):
    kit.files[:2] = []
    with pytest.raises(IndexError):
        kit.pack()
    assert not (kit.output / "bundles/kit-en.zip").exists()


@pytest.mark.parametrize("what", ["changed", "gone", "no pdf"])
def test_a_file_that_is_no_longer_what_was_built_is_told_and_the_old_package_stays(kit, what):
    before = kit.pack().read_bytes()
    kit.files[2] |= kit.put(kit.files[2]["path"], text="another")  # so that it is made again
    path = kit.output / kit.files[2]["path"]
    if what == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n" if what == "changed" else b"no pdf")
    with pytest.raises(PublishError) as raised:
        kit.pack()
    assert raised.value.finding.rule == "P320"
    assert raised.value.finding.place.file == "output/guide/guide-en-screen.pdf"
    assert (kit.output / "bundles/kit-en.zip").read_bytes() == before
    assert not list(kit.output.rglob(".*"))


@pytest.mark.parametrize("room", [0, 100, 30_000])
def test_a_full_disk_is_told_and_leaves_nothing_torn(kit, room):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(PublishError, match="cannot be written") as raised:
            kit.pack()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.finding.rule == "B104"
    assert not list(kit.output.rglob("*.zip*"))
    assert kit.pack().is_file()


def test_a_place_that_cannot_be_written_is_told(kit):
    (kit.output / "bundles/kit-en.zip").mkdir()
    with pytest.raises(PublishError, match="cannot be written") as raised:
        kit.pack()
    assert raised.value.finding.rule == "B104"
    assert not list(kit.output.rglob(".*"))


def test_the_checksums_are_those_that_sha256sum_reads(kit, tmp_path):
    folder = kit.unpack(tmp_path / "x")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(kit.files) + len(OWN) - 1 + len(COVERS)


def test_every_link_of_the_page_leads_to_a_file_and_every_file_is_linked(kit):
    package = kit.pack()
    page, held = text(package, "index.html"), frozenset(names(package))
    assert list(broken_links(page, held)) == []
    linked = set(re.findall(r'(?:href|src)="([^"#:]+)"', page))
    assert linked == held - {"index.html", "datapackage.json"}


def test_the_page_escapes_what_catalogues_say(kit):
    page = text(kit.pack(), "index.html")
    assert "A guide &lt;to&gt; rights" in page
    assert "House &amp; Co" in page
    assert "<to>" not in page


def test_a_document_of_others_is_shown_with_its_terms_but_is_no_file(kit):
    package = kit.pack()
    assert not [name for name in names(package) if "act" in name and name != "datapackage.json"]
    assert '<h3><span lang="fr" dir="ltr">The Act</span></h3>' in text(package, "index.html")
    assert "CC0 1.0 Universal" in text(package, "index.html")
    assert "Parliament" in text(package, "index.html")
    record = json.loads(text(package, "datapackage.json"))
    assert record["sources"] == [{"title": "The Act"}]


def test_works_and_documents_link_to_the_page_of_the_bound_file_on_which_they_begin(kit):
    bound = kit.output / kit.files[0]["path"]
    with pikepdf.open(bound, allow_overwriting_input=True) as pdf:
        ways = pikepdf.Array()
        for name, number in (("act", 3), ("briefs-farms", 2)):
            way = pikepdf.Array([pdf.pages[number].obj, pikepdf.Name.Fit])
            ways.extend([pikepdf.String(f"bundles/kit.member-{name}"), way])
        pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=ways))
        pdf.save(bound, deterministic_id=True)
    data = bound.read_bytes()
    kit.files[0] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    page = text(kit.pack(), "index.html")
    links = re.findall(r'href="(bundles/kit-en.pdf#page=\d)">([^<]*)<', page)
    assert links == [
        ("bundles/kit-en.pdf#page=3", "In the file that holds all, from page 3"),
        ("bundles/kit-en.pdf#page=4", "In the file that holds all, from page 4"),
    ]


def test_pages_of_others_that_screen_readers_cannot_read_are_told(kit):
    caution = "may not work with a screen reader"
    assert caution not in text(kit.pack(), "index.html")
    kit.files[0]["conformance"] = []
    assert caution in text(kit.pack(), "index.html")


def test_only_files_that_claim_it_are_called_fit_for_screen_readers(kit):
    assert "(PDF/UA-1)" in text(kit.pack(), "index.html")
    kit.files[2]["conformance"] = []
    assert "(PDF/UA-1)" not in text(kit.pack(), "index.html")


def test_the_readme_can_be_read_in_any_notepad(kit):
    with zipfile.ZipFile(kit.pack()) as archive:
        data = archive.read("README.txt")
    assert data.startswith("\ufeffThe kit".encode())
    assert data.count(b"\n") == data.count(b"\r\n")
    for words in (
        b"sha256sum -c SHA256SUMS",
        b"Get-FileHash",
        b"publish verify",
        b"us@example.org",
    ):
        assert words in data


def test_a_package_speaks_the_language_of_its_bundle(kit_in, tmp_path):
    package = kit_in(tmp_path, lang="ar").pack()
    assert package.name == "kit-ar.zip"
    page = text(package, "index.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert "للشاشة" in page
    assert "For the screen" not in page
    assert "فكّوا ضغطه" in text(package, "README.txt")
    assert json.loads(text(package, "datapackage.json"))["languages"] == ["ar"]


def test_all_words_and_all_editions_exist_in_all_languages():
    rows = list(csv.reader((built_in_layouts() / "brand/strings.csv").open(encoding="utf-8")))
    words = {row[0]: row[1:] for row in rows}
    keys = [key for key in words if key.startswith(("package_", "readme_", "edition_"))]
    assert len(keys) > 40
    for edition in (*EDITIONS, JOBSHEET):
        name = edition.replace("-", "_")
        assert {f"edition_{name}", f"edition_{name}_use"} <= set(keys)
    for key in keys:
        assert len(words[key]) == 7
        assert all(words[key])
        places = {tuple(sorted(re.findall(r"{\w+}", said))) for said in words[key]}
        assert len(places) == 1, key


def test_a_brand_made_before_packages_had_these_words_borrows_them(kit, tmp_path):
    own = tmp_path / "project" / "layouts" / "brand"
    own.mkdir(parents=True)
    built_in = (built_in_layouts() / "brand" / "strings.csv").read_text(encoding="utf-8")
    old = [line for line in built_in.splitlines() if not line.startswith(("package_", "edition_"))]
    (own / "strings.csv").write_text("\n".join(old), encoding="utf-8")
    catalogue = dataclasses.replace(kit.catalogue, root=tmp_path / "project")
    older = dataclasses.replace(kit, catalogue=catalogue)
    assert "For the screen" in text(older.pack(), "index.html")


# What specs.frictionlessdata.io/schemas/data-package.json asks of a package, in essence.
NAME = re.compile(r"^([-a-z0-9._/])+$")
PATH = re.compile(r"^(?=^[^./~])(^((?!\.{2}).)*$).*$")
HASH = re.compile(r"^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)$")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def test_the_manifest_has_the_shape_of_a_data_package(kit):
    record = json.loads(text(kit.pack(), "datapackage.json"))
    assert record["profile"] == "data-package"
    assert NAME.match(record["name"])
    assert MOMENT.match(record["created"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", record["version"])
    assert record["homepage"].startswith("https://")
    for licence in record["licenses"]:
        assert set(licence) & {"name", "path"}
        assert re.fullmatch(r"[-a-zA-Z0-9._]+", licence["name"])
    for one in record["contributors"]:
        assert one["title"]
        assert one["role"] in ("author", "publisher", "maintainer", "wrangler", "contributor")
    assert all(isinstance(word, str) for word in record["keywords"])
    assert all(source["title"] for source in record["sources"])
    resources = record["resources"]
    assert len({one["name"] for one in resources}) == len({one["path"] for one in resources}) > 9
    for one in resources:
        assert NAME.match(one["name"])
        assert PATH.match(one["path"])
        assert HASH.match(one["hash"])
        assert one["bytes"] > 0
        assert one["mediatype"].endswith(("/pdf", "/png", "/html", "/plain"))


def test_the_manifest_says_of_each_file_what_the_build_says(kit):
    record = json.loads(text(kit.pack(), "datapackage.json"))
    listed = {one["path"]: one for one in record["resources"]}
    for file in kit.files:
        one = listed[file["path"]]
        assert one["hash"] == f"sha256:{file['sha256']}"
        for key in ("bytes", "pages", "edition", "language", "publication", "conformance"):
            assert one[key] == file[key]
    assert set(listed) == set(names(kit.pack())) - {"datapackage.json", "SHA256SUMS"}
