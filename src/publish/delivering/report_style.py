"""The style sheet of the report, in the colours of the built-in brand."""

from __future__ import annotations

STYLE = """
:root { --ink: #2d2d2d; --dark: #230050; --blue: #1e2dbe; --mid: #bedcfa; --tint: #ebf5fd;
  --quiet: #5f6469; --rule: #dde3e7; --red: #b9232f; --amber: #c77700; --yellow: #ffcd2d }
* { box-sizing: border-box }
html { scroll-behavior: smooth }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; color: var(--ink); background: #fff;
  font: 1rem/1.5 "Noto Sans", system-ui, sans-serif }
header { background: var(--dark); color: #fff; padding: 2.5rem max(1.5rem, calc(50vw - 36rem)) 0;
  border-top: .5rem solid #05d2d2 }
main { padding: 0 max(1.5rem, calc(50vw - 36rem)) 4rem }
main:focus { outline: none }
main li, summary { overflow-wrap: anywhere }
h1, h2, h3 { font-family: Overpass, "Noto Sans", system-ui, sans-serif; line-height: 1.15 }
h1 { font-size: 2.5rem; font-weight: 600; margin: 0 0 1.5rem }
h2 { font-size: 1.6rem; color: var(--dark); margin: 3rem 0 1rem }
h3 { font-size: 1.05rem; color: var(--dark); margin: 2rem 0 .6rem; overflow-wrap: anywhere }
a { color: var(--dark); text-decoration-color: var(--blue); text-underline-offset: .15em }
a:hover { color: var(--blue) }
:focus-visible { outline: 3px solid #ffcd2d; outline-offset: 2px; box-shadow: 0 0 0 6px #230050 }
.skip { position: absolute; left: -100rem; background: #ffcd2d; padding: .5rem 1rem }
.skip:focus { left: 1rem; top: 1rem }
header dl { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 0 0 2rem }
header dl div { display: flex; flex-direction: column-reverse }
header dt { font-size: .85rem; color: #d9d3e6 }
header dd { margin: 0; font: 300 2rem/1.2 Overpass, "Noto Sans", system-ui, sans-serif }
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
td:has(.bar), td:has(.weight) { width: 30% }
.weight { display: flex; height: .8rem; margin-top: .3rem; min-width: 12rem }
.weight span { min-width: 1px; border-right: 1px solid #fff }
.weight span, .swatch { -webkit-print-color-adjust: exact; print-color-adjust: exact }
.swatch { display: inline-block; width: .7em; height: .7em; margin-right: .35em }
.of-pictures { background: var(--blue) } .of-fonts { background: #05d2d2 }
.of-pages { background: var(--dark) } .of-tags { background: var(--yellow) }
.of-links { background: #8cb4e6 } .of-attachments { background: var(--amber) }
.of-rest { background: #a9b2b8 }
.note { color: var(--quiet); font-size: .875rem }
.good { font-size: 1.125rem }
.file + .file, .file + h3 { border-top: 1px solid var(--rule); margin-top: 2.5rem }
.file > h3 { font-size: 1.25rem; margin-bottom: 0 }
.file > .note { margin: .15rem 0 1rem }
h4 { font: 600 1rem/1.3 Overpass, "Noto Sans", system-ui, sans-serif; margin: 0 }
h3 a, h4 a { text-decoration-color: #23005055; text-decoration-thickness: 1px }
.findings { list-style: none; counter-reset: finding; padding: 0; margin: 0 }
.findings li { border-left: 4px solid var(--amber); margin: 0 0 1rem; padding: 0 0 0 1rem }
.findings li.error { border-color: var(--red) }
.findings li.note, .findings li.waived { border-color: var(--mid) }
.findings p { margin: 0; max-width: 46rem; overflow-wrap: anywhere }
.findings .kind { font-size: .75rem; letter-spacing: .04em; text-transform: uppercase;
  color: #7a4a00 }
.findings .error .kind { color: var(--red) }
.findings .note .kind { color: var(--quiet) }
.findings .place { color: var(--quiet); font-size: .875rem }
.said, .place code { unicode-bidi: isolate }
.page { display: grid; grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); gap: .75rem 2.25rem;
  align-items: start; margin: 1.5rem 0 2.5rem }
.page h4 { grid-column: 1 / -1 }
.page .findings li { counter-increment: finding; position: relative; padding-left: 2.75rem }
.page .findings li::before { content: counter(finding); position: absolute; left: .75rem;
  top: .1rem; min-width: 1.4rem; font-size: .8rem; font-weight: 700; line-height: 1.4rem;
  text-align: center; background: var(--yellow); color: var(--dark);
  -webkit-print-color-adjust: exact; print-color-adjust: exact }
.sheet { position: relative; border: 1px solid var(--rule); box-shadow: 0 1px 8px #23005014 }
.sheet img { display: block; width: 100%; height: auto }
.mark { position: absolute; box-sizing: content-box; margin: -2px 0 0 -2px;
  border: 2px solid var(--dark); outline: 2px solid var(--yellow) }
.mark b { position: absolute; left: -2px; padding: 0 .4em; background: var(--yellow);
  color: var(--dark); font-size: .75rem; line-height: 1.4; white-space: nowrap;
  -webkit-print-color-adjust: exact; print-color-adjust: exact }
.mark.above b { bottom: 100%; margin-bottom: 4px }
.mark.below b { top: 100%; margin-top: 4px }
.mark.within b { left: 0; top: 0 }
.mark.middle b { left: 45% } .mark.middle.within b { left: 0; top: 45% }
details { margin: 1rem 0 1.5rem }
summary { cursor: pointer; padding: .35rem 0; color: var(--dark); font-weight: 600 }
details .findings { margin-top: .75rem }
.rules { display: block; margin: .5rem 0 0 }
.rules dt { font-size: 1rem; color: var(--ink); margin-top: .75rem }
.rules dd { font: inherit; color: var(--quiet); margin-left: 0 }
@media (max-width: 44rem) { .page { grid-template-columns: minmax(0, 1fr) }
  h1 { font-size: 2rem } header { padding-top: 1.75rem } header dd { font-size: 1.6rem } }
.lead { font-weight: 700 }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: .9em }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
  gap: 1.25rem; list-style: none; padding: 0; margin: 0 }
.pages a { display: block; text-decoration: none }
.pages img { display: block; width: 100%; height: auto; border: 1px solid var(--rule) }
.pages span { display: block; text-align: center; font-size: .8rem; color: var(--quiet);
  padding-top: .25rem }
@page { margin: 15mm }
@media print { body { font-size: 10pt }
  header { background: none; color: var(--dark); border: 0; padding: 0 } main { padding: 0 }
  header dt { color: var(--quiet) } nav, .skip, #pages { display: none }
  h2, h3, h4, summary, .file > .note { break-after: avoid }
  .pages li, .findings li, tr { break-inside: avoid }
  .page { break-inside: avoid; grid-template-columns: 85mm minmax(0, 1fr) }
  .scroll { overflow: visible } details::details-content { content-visibility: visible } }
"""
