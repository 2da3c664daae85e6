"""Packages from anybody: what would do harm when unpacked is named, soon and in little memory."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from publish.delivering.holdings import holding_of
from publish.delivering.opening import open_files
from publish.delivering.page_links import broken_links
from publish.delivering.verifying import compare, verify
from publish.errors import PublishError

SOURCE = Path(__file__).parents[2] / "src"


def verdicts(path):
    with holding_of(path) as holding:
        return {one.path: (one.status, one.message) for one in compare(holding).verdicts}


@pytest.fixture
def spiked(kit, tmp_path):
    """Add files to a copy of a whole package, as zipfile writes them."""

    def add(*files, **options):
        path = tmp_path / "spiked.zip"
        path.write_bytes(kit.pack().read_bytes())
        with zipfile.ZipFile(path, "a", **options) as archive:
            for info, data in files:
                archive.writestr(info, data)
        return path

    return add


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../etc/cron.d/x", "leads out"),
        ("guide/../../x.pdf", "leads out"),
        ("/etc/passwd", "leads out"),
        ("C:/Windows/x.dll", "leads out"),
        ("\\\\server\\share", "leads out"),
        ("guide\\more.pdf", "cannot be written"),
        ("guide//more.pdf", "cannot be written"),
        ("./index.html", "cannot be written"),
        ("con.pdf", "cannot be written"),
        ("guide/lpt1", "cannot be written"),
        ("bell\a.pdf", "cannot be written"),
        ("INDEX.HTML", "one name on some systems"),
        ("guide/guide-en-Screen.pdf", "one name on some systems"),
    ],
)
def test_names_that_would_do_harm_are_refused(spiked, name, why):
    found = verdicts(spiked((name, b"data")))
    shown = "".join(c if c.isprintable() else "�" for c in name)
    assert found[shown][0] == "refused"
    assert why in found[shown][1]


def test_a_file_that_is_there_twice_is_refused(spiked):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = spiked(("index.html", b"another"))
    assert verdicts(path)["index.html"] == ("refused", "its name is there twice")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(spiked, kind):
    info = zipfile.ZipInfo("guide/more.pdf")
    info.external_attr = (kind | 0o777) << 16
    assert verdicts(spiked((info, "/etc/passwd")))["guide/more.pdf"][0] == "refused"


def test_a_bomb_is_refused_before_it_goes_off(spiked):
    path = spiked(("bomb.txt", bytes(200_000_000)), compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 400_000
    status, message = verdicts(path)["bomb.txt"]
    assert status == "refused"
    assert "made to fill disks" in message


def packed_by(path, name, data, size):
    """Write a zip of one file that says of itself that it has `size` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    whole = path.read_bytes()
    assert packed in whole
    path.write_bytes(whole.replace(struct.pack("<L", len(data)), struct.pack("<L", size)))


def test_a_file_that_lies_about_its_size_is_never_read_beyond_it(tmp_path):
    packed_by(tmp_path / "lie.zip", "SHA256SUMS", bytes(50_000_000), 900_000)
    read = 0
    with pytest.raises(ValueError, match="damaged"), holding_of(tmp_path / "lie.zip") as holding:
        for piece in holding.read("SHA256SUMS"):
            read += len(piece)
    assert read <= 900_000


