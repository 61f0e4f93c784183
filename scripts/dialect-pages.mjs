// `npm run docs`: writes docs/dialects/<family>.md from the golden exchanges. With --check it writes nothing, and
// fails if a page is not what it would write. It reads the build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { dialects } = await import(join(root, 'dist/dialects/index.js'))

const families = [...new Set(dialects.map((one) => one.family))]
const isCheck = process.argv.includes('--check')
let stale = 0
mkdirSync(join(root, 'docs/dialects'), { recursive: true })
for (const family of families) {
  const path = `docs/dialects/${family}.md`
  const page = pageOf(family)
  if (textOf(path) === page) continue
  if (isCheck) {
    console.error(`${path} is not what the examples say: run "npm run docs"`)
    stale += 1
  } else {
    writeFileSync(join(root, path), page)
    console.log(`wrote ${path}`)
  }
}
process.exit(stale === 0 ? 0 : 1)

function textOf(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

/** Refusals come last. */
function pageOf(family) {
  const folder = `src/dialects/${family}/examples`
  const names = readdirSync(join(root, folder)).sort(
    (a, b) => Number(a.startsWith('refused-')) - Number(b.startsWith('refused-')) || (a < b ? -1 : 1),
  )
  const titles = dialects.filter((one) => one.family === family).map((one) => one.title)
  const examples = names.map((name) => ({
    name,
    folder: `${folder}/${name}`,
    one: JSON.parse(textOf(`${folder}/${name}/case.json`)),
    request: textOf(`${folder}/${name}/request.json`),
    response: textOf(`${folder}/${name}/response.json`),
  }))
  return [
    `# ${titles.join(', ')}: exchanges`,
    '',
    `Written by \`npm run docs\` from [the examples](../../${folder}), each of which is a test of the server, of both`,
    'mappings and, where an order is placed, of our client. What is served, and what was decided where the documents',
    `are silent: [README](../../src/dialects/${family}/README.md).`,
    '',
    'With the hub running (`npm start`), in another terminal at the root of the checkout:',
    '',
    '```sh',
    `demo() { node -p "JSON.parse(fs.readFileSync('data/demo.json')).${family}.$1"; }`,
    '```',
    '',
    ...examples.flatMap((example) => section(family, example)),
  ].join('\n')
}

function section(family, { folder, one, request, response }) {
  const source = one.mark === 'documented' ? `documented: ${one.source}` : `ours: ${one.source}`
  return [
    `## ${one.title}`,
    '',
    `${one.sentence} (${source})`,
    '',
    ...needsOf(one, request),
    '```sh',
    commandOf(family, folder, one, request),
    '```',
    '',
    ...(request === undefined ? [] : [...block(request), '']),
    `HTTP ${one.status}${one.compare === 'shape' ? ', with these keys and types' : ''}:`,
    '',
    ...block(response),
    '',
  ]
}

function block(text) {
  return ['```json', shellWords(text).trimEnd(), '```']
}

/** What has to be done before, and what has to be known from an earlier answer. */
function needsOf(one, request) {
  const told = JSON.stringify([one.path, one.headers, one.signed ?? {}, request ?? ''])
  const wanted = [...told.matchAll(/\{\{([^}]+)\}\}/g)]
    .map(([, path]) => path)
    .filter((path) => !path.startsWith('credentials.'))
  const before = (one.after ?? []).filter((name) => !wanted.some((path) => path.startsWith(`${name}.`)))
  const named = before.map((name) => `\`${name}\``).join(', ')
  return [
    ...(before.length === 0
      ? []
      : [`It is sent after the example${before.length > 1 ? 's' : ''} ${named}.`, '']),
    ...[...new Set(wanted)].flatMap((path) => {
      const [example, ...keys] = path.split('.')
      return [
        `\`$${variableOf(path)}\` is \`${keys.join('.')}\` of the answer to the example \`${example}\`.`,
        '',
      ]
    }),
  ]
}

/** No variable begins with a digit. */
function variableOf(path) {
  return path
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_')
    .toUpperCase()
}

/** Placeholders as a shell knows them. */
function shellWords(text) {
  return text.replace(/\{\{([^}]+)\}\}/g, (_whole, path) =>
    path.startsWith('credentials.') ? `$(demo ${path.slice('credentials.'.length)})` : `$${variableOf(path)}`,
  )
}

/** Where a body carries what an earlier answer said, the shell fills it in. */
function filledBody(request) {
  const escaped = request.replace(/[\\`$]/g, '\\$&')
  return ['body=$(mktemp) && cat > "$body" <<END', shellWords(escaped).trimEnd(), 'END', ''].join('\n')
}

/** Signed by the command line where a client signs; else as it stands. */
function commandOf(family, folder, one, request) {
  const isFilled = request?.includes('{{') === true
  const file = isFilled ? '"$body"' : `${folder}/request.json`
  const before = isFilled ? filledBody(request) : ''
  const path = shellWords(one.path)
  const bearer = Object.entries(one.headers).some(([, value]) =>
    /^Bearer \{\{credentials\.\w+\}\}$/.test(value),
  )
  const isNative = one.path.startsWith('/v1/')
  if (one.signed !== undefined || (bearer && !isNative)) {
    const body = request === undefined ? '' : ` \\\n  --body ${file}`
    const token = one.signed?.accessToken
    const session = token === undefined ? '' : ` --token "${shellWords(token)}"`
    return `${before}npx entrepot sign ${family} ${one.method} "${path}"${session}${body} | sh`
  }
  const headers = Object.entries(one.headers).map(
    ([name, value]) => ` \\\n  -H "${name}: ${shellWords(value)}"`,
  )
  const body = request === undefined ? '' : ` \\\n  --data-binary @${file}`
  return `${before}curl -s -X ${one.method} "http://127.0.0.1:8080${path}"${headers.join('')}${body}`
}
