import type { Html } from './html.ts'

/** One plain style for all pages: readable on a phone first, dark where the reader's machine is. */
export const style: Html = {
  markup: `
:root { color-scheme: light dark; --line: light-dark(#d5d9de, #3a4048); --soft: light-dark(#f4f6f8, #22262b);
  --ink: light-dark(#1b2126, #e8eaed); --dim: light-dark(#5b6670, #a3adb7); --link: light-dark(#0b57a4, #8ab8ef);
  --good: light-dark(#176b37, #7fd09a); --bad: light-dark(#a32020, #f09a9a); }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: light-dark(#fff, #16191c); }
header, main { padding-inline: max(1rem, 50% - 29rem); }
header { display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: center; border-bottom: 1px solid var(--line); }
header a { display: inline-block; padding: .75rem 0; text-decoration: none; }
nav { display: flex; gap: 1.25rem; }
.name { font-weight: 700; color: var(--ink); }
main { padding-bottom: 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.5rem 0 .75rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, ul, ol, dl { margin: .5rem 0; }
a { color: var(--link); overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.dim { color: var(--dim); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.picture img { display: block; width: 14rem; max-width: 100%; height: auto; background: #fff; padding: .5rem; }
label > input[type=checkbox] { display: inline-block; width: auto; min-height: 0; margin: 0 .35rem 0 0; vertical-align: -.1em; }
.big { font-size: 1.4rem; font-variant-numeric: tabular-nums; margin: .25rem 0; }
code, pre, textarea { font: .875rem/1.45 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; margin: .5rem 0; background: var(--soft); border: 1px solid var(--line); border-radius: .375rem; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
section.card { border: 1px solid var(--line); border-radius: .5rem; padding: .25rem 1rem 1rem; margin: 1rem 0; }
section.card h2 { margin-top: .75rem; }
main { counter-reset: step; }
section[data-step] { counter-increment: step; }
section[data-step] h2::before { content: counter(step) '. '; }
[data-verdict] { white-space: pre-line; }
ul.plain { list-style: none; padding: 0; }
ul.rows > li { border-top: 1px solid var(--line); }
ul.rows > li:last-child { border-bottom: 1px solid var(--line); }
ul.rows > li > a { display: block; padding: .6rem 0; color: inherit; text-decoration: none; }
ul.rows > li > a:hover .what { text-decoration: underline; }
.what { font-weight: 600; overflow-wrap: anywhere; }
.line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.ways { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--dim); font-weight: 500; font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: .5rem 0; }
td form { margin: 0; }
td { vertical-align: middle; }
label { display: block; margin: .5rem 0; }
.fields { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .75rem 0; }
.fields label { margin: 0; }
input, select, button { font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem;
  background: light-dark(#fff, #22262b); color: inherit; max-width: 100%; min-height: 2.75rem; }
label > input, label > select { display: block; width: min(100%, 24rem); }
.fields label > input { width: auto; }
button { cursor: pointer; background: var(--soft); font-weight: 600; }
button.main { background: light-dark(#0b57a4, #8ab8ef); border-color: transparent; color: light-dark(#fff, #10151a); }
button:disabled { opacity: .55; cursor: default; }
iframe { width: 100%; min-height: 26rem; border: 1px solid var(--line); border-radius: .375rem; background: #fff; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
.note { background: var(--soft); border-left: 4px solid var(--link); padding: .5rem .75rem; margin: .75rem 0; overflow-wrap: anywhere; }
@media print { body:has([data-told]:not([hidden])) :is(header, main > :not([data-told])) { display: none; } }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr, td { display: block; }
  tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  td { border: 0; padding: .05rem 0; }
  td[data-name]::before { content: attr(data-name) ': '; color: var(--dim); }
}`,
}
