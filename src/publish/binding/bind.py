"""Bind set gatherings into one finished file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Dictionary

from publish.binding.attaching import attach
from publish.binding.fields import Fields
from publish.binding.filling import Filler, Glyphs
from publish.binding.fonts import embed
from publish.binding.foreign.layers import layers_of, put_layers
from publish.binding.insets import draw_insets
from publish.binding.keeping import separate_foreign
from publish.binding.leaves import Leaves, append_blanks, append_section
from publish.binding.links import Linker
from publish.binding.metadata import describe
from publish.binding.model import Binding, Bound, Form, PagePlan, Standard
from publish.binding.navigation import name_places, outline_entries, put_labels, put_outline
from publish.binding.paging import label_ranges, page_plan
from publish.binding.resampling import Fineness, resample
from publish.binding.rounding import round_coordinates
from publish.binding.separating import Separator
from publish.binding.settling import settle
from publish.binding.sharing import share
from publish.binding.sheets import Sheets
from publish.binding.stamping import Stamper
from publish.binding.structure import Structure
from publish.errors import Finding, FindingsError, errors_of
from publish.writing import write_whole


def bind(binding: Binding, form: Form, target: Path) -> Bound:
    """Bind `binding` in the form of an edition and write it to `target`.

    Raises:
        FindingsError: references that lead nowhere, late texts without room …, all of them;
            nothing is written.
        PublishError: the file cannot be written; an older one stays as it was.
    """
    plan = page_plan(
        binding.sections, binding.words, binding.blanks_after, binding.home, binding.apart
    )
    with pikepdf.Pdf.new() as pdf:
        bound: list[Leaves] = []
        opened: list[pikepdf.Pdf] = []
        try:
            findings = _put_together(pdf, binding, form, plan, bound, opened)
            errors = errors_of(findings)
            if errors:
                raise FindingsError(errors)
            data = _saved(pdf, form.standard)
        finally:
            for source in (*opened, *(leaves.source for leaves in bound)):
                source.close()
    write_whole(target, data)
    digest = hashlib.sha256(data).hexdigest()
    return Bound(target, len(plan.pages), len(data), digest, plan, findings)


def _put_together(
    pdf: pikepdf.Pdf,
    binding: Binding,
    form: Form,
    plan: PagePlan,
    bound: list[Leaves],
    opened: list[pikepdf.Pdf],
) -> tuple[Finding, ...]:
    """Fill `pdf` with everything of the finished file; return what was found, each once.

    Args:
        opened: takes further files that are to be closed once `pdf` is saved.
    """
    structure = Structure(pdf, binding.part_titles)
    fields = Fields(pdf, binding) if form.fields else None
    linker = Linker(binding, plan, structure, fields)
    filler = Filler(binding, plan, Glyphs(binding.fonts))
    separator = Separator(pdf, form, form.inks) if form.inks else None
    sheets = Sheets(pdf, binding, plan, form.sheet, filler.glyphs) if form.sheet else None
    stamper = Stamper(pdf, binding, plan, filler.glyphs)
    kept: list[Finding] = []
    for number, section in enumerate(binding.sections):
        leaves = append_section(pdf, section, form)
        bound.append(leaves)
        if form.tags:
            structure.add(leaves, number, binding.metadata.lang)
        if form.links:
            linker.resolve(leaves)
        else:
            linker.remove(leaves)
        if separator and form.inks and section.foreign:
            kept += separate_foreign(pdf, leaves, form, form.inks, plan.starts[number])
        elif separator:
            separator.separate(leaves)
        filler.fill(leaves, number)
        if form.resolution and not section.foreign:
            round_coordinates(leaves)
        stamper.write(leaves, number)
    if binding.blanks_after:
        append_blanks(pdf, binding.blanks_after, binding.sections[-1], form)
    if sheets:
        sheets.write_slugs()
    fonts = _put_fonts(pdf, bound, filler.glyphs)
    share(bound)
    if form.resolution:
        resample(pdf, Fineness(form.resolution, form.quality))
    for leaves in bound:
        draw_insets(pdf, leaves, opened)
    stamper.lay(fonts)
    if sheets:
        sheets.lay(fonts)
    if form.tags:
        structure.write()
    else:
        _strip_tags(pdf)
    if fields:
        fields.write(filler.glyphs.face)
    _put_whole(pdf, binding, form, plan, bound)
    found = [*plan.findings, *linker.findings, *filler.findings, *kept]
    found += fields.findings if fields else ()
    found += [*(separator.findings if separator else ()), *(sheets.findings if sheets else ())]
    return tuple(dict.fromkeys(found))


def _put_whole(
    pdf: pikepdf.Pdf, binding: Binding, form: Form, plan: PagePlan, bound: list[Leaves]
) -> None:
    """Write what belongs to the file as a whole: ways about it, files it carries, metadata."""
    if form.links:
        name_places(pdf, bound)
    attach(pdf, binding.attachments, binding.metadata.created)
    if form.outline:
        put_outline(pdf, outline_entries(bound, binding.part_titles))
    put_labels(pdf, label_ranges(plan))
    layered = [leaves.source.Root for leaves in bound if leaves.section.foreign]
    put_layers(pdf, [(pdf.copy_foreign(one), off) for r in layered for one, off in layers_of(r)])
    describe(pdf, binding, form)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _strip_tags(pdf: pikepdf.Pdf) -> None:
    """Take from the pages what only the tag tree needs."""
    for page in pdf.pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]


def _put_fonts(
    pdf: pikepdf.Pdf, bound: list[Leaves], glyphs: Glyphs
) -> Mapping[str, pikepdf.Object]:
    """Embed each face once, with the glyphs of all sections, and name it in their resources.

    Return the fonts by the digests of their files.
    """
    for leaves in bound:
        for use in leaves.section.gathering.offers.faces:
            if not use.late_of:
                used = glyphs.used.setdefault(use.face, {})
                for glyph, (text, _) in use.glyphs.items():
                    used.setdefault(glyph, text)
    fonts = {
        digest: embed(pdf, glyphs.face(digest), used)
        for digest, used in sorted(glyphs.used.items())
        if used
    }
    lists: dict[tuple[tuple[str, str], ...], pikepdf.Object] = {}  # one for equal ones
    for leaves in bound:
        digests = {
            "/" + use.resource: use.late_of or use.face
            for use in leaves.section.gathering.offers.faces
        }
        for resources in leaves.resources:
            names = resources.get("/Font", Dictionary()).keys()
            named = tuple(
                (name, digests[name]) for name in sorted(names) if digests.get(name) in fonts
            )
            if named and named not in lists:
                listed = Dictionary({name: fonts[digest] for name, digest in named})
                lists[named] = pdf.make_indirect(listed)
            if named:
                resources.Font = lists[named]
            elif "/Font" in resources:
                del resources["/Font"]
    return fonts


def _saved(pdf: pikepdf.Pdf, standard: Standard) -> bytes:
    """Return the bytes of the file: the same for the same content, whatever the machine."""
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="" if standard == "x4" else "1.7",
        force_version="1.6" if standard == "x4" else "",  # ISO 15930-7:2010, 6.1
    )
    return settle(target.getvalue())
