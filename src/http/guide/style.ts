/** The guide's style sheet: light and dark as the reader's system is, without scripts or fonts from elsewhere. */
export const GUIDE_STYLE = `:root {
  color-scheme: light dark;
  --text: #1f2328; --soft: #59636e; --page: #ffffff; --raised: #f5f6f8; --line: #d6dade; --link: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e7eb; --soft: #a3adb8; --page: #14171a; --raised: #1e2328; --line: #343b43; --link: #8ab4f8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; color: var(--text); background: var(--page); }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.3rem 0.6rem; }
header { display: flex; gap: 1.5rem; padding: 0.7rem 1.5rem; border-bottom: 1px solid var(--line); }
header a { text-decoration: none; }
header a:first-of-type { font-weight: 600; color: var(--text); }
.columns { display: flex; flex-direction: row-reverse; justify-content: flex-end; max-width: 84rem; margin: 0 auto; }
main { flex: 1; min-width: 0; max-width: 60rem; padding: 1rem 2rem 4rem; }
nav { flex: 0 0 17rem; padding: 1rem 1.5rem; font-size: 0.9rem; border-right: 1px solid var(--line); }
nav h2 { margin: 1.2rem 0 0.3rem; font-size: 0.8rem; color: var(--soft); }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li { margin: 0.2rem 0; }
nav a { text-decoration: none; }
nav a:hover, nav a[aria-current] { text-decoration: underline; }
nav a[aria-current] { font-weight: 600; }
h1 { margin: 0.5rem 0 1rem; line-height: 1.25; font-size: 1.9rem; }
h2 { margin-top: 2.4rem; line-height: 1.3; }
h1, h2, h3, h4 { overflow-wrap: anywhere; }
.sections { margin: 1rem 0; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
.sections summary { cursor: pointer; }
.sections ul { columns: 2; }
code { font: 0.9em/1.5 ui-monospace, monospace; background: var(--raised); padding: 0.1em 0.3em; border-radius: 3px; }
pre { padding: 0.8rem 1rem; overflow: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
pre code { padding: 0; background: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.35rem 0.7rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--raised); }
img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
.source { text-decoration: underline dotted; }
@media (max-width: 60rem) {
  .columns { display: block; }
  nav { border-right: 0; border-top: 1px solid var(--line); }
  .sections ul { columns: 1; }
}
`
