"""Verifying a package: each fault of a copy is caught, in a folder and in a zip."""

from __future__ import annotations

import json
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from publish.delivering.holdings import holding_of
from publish.delivering.sums import digest_of
from publish.delivering.verifying import compare, verify
from publish.errors import PublishError

BOUND = "bundles/kit-en.pdf"
GUIDE = "guide/guide-en-screen.pdf"


@pytest.fixture(params=["folder", "zip"])
def as_given(request, tmp_path):
    """Give a folder as it is, or as a zip that somebody made of it."""

    def give(folder: Path) -> Path:
        if request.param == "folder":
            return folder
        with zipfile.ZipFile(tmp_path / "copy.zip", "w") as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        return tmp_path / "copy.zip"

    return give


@pytest.fixture
def folder(kit, tmp_path):
    return kit.unpack(tmp_path / "copy")


def compared(path):
    """Compare without opening anything, which takes a process of its own."""
    with holding_of(path) as holding:
        return compare(holding).verdicts


def faults(path, look=compared):
    return {(one.path, one.status) for one in look(path) if one.is_fault}


def flip(path, at=-1):
    data = bytearray(path.read_bytes())
    data[at if at >= 0 else len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_package_as_it_was_made_is_whole(kit, folder):
    for path in (kit.pack(), folder):
        verdicts = verify(path)
        assert {one.status for one in verdicts} == {"ok"}
        assert len(verdicts) == len(kit.files) + 7
        assert [one.path for one in verdicts] == sorted(one.path for one in verdicts)


def test_another_zip_of_the_same_files_is_whole_and_told(folder, as_given):
    verdicts = compared(as_given(folder))
    assert [one for one in verdicts if one.is_fault] == []
    notes = [one.message for one in verdicts if one.status == "note"]
    assert notes in ([], ["its files were put into another zip than the one they came in"])


@pytest.mark.parametrize(
    "name", [BOUND, GUIDE, "index.html", "README.txt", "datapackage.json", "covers/guide.png"]
)
def test_a_flipped_byte_in_any_kind_of_file_is_caught(folder, as_given, name):
    flip(folder / name)
    assert (name, "changed") in faults(as_given(folder))
    assert {path for path, _ in faults(as_given(folder))} == {name}


def test_no_byte_of_the_sums_can_be_flipped_unseen(folder):
    sums = folder / "SHA256SUMS"
    whole = sums.read_bytes()
    for at in range(len(whole)):
        flip(sums, at)
        assert faults(folder), whole[at : at + 20]
        sums.write_bytes(whole)


def test_no_byte_of_the_zip_can_be_flipped_unseen(kit):
    package = kit.pack()
    whole = package.read_bytes()
    with zipfile.ZipFile(package) as archive:
        start = archive.start_dir
        headers = [info.header_offset for info in archive.infolist()]
    chosen = random.Random(1).sample(range(len(whole)), 150)
    chosen += random.Random(2).sample(range(start, len(whole)), 200)
    chosen += [at for header in headers[::3] for at in range(header, header + 45)]
    for at in chosen:
        flip(package, at)
        try:
            seen = bool(faults(package))
        except PublishError:
            seen = True
        assert seen, at
        package.write_bytes(whole)


def test_a_missing_file_is_caught(folder, as_given):
    (folder / GUIDE).unlink()
    path = as_given(folder)
    assert faults(path) == {(GUIDE, "missing")}
    # The page is as it was made, and leads to what is not there.
    assert faults(path, verify) == {(GUIDE, "missing"), ("index.html", "broken link")}


def test_an_added_file_is_caught(folder, as_given):
    (folder / "guide" / "bonus.pdf").write_bytes(b"%PDF-1.7")
    assert faults(as_given(folder)) == {("guide/bonus.pdf", "extra")}


def test_an_added_list_cannot_vouch_for_an_added_file(folder, as_given):
    (folder / "bonus.txt").write_text("bonus")
    record = json.loads((folder / "datapackage.json").read_text())
    record["resources"].append({**record["resources"][-1], "path": "bonus.txt", "name": "bonus"})
    (folder / "datapackage.json").write_text(json.dumps(record))
    assert ("datapackage.json", "changed") in faults(as_given(folder))


def test_a_renamed_file_is_caught_and_told_by_its_name(folder, as_given):
    (folder / GUIDE).rename(folder / "guide" / "Guide final.pdf")
    found = compared(as_given(folder))
    renamed = [one for one in found if one.status == "renamed"]
    assert [one.path for one in renamed] == ["guide/Guide final.pdf"]
    assert GUIDE in renamed[0].message
    assert "missing" not in {one.status for one in found}


def test_two_files_that_changed_places_are_caught(folder, as_given):
    one, other = folder / GUIDE, folder / BOUND
    one.rename(folder / "third")
    other.rename(one)
    (folder / "third").rename(other)
    assert faults(as_given(folder)) == {(GUIDE, "changed"), (BOUND, "changed")}


def test_a_changed_manifest_is_caught(folder, as_given):
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    (folder / "datapackage.json").write_text(
        text.replace('"pages": 2', '"pages": 9'), encoding="utf-8"
    )
    assert faults(as_given(folder)) == {("datapackage.json", "changed")}


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"resources": [{"path": 7}]}', "[" * 100_000])
def test_a_manifest_that_cannot_be_read_is_caught(folder, as_given, damage):
    (folder / "datapackage.json").write_text(damage)
    assert faults(as_given(folder)) == {("datapackage.json", "changed")}


