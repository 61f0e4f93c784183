// docs/coverage.md, from what the dialects serve and answer by name, and from their golden examples.

const HEAD = [
  '# Coverage',
  '',
  'Written by `npm run docs`: every operation that the vendors document, and some that their words call for. It is',
  'either served, with golden examples (each is a test of the server and of both mappings, and is printed in',
  '[docs/dialects](dialects)), or answered by name: its caller is told that it is not served, why, and what is.',
  '',
]

/** The page, and which operations no example shows as they succeed. */
export function coverageOf(dialects, examples) {
  const sections = dialects.map((dialect) => ({ dialect, rows: rowsOf(dialect, examples) }))
  const missing = sections.flatMap(({ dialect, rows }) =>
    rows
      .filter((row) => row.examples.every((one) => isRefusal(one.name)))
      .map((row) => `${dialect.name}: ${row.name} (${row.method} ${row.paths[0]})`),
  )
  const summary = sections.map(
    ({ dialect, rows }) =>
      `| [${dialect.title}](#${anchorOf(dialect.title)}) | ${rows.length} | ${dialect.notServed.length} |`,
  )
  const page = [
    ...HEAD,
    '| API | operations served | paths answered by name |',
    '|---|---|---|',
    ...summary,
    '',
    ...sections.flatMap(sectionOf),
  ].join('\n')
  return { page, missing }
}

function rowsOf(dialect, examples) {
  return dialect.operations.map(({ name, method, paths, summary }) => ({
    name,
    method,
    paths,
    summary,
    examples: examples
      .filter((one) => one.family === dialect.family && one.method === method)
      .filter((one) => paths.some((path) => isAt(path, pathOf(dialect, one.path))))
      .sort((a, b) => Number(isRefusal(a.name)) - Number(isRefusal(b.name)) || (a.name < b.name ? -1 : 1)),
  }))
}

const isRefusal = (name) => name.startsWith('refused-')

function pathOf({ rewritePath = (path) => path }, path) {
  return rewritePath(path.split('?', 1)[0])
}

/** `/order/:id/refund` against a path, segment by segment. */
function isAt(pattern, path) {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at])
  )
}

function sectionOf({ dialect, rows }) {
  const { family, title, notServed } = dialect
  const served = rows.map((row) => {
    const paths = row.paths.map((path) => `\`${row.method} ${path}\``).join('<br>')
    const links = row.examples.map(
      (one) => `[${one.name}](../src/dialects/${family}/examples/${one.name}/case.json)`,
    )
    return `| ${cell(row.name)} | ${paths} | ${cell(row.summary)} | ${links.join(', ') || 'none'} |`
  })
  const named = notServed.map(
    ({ method, path, reason, successor }) =>
      `| \`${method} ${path}\` | ${cell(reason)} | ${successor === null ? '' : cell(successor)} |`,
  )
  return [
    `## ${title}`,
    '',
    '| operation | paths | what it does | golden examples |',
    '|---|---|---|---|',
    ...served,
    '',
    ...(named.length === 0
      ? []
      : [
          'Answered by name:',
          '',
          '| path | why it is not served | instead |',
          '|---|---|---|',
          ...named,
          '',
        ]),
  ]
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}

function anchorOf(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
