"""The style sheet of a package's page, in the colours of the brand, by day and by night."""

from __future__ import annotations

from collections.abc import Iterable

from publish.composing.brand import Brand

_FACES = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def style_of(brand: Brand, accents: Iterable[str]) -> str:
    """Return the style sheet.

    Args:
        accents: those that works wear.
    """
    colours, dark = brand.colours, brand.colours["dark-blue"]
    ink, quiet = colours.get("black", "#222222"), colours.get("grey", "#5f6469")
    day = {
        "band": dark, "ground": "#ffffff", "card": "#ffffff", "ink": ink, "head": dark,
        "quiet": quiet, "rule": colours.get("grey-rule", "#dde3e7"),
        "foot": colours.get("grey-pale", "#f6f7f8"),
    }  # fmt: skip
    night = {
        "band": dark, "ground": mixed(dark, "#000000", 0.6), "card": mixed(dark, "#000000", 0.4),
        "ink": "#eceaf1", "head": "#ffffff", "quiet": "#b9b3c6",
        "rule": mixed(dark, "#ffffff", 0.25), "foot": mixed(dark, "#000000", 0.75),
    }  # fmt: skip
    worn = [(name, brand.accents[name]) for name in accents if name in brand.accents]
    by_day = [f".{name} {{ --fill: {of.fill}; --word: {of.text} }}" for name, of in worn]
    by_night = [f".{name} {{ --word: {of.mid} }}" for name, of in worn]
    return "\n".join(
        (
            f":root {{ {_set(day)} --display: '{brand.display}', '{brand.text}', {_FACES};"
            f" --text: '{brand.text}', {_FACES} }}",
            *by_day,
            _SHEET.strip(),
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_set(night)} }}",
            *by_night,
            "}",
            _PRINT.replace("DAY", _set(day)).strip(),
        )
    )


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another, both as "#rrggbb"."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def _set(values: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


