"""The style sheet of the report, in the colours of the built-in brand."""

from __future__ import annotations

STYLE = """
:root { --ink: #2d2d2d; --dark: #230050; --blue: #1e2dbe; --mid: #bedcfa; --tint: #ebf5fd;
  --quiet: #5f6469; --rule: #dde3e7; --red: #b9232f }
* { box-sizing: border-box }
html { scroll-behavior: smooth }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; color: var(--ink); background: #fff;
  font: 1rem/1.5 "Noto Sans", system-ui, sans-serif }
header { background: var(--dark); color: #fff; padding: 2.5rem max(1.5rem, calc(50vw - 36rem)) 0;
  border-top: .5rem solid #05d2d2 }
main { padding: 0 max(1.5rem, calc(50vw - 36rem)) 4rem }
main:focus { outline: none }
h1, h2, h3 { font-family: Overpass, "Noto Sans", system-ui, sans-serif; line-height: 1.15 }
h1 { font-size: 2.5rem; font-weight: 600; margin: 0 0 1.5rem }
h2 { font-size: 1.6rem; color: var(--dark); margin: 3rem 0 1rem }
h3 { font-size: 1.05rem; color: var(--dark); margin: 2rem 0 .6rem; overflow-wrap: anywhere }
a { color: var(--dark); text-decoration-color: var(--blue); text-underline-offset: .15em }
a:hover { color: var(--blue) }
:focus-visible { outline: 3px solid #ffcd2d; outline-offset: 2px; box-shadow: 0 0 0 6px #230050 }
.skip { position: absolute; left: -100rem; background: #ffcd2d; padding: .5rem 1rem }
.skip:focus { left: 1rem; top: 1rem }
dl { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 0 0 2rem }
dl div { display: flex; flex-direction: column-reverse }
dt { font-size: .85rem; color: #d9d3e6 }
dd { margin: 0; font: 300 2rem/1.2 Overpass, "Noto Sans", system-ui, sans-serif }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.75rem; list-style: none; margin: 0; padding: 0 }
nav a { display: block; padding: .75rem 0; color: #fff }
nav a:hover { color: #bedcfa }
.scroll { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .875rem }
caption { text-align: left; font-weight: 700; padding: 0 0 .5rem; color: var(--dark) }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem;
  border-bottom: 1px solid var(--rule) }
thead th { background: var(--mid); color: var(--dark); border: 0 }
tbody th { font-weight: 400; min-width: 12rem; overflow-wrap: anywhere }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.bar { display: block; height: .8rem; margin-top: .3rem; min-width: 1px; background: var(--blue) }
td:has(.bar) { width: 30% }
.note { color: var(--quiet); font-size: .875rem }
.findings { list-style: none; padding: 0; margin: 0 }
.findings li { border-left: 4px solid var(--blue); background: var(--tint); margin: 0 0 .5rem;
  padding: .6rem 1rem }
.findings li:has(.error) { border-color: var(--red); background: #fff1f2 }
.findings p { margin: 0 }
.lead { font-weight: 700 }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: .9em }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
  gap: 1.25rem; list-style: none; padding: 0; margin: 0 }
.pages a { display: block; text-decoration: none }
.pages img { display: block; width: 100%; height: auto; border: 1px solid var(--rule) }
.pages span { display: block; text-align: center; font-size: .8rem; color: var(--quiet);
  padding-top: .25rem }
@media print { header { background: none; color: var(--dark) } dt { color: var(--quiet) }
  nav, .skip { display: none } h3 { break-after: avoid } .pages li { break-inside: avoid } }
"""