def test_changed_sums_are_caught(folder, as_given):
    sums = folder / "SHA256SUMS"
    lines = sums.read_text().splitlines(keepends=True)
    sums.write_text("".join(line.replace("a", "b", 1) if GUIDE in line else line for line in lines))
    assert faults(as_given(folder)) == {("SHA256SUMS", "changed")}
    sums.write_text("".join(line for line in lines if GUIDE not in line))
    assert faults(as_given(folder)) == {("SHA256SUMS", "changed")}
    sums.write_text("".join((*lines, f"{'0' * 64}  more.pdf\n")))
    assert ("SHA256SUMS", "changed") in faults(as_given(folder))
    sums.write_bytes("".join(lines).replace("\n", "\r\n").encode())
    assert faults(as_given(folder)) == {("SHA256SUMS", "changed")}


@pytest.mark.parametrize("name", ["datapackage.json", "SHA256SUMS"])
def test_one_list_alone_still_judges_the_rest(folder, as_given, name):
    (folder / name).unlink()
    flip(folder / GUIDE)
    assert {(name, "missing"), (GUIDE, "changed")} <= faults(as_given(folder))


def remake(kit, path, data):
    """Put a file into a package whose lists agree with it, as a careless maker would."""
    (kit.output / path).write_bytes(data)
    for file in kit.files:
        if file["path"] == path:
            file |= {"bytes": len(data), "sha256": digest_of([data])}


def test_a_file_that_does_not_open_is_caught_even_if_its_lists_agree(kit):
    jobsheet = next(file["path"] for file in kit.files if file["edition"] == "jobsheet")
    remake(kit, jobsheet, b"%PDF-1.7 and nothing more")
    assert faults(kit.pack()) == set()
    assert faults(kit.pack(), verify) == {(jobsheet, "does not open")}


def test_a_file_with_other_pages_than_its_list_says_is_caught(kit):
    kit.files[2]["pages"] = 7
    found = {one.path: one.message for one in verify(kit.pack()) if one.is_fault}
    assert found == {GUIDE: "it has 2 pages instead of 7"}


def test_what_operating_systems_leave_behind_is_a_note(folder, as_given):
    for name in (".DS_Store", "guide/Thumbs.db", "desktop.ini", "System Volume Information/x",
                 "__MACOSX/._index.html", "._README.txt", ".Trashes/1"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"left behind")
    verdicts = compared(as_given(folder))
    assert [one for one in verdicts if one.is_fault] == []
    assert len([one for one in verdicts if "operating system" in one.message]) == 7


def test_a_copy_on_a_stick_that_does_not_tell_case_is_a_note(folder, as_given):
    (folder / "SHA256SUMS").rename(folder / "sha256sums")
    (folder / "README.txt").rename(folder / "README.TXT")
    verdicts = verify(as_given(folder))
    assert [one for one in verdicts if one.is_fault] == []
    assert {one.path for one in verdicts if one.status == "note" and one.path} == {
        "SHA256SUMS", "README.txt"
    }  # fmt: skip


def test_a_package_that_lies_in_a_folder_of_the_zip_is_found(folder, tmp_path):
    (tmp_path / "outer").mkdir()
    folder.rename(tmp_path / "outer" / "kit-en")
    verdicts = verify(tmp_path / "outer")
    assert not any(one.is_fault for one in verdicts)
    assert "kit-en" in next(one.message for one in verdicts if one.status == "note")
    flip(tmp_path / "outer" / "kit-en" / GUIDE)
    assert (GUIDE, "changed") in faults(tmp_path / "outer")


@pytest.mark.parametrize("what", ["nothing", "empty folder", "text", "folder of zips"])
def test_what_is_no_package_is_told(kit, tmp_path, what):
    place = tmp_path / "place"
    if what == "text":
        place.write_text("no package")
    elif what != "nothing":
        place.mkdir()
    if what == "folder of zips":
        shutil.copy(kit.pack(), place)
    with pytest.raises(PublishError) as raised:
        verify(place)
    assert raised.value.finding.rule in ("P310", "P318")
    if what == "folder of zips":
        assert str(place / "kit-en.zip") in raised.value.finding.remedy


def test_links_and_devices_in_a_folder_are_refused(folder):
    (folder / "guide" / "more.pdf").symlink_to("/etc/passwd")
    (folder / GUIDE).unlink()
    (folder / GUIDE).symlink_to(folder / BOUND)
    os.mkfifo(folder / "pipe")
    found = faults(folder)
    assert {("guide/more.pdf", "refused"), (GUIDE, "refused"), ("pipe", "refused")} <= found


def test_reading_is_watched(kit):
    told = []
    with holding_of(kit.pack()) as holding:
        compare(holding, lambda name, done, total: told.append((name, done, total)))
    assert told[-1][1] == told[-1][2] > 1000
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