def test_files_that_share_their_bytes_are_refused(kit, tmp_path):
    """The bomb of many names over one kernel (Fifield 2019) begins so."""
    path = tmp_path / "overlap.zip"
    path.write_bytes(kit.pack().read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        first = archive.getinfo("guide/guide-en-screen.pdf")
        for number in range(3):
            twin = zipfile.ZipInfo(f"twin-{number}.pdf")
            twin.header_offset = first.header_offset
            twin.file_size = twin.compress_size = first.file_size
            twin.CRC = first.CRC
            archive.filelist.append(twin)
        archive._didModify = True
    found = verdicts(path)
    assert len([one for one in found.values() if "another file's as well" in one[1]]) >= 3


def test_an_encrypted_file_is_refused(kit, tmp_path):
    data = bytearray(kit.pack().read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    assert verdicts(tmp_path / "locked.zip")["index.html"] == ("refused", "it is encrypted")


def test_an_unknown_way_of_packing_is_refused(spiked):
    path = spiked(("more.txt", b"data" * 99), compression=zipfile.ZIP_LZMA)
    assert verdicts(path)["more.txt"][0] == "refused"


@pytest.mark.parametrize("share", [0.0001, 0.1, 0.5, 0.9, 0.99, 0.999])
def test_a_download_that_broke_off_is_told(kit, tmp_path, share):
    whole = kit.pack().read_bytes()
    (tmp_path / "torn.zip").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(PublishError) as raised:
        verify(tmp_path / "torn.zip")
    assert raised.value.finding.rule == "P318"


def test_a_list_of_a_million_files_is_not_read(tmp_path):
    ending = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 9**9, 9**9, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 4, 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    (tmp_path / "long.zip").write_bytes(b"PK\3\4" + ending + locator + last)
    with pytest.raises(PublishError, match="lists"):
        verify(tmp_path / "long.zip")


@pytest.mark.parametrize("seed", range(60))
def test_rubbish_never_raises_anything_else(kit, tmp_path, seed):
    data = bytearray(kit.pack().read_bytes())
    start = data.index(b"PK\1\2")
    for step in range(12):  # in the list of files, where parsers go wrong
        data[start + (seed * 7919 + step * 104_729) % (len(data) - start)] = (
            seed * 31 + step
        ) % 256
    (tmp_path / "rubbish.zip").write_bytes(data)
    try:
        assert any(
            status not in ("ok", "note")
            for status, _ in verdicts(tmp_path / "rubbish.zip").values()
        )
    except PublishError as fault:
        assert fault.finding.rule in ("P310", "P318")


def forged(folder, files):
    """Make a package whose lists vouch for whatever is in it."""
    files = {"index.html": b'<a href="index.html">x</a>', **files}
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    listed = [
        {"path": name, "hash": f"sha256:{sums[name]}", "bytes": len(data)}
        for name, data in files.items()
    ]
    files["datapackage.json"] = json.dumps({"resources": listed}).encode()
    sums["datapackage.json"] = hashlib.sha256(files["datapackage.json"]).hexdigest()
    lines = sorted(f"{name}\0{digest}" for name, digest in sums.items())
    text = "".join(f"{line.split(chr(0))[1]}  {line.split(chr(0))[0]}\n" for line in lines)
    files["SHA256SUMS"] = text.encode()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_lists_that_name_files_elsewhere_touch_none(tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = forged(tmp_path / "kit", {})
    text = (folder / "datapackage.json").read_text()
    text = text.replace('"index.html"', '"../secret.txt"').replace('"bytes": 26', '"bytes": 6')
    (folder / "datapackage.json").write_text(text)
    (folder / "SHA256SUMS").unlink()
    found = verdicts(folder)
    assert found["../secret.txt"][0] == "missing"
    assert found["index.html"][0] == "extra"


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("../index.html", "leads to nothing"),
        ("file:///etc/passwd", "not of the package"),
        ("javascript:alert(1)", "not of the package"),
        ("//host/x", "not of the package"),
        ("nowhere.pdf", "leads to nothing"),
        ("#nowhere", "no place of the page"),
        ("/index.html", "leads to nothing"),
        ("./index.html", "leads to nothing"),
        ("http://[", "no address"),
    ],
)
def test_links_that_lead_elsewhere_are_told(link, why):
    assert [
        told
        for told in broken_links(f'<a href="{link}">x</a>', frozenset({"index.html"}))
        if why in told
    ]


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://t.example/x.png">',
        '<script src="x.js"></script>',
        '<link href="https://f.example/a.css">',
    ],
)
def test_a_page_that_needs_what_is_not_there_is_told(tag):
    assert list(broken_links(tag, frozenset({"index.html"})))


def test_a_hostile_pdf_takes_down_only_its_own_process(tmp_path):
    bomb = io.BytesIO()
    bomb.write(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 9>>endobj\n")
    bomb.write(b"trailer<</Root 1 0 R>>\n")
    folder = forged(tmp_path, {"bad.pdf": bomb.getvalue(), "worse.pdf": b"%PDF-1.7" + b"[" * 10**6})
    found = {one.path: one.status for one in verify(folder)}
    assert found["bad.pdf"] == found["worse.pdf"] == "does not open"
    assert found["index.html"] == "ok"


def test_a_picture_of_a_billion_pixels_is_not_drawn(tmp_path):
    header = struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b"")):
        check = struct.pack(">L", zlib.crc32(kind + data))
        png += struct.pack(">L", len(data)) + kind + data + check
    folder = forged(tmp_path, {"huge.png": png})
    names = {name: name for name in ("huge.png", "index.html")}
    seen = open_files(folder, names, ["huge.png", "index.html"])
    assert "pixels" in seen["huge.png"].fault
    assert seen["index.html"].fault == ""


def test_a_large_package_is_read_in_little_memory(tmp_path):
    folder = tmp_path / "large"
    folder.mkdir()
    with (folder / "large.bin").open("wb") as file:
        file.truncate(400_000_000)  # a hole: it takes no room on the disk
    for name in ("datapackage.json", "SHA256SUMS"):
        (folder / name).write_bytes(b"")

    def little():
        resource.setrlimit(resource.RLIMIT_AS, (350_000_000, 350_000_000))

    code = (
        "import sys; from pathlib import Path\n"
        "from publish.delivering.holdings import holding_of\n"
        "from publish.delivering.sums import digest_of\n"
        "with holding_of(Path(sys.argv[1])) as held: print(digest_of(held.read('large.bin')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        preexec_fn=little,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip()) == 64
