// `npm run docs`: writes docs/loopback.md from the scenarios of test/loopback and from what was seen of each pair. With
// --check it writes nothing, and fails if the page is not what it would write. Either way it fails if a pair is missing.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = 'test/loopback'
const path = 'docs/loopback.md'
const apis = ['kakaclo-v1', 'kakaclo-v2', 'pandapon', 'lingxing', 'apicenter']
const titles = {
  'kakaclo-v1': 'KakaClo v1',
  'kakaclo-v2': 'KakaClo v2',
  pandapon: 'PandaPon',
  lingxing: 'Lingxing',
  apicenter: 'apicenter',
}

const { scenarios, instead } = JSON.parse(readFileSync(join(root, folder, 'scenarios.json'), 'utf8'))
const results = Object.fromEntries(apis.map((from) => [from, resultsOf(from)]))
const names = Object.keys(scenarios)
const missing = apis.flatMap((from) =>
  apis.flatMap((to) =>
    names.filter((one) => results[from][to]?.[one] === undefined).map((one) => `${from} to ${to}: ${one}`),
  ),
)
const page = pageOf()
let isStale = false
if (textOf(path) !== page) {
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what the results say: run "npm run docs"`)
    isStale = true
  } else {
    writeFileSync(join(root, path), page)
    console.log(`wrote ${path}`)
  }
}
for (const one of missing) console.error(`nothing has been seen of ${one}`)
process.exit(isStale || missing.length > 0 ? 1 : 0)

function pageOf() {
  const rows = apis.map((from) => [titles[from], ...apis.map((to) => cellOf(results[from][to] ?? {}))])
  const others = apis.filter((to) => instead[to] !== undefined)
  return [
    '# Any in, any out',
    '',
    'Written by `npm run docs`. A hub takes orders by each of the five APIs (rows) and forwards them to a second hub by',
    'each of them (columns), over a wire that loses, spoils, delays and repeats. Every order is placed by the signed',
    'request of its own API, and how it ends is read back by that API and natively. All of it is part of `npm test`',
    '([test/loopback](../test/loopback)).',
    '',
    `| in \\ out | ${apis.map((to) => titles[to]).join(' | ')} |`,
    `|---|${apis.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    `Each cell says how many of the ${names.length} scenarios hold; an asterisk says that the API which leads out can't do`,
    'some, and that what happens instead holds.',
    '',
    `| scenario | what holds | ${apis.map((to) => titles[to]).join(' | ')} |`,
    `|---|---|${apis.map(() => '---|').join('')}`,
    ...names.map((name) => {
      const marks = apis.map((to) => (instead[to]?.[name] === undefined ? 'yes' : 'instead *'))
      return `| ${name} | ${scenarios[name]} | ${marks.join(' | ')} |`
    }),
    '',
    ...others.flatMap((to) =>
      Object.entries(instead[to]).map(([name, text]) => `- ${titles[to]}, ${name}: ${text}.`),
    ),
    '',
    'Orders at random, with faults at random, and processes and databases that are killed:',
    '',
    '```sh',
    'npm run soak -- --pairs                   # 1,000 orders of each of the 25 pairs, on a faulty wire',
    'npm run soak -- --pairs --orders 50 --seed 7',
    'npm run soak -- --pairs --kill            # both hubs, both databases and the worker are killed in turn',
    '```',
    '',
    'When the faults stop, every order must be there exactly once, every status and parcel must have come back, nothing',
    'may be stuck, and both auditors must find nothing. What was lost on its way is parked, and sent again as a person',
    'would do it.',
    '',
  ].join('\n')
}

function cellOf(seen) {
  const done = names.filter((one) => seen[one] !== undefined)
  const mark = done.some((one) => seen[one] === 'instead') ? ' *' : ''
  return `${done.length} of ${names.length}${mark}`
}

function resultsOf(from) {
  const text = textOf(`${folder}/results/${from}.json`)
  return text === undefined ? {} : JSON.parse(text)
}

function textOf(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}
