"""The package around a bundle: a zip with all that belongs to it, whole and the same every time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO  # Any: JSON, the record of a build

from publish.building.digests import code_digest
from publish.building.ledger import file_digest
from publish.building.naming import created
from publish.catalogue.model import Bundle, Catalogue
from publish.catalogue.vocabulary import BUNDLES
from publish.composing.brand import Brand, parse_brand
from publish.composing.layouts import built_in_layouts, identity_of
from publish.composing.strings import Strings, parse_strings
from publish.delivering.datapackage import MADE_FROM, Made, manifest
from publish.delivering.holdings import holding_of
from publish.delivering.package_files import MANIFEST, PAGE, README, SUMS, Package, package_of
from publish.delivering.package_page import package_page
from publish.delivering.package_words import Words
from publish.delivering.readme import readme
from publish.delivering.sums import sums_text
from publish.delivering.verifying import compare
from publish.delivering.zipping import Content, made_content, not_as_built, write_zip
from publish.errors import FindingsError, Place, PublishError, Rule
from publish.writing import whole_file

NOT_WHOLE = Rule(
    "P321",
    "A package is read back, file by file, before it takes its place.",
    "A fault of the disk would be handed out, and be found by those who cannot mend it.",
)
RULES: tuple[Rule, ...] = (NOT_WHOLE,)

EDITION = "package"  # what build.json calls a zip among the files


@dataclass(frozen=True, slots=True)
class House:
    """What all packages of a build are made with."""

    catalogue: Catalogue
    brand: Brand
    strings: Strings
    output: Path
    epoch: int | None


def write_packages(
    record: Mapping[str, Any], catalogue: Catalogue, output: Path, epoch: int | None
) -> list[dict[str, Any]]:
    """Write the package of every bundle that is bound, and return their entries for build.json.

    One that holds the same already is left as it is.

    Args:
        record: of the build, as in build.json; its files lie in their places in `output`.
        epoch: SOURCE_DATE_EPOCH; None: packages bear the dates of their bundles.
    Raises:
        PublishError: a file is not what was built, or the zip cannot be written. The zip that was
            there stays.
    """
    if not catalogue.bundles:
        return []
    house = _house(catalogue, output, epoch)
    packages = (
        package_of(bundle, lang, record["files"], catalogue)
        for bundle in catalogue.bundles
        for lang in bundle.publication.languages
    )
    return [_deliver(package, house) for package in packages if package.whole.files]


def package_path(bundle: Bundle, lang: str) -> str:
    """Return where a package lies, relative to output/."""
    return f"{BUNDLES}/{bundle.name}-{lang}.zip"


def _house(catalogue: Catalogue, output: Path, epoch: int | None) -> House:
    identity = identity_of(catalogue.root, catalogue.imprint.brand)
    text = identity["brand.toml"].read_text(encoding="utf-8-sig")
    brand, faults = parse_brand(text, f"layouts/{catalogue.imprint.brand}/brand.toml")
    if brand is None:
        raise FindingsError(faults)
    # A brand of the project's own may have been made before packages had these words.
    built_in = _strings(built_in_layouts() / "brand" / "strings.csv").words
    own = _strings(identity["strings.csv"]).words
    words = {lang: {**built_in.get(lang, {}), **own.get(lang, {})} for lang in {**built_in, **own}}
    return House(catalogue, brand, Strings(words), output, epoch)


def _strings(path: Path) -> Strings:
    return parse_strings(path.read_text(encoding="utf-8-sig"), path.name)[0]


def _deliver(package: Package, house: House) -> dict[str, Any]:
    started = time.perf_counter()
    path = package_path(package.bundle, package.lang)
    target = house.output / path
    imprint = house.catalogue.imprint
    words = Words(house.strings, package.lang)
    page = package_page(package, words, house.brand, imprint, {})
    note = readme(package, words, imprint)
    moment = created(package.bundle.publication, house.epoch)
    made_from = _made_from(package, page, note, moment)
    if not _stands(target, made_from):
        page = package_page(package, words, house.brand, imprint, _starts(package, house))
        texts = {PAGE: page, README: note}
        contents = list(_contents(package, texts, house, moment, made_from))
        with whole_file(target) as file:
            write_zip(file, contents, moment)
            _look_over(file, path)
    return {
        "path": path,
        "publication": package.whole.slug,
        "language": package.lang,
        "edition": EDITION,
        "pages": 0,
        "bytes": target.stat().st_size,
        "sha256": file_digest(target),
        "seconds": round(time.perf_counter() - started, 3),
        "conformance": [],
    }


def _stands(target: Path, made_from: str) -> bool:
    """Is the zip there already, whole, and made from the same?"""
    try:
        with holding_of(target) as holding:
            found = compare(holding)
    except (PublishError, OSError):
        return False
    same = found.listing.manifest.get(MADE_FROM) == f"sha256:{made_from}"
    return same and all(verdict.status == "ok" for verdict in found.verdicts)


def _look_over(file: BinaryIO, path: str) -> None:
    """Read back a zip that has been written.

    Raises:
        PublishError: the disk gives back something else.
    """
    with holding_of(Path(file.name)) as holding:
        wrong = [verdict for verdict in compare(holding).verdicts if verdict.status != "ok"]
    if wrong:
        message = f"is not read back as it was written: {wrong[0].path} {wrong[0].message}"
        remedy = "build again; if it comes again, check the disk"
        raise PublishError(NOT_WHOLE.at(Place(f"output/{path}"), message, remedy))


def _made_from(package: Package, page: bytes, note: bytes, moment: dt.datetime) -> str:
    """Return a digest of all that a package is made from, without drawing anything."""
    files = [(file.path, file.sha256) for file in package.files]
    drawn = [(item.cover, item.drawn_from) for item in package.items]
    by = (code_digest("delivering"), version("pypdfium2"), version("Pillow"))
    about = json.dumps([files, drawn, by, moment.isoformat()]).encode()
    return hashlib.sha256(b"\0".join((page, note, about))).hexdigest()


def _starts(package: Package, house: House) -> dict[str, int]:
    from publish.delivering.starts import starts_of  # here: 0.4 s

    whole = package.whole
    slugs = [item.slug for item in package.members]
    try:
        return starts_of(house.output / whole.drawn_from, whole.slug, slugs)
    except (OSError, RuntimeError) as fault:
        raise not_as_built(whole.drawn_from, "cannot be opened") from fault


def _contents(
    package: Package,
    texts: Mapping[str, bytes],
    house: House,
    moment: dt.datetime,
    made_from: str,
) -> Iterator[Content]:
    """Yield all files of a package; what a person looks for first stands first."""
    from publish.delivering.covers import cover_picture  # here: 0.3 s

    covers: dict[str, bytes] = {}
    for item in package.items:
        if item.cover:
            try:
                covers[item.cover] = cover_picture(house.output / item.drawn_from)
            except (OSError, RuntimeError) as fault:
                raise not_as_built(item.drawn_from, "cannot be opened") from fault
    titles = {item.cover: item.title for item in package.items}
    contents = [made_content(path, data) for path, data in {**texts, **covers}.items()]
    made = [
        Made(one.name, titles.get(one.name, package.whole.title), len(one.source), one.sha256)
        for one in contents
        if isinstance(one.source, bytes)
    ]
    imprint = house.catalogue.imprint
    listed = made_content(MANIFEST, manifest(package, made, imprint, moment, made_from))
    files = [Content(file.path, house.output / file.path, file.sha256) for file in package.files]
    sums = {one.name: one.sha256 for one in (*contents, listed, *files)}
    texts_first, pictures = contents[: len(texts)], contents[len(texts) :]
    yield from (*texts_first, listed, made_content(SUMS, sums_text(sums).encode()))
    yield from (*pictures, *files)