_SHEET = """
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; color: var(--ink); background: var(--ground); font: 1rem/1.55 var(--text);
  overflow-wrap: break-word }
header, main, footer { padding-left: max(1.25rem, calc(50vw - 35rem));
  padding-right: max(1.25rem, calc(50vw - 35rem)) }
h1, h2, h3 { font-family: var(--display); line-height: 1.15; margin: 0; color: var(--head) }
p { margin: 0 }
a { color: var(--head); text-decoration-color: var(--word, currentColor);
  text-decoration-thickness: .1em; text-underline-offset: .18em }
:focus-visible { outline: 3px solid #ffcd2d; outline-offset: 2px; box-shadow: 0 0 0 6px #230050 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap;
  clip-path: inset(50%) }
.skip { position: absolute; top: -10rem; inset-inline-start: 1rem; padding: .6rem 1rem;
  color: #230050; background: #ffcd2d; z-index: 2 }
.skip:focus { top: 1rem }
main:focus { outline: none }
header { padding-top: 2.75rem; padding-bottom: 7.5rem; background: var(--band); color: #fff;
  border-top: .5rem solid var(--fill) }
header .house { font-size: .9rem; letter-spacing: .02em; margin-bottom: 2.25rem; opacity: .92 }
header h1 { color: #fff; font-size: 2.9rem; font-weight: 600; max-width: 20em;
  text-wrap: balance }
header .subtitle { font: 300 1.5rem/1.3 var(--display); margin-top: .8rem; max-width: 36em }
header .about { margin-top: 1.4rem; max-width: 44rem; font-size: 1.1rem }
header .lead { margin-top: 1.4rem; max-width: 44rem; opacity: .92 }
main { padding-bottom: 4.5rem }
.cover { display: block; height: auto; box-shadow: 0 0 0 1px #23005018, 0 6px 22px #23005033 }
.whole { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 2.5rem;
  margin-top: -5rem; padding: 2rem; background: var(--card); border-radius: 4px;
  box-shadow: 0 1px 0 1px #2300500d, 0 10px 36px #2300501f }
.whole .cover { width: 100% }
.whole h2 { font-size: 1.75rem; font-weight: 600; margin-bottom: .5rem }
main > section > h2#works { font-size: 1.75rem; font-weight: 600; margin: 4rem 0 1.5rem }
.works { list-style: none; margin: 0; padding: 0; display: grid; gap: 2rem;
  grid-template-columns: repeat(auto-fill, minmax(min(29rem, 100%), 1fr)) }
.card { height: 100%; padding: 1.5rem; background: var(--card); border-radius: 4px;
  border-top: .35rem solid var(--fill);
  box-shadow: 0 1px 0 1px #2300500d, 0 3px 14px #23005014 }
.work { display: grid; grid-template-columns: 8rem minmax(0, 1fr); column-gap: 1.5rem;
  grid-template-rows: auto 1fr }
.work .cover { width: 8rem; grid-row: span 2 }
.work > div, .work > .about { grid-column: 2 }
.bare > div, .bare > .about { grid-column: 1 / -1 }
.series { font-size: .85rem; color: var(--word); margin-bottom: .35rem }
.card h3 { font-size: 1.3rem; font-weight: 600 }
.card .subtitle { margin-top: .4rem; font: 400 1rem/1.35 var(--display) }
.card .about { margin-top: .7rem; font-size: .9rem; line-height: 1.5 }
.language { margin-top: .5rem; font-size: .85rem; color: var(--quiet) }
.files { list-style: none; margin: 1.25rem 0 0; padding: 0 }
.files li { position: relative; display: flex; flex-wrap: wrap; justify-content: space-between;
  align-items: baseline; gap: 0 1rem; padding: .55rem 0; border-top: 1px solid var(--rule) }
.files a { font-weight: 600 }
.files a::after { content: ""; position: absolute; top: 0; bottom: 0; left: 0; right: 0 }
.files li:hover { background: linear-gradient(var(--rule), var(--rule)) }
.files a:focus-visible { outline-offset: 3px }
.measure { font-size: .85rem; color: var(--quiet); font-variant-numeric: tabular-nums }
.within, .caution { margin-top: 1rem; font-size: .9rem }
.caution { padding-inline-start: .8rem; border-inline-start: .25rem solid #ffcd2d }
footer { padding-top: 3.5rem; padding-bottom: 4rem; background: var(--foot); font-size: .925rem }
footer section + section { margin-top: 2.75rem }
footer h2 { font-size: 1.2rem; font-weight: 600; margin-bottom: .8rem }
footer p { max-width: 46rem }
footer p + p { margin-top: .6rem }
dl { margin: 0; display: grid; gap: 1rem 3rem;
  grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)) }
dt { font-weight: 600 }
dd { margin: .1rem 0 0; color: var(--quiet) }
@media (max-width: 40rem) {
  header { padding-top: 1.75rem; padding-bottom: 6rem }
  header .house { margin-bottom: 1.5rem }
  header h1 { font-size: 2rem }
  header .subtitle { font-size: 1.2rem }
  header .about { font-size: 1rem }
  .whole { grid-template-columns: minmax(0, 1fr); gap: 1.5rem; padding: 1.25rem }
  .whole .cover { width: 10rem }
  .card { padding: 1.25rem }
  .card h3 { font-size: 1.15rem }
  .measure { flex-basis: 100% }
  .work { grid-template-columns: 5.5rem minmax(0, 1fr); column-gap: 1rem }
  .work .cover { width: 5.5rem; grid-row: auto }
  .work > .about { grid-column: 1 / -1; margin-top: 1rem }
}
"""

_PRINT = """
@page { margin: 16mm 15mm }
@media print {
  :root { DAY }
  html { font-size: 9pt }
  header, main, footer { padding: 0; background: none }
  header { color: var(--ink); border: 0 }
  header h1 { color: var(--head); font-size: 22pt }
  header .house { margin-bottom: 4mm }
  .skip, .lead, footer section:nth-child(2) { display: none }
  .whole, .card { box-shadow: none; padding: 4mm 0; break-inside: avoid }
  .whole { margin-top: 6mm; grid-template-columns: 32mm minmax(0, 1fr); gap: 8mm }
  .works { display: block }
  .works > li + li { margin-top: 5mm }
  dl { grid-template-columns: 1fr 1fr }
  .work { grid-template-columns: 22mm minmax(0, 1fr); column-gap: 6mm }
  .work .cover { width: 22mm }
  .cover { box-shadow: 0 0 0 .2mm #999 }
  .files li { padding: .8mm 0 }
  h2, h3 { break-after: avoid }
  main > section > h2#works { margin: 8mm 0 3mm }
  footer { margin-top: 8mm }
  footer section { break-inside: avoid }
  a { text-decoration: none }
}
"""
