// The house's one rule for arrows, and two rules on words: see the design. A folder may use what is listed for
// it, and nothing else of ours.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type IModule, type IReporterOutput } from 'dependency-cruiser'
import { beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What each folder of src/ may import from src/, besides itself. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  order: [],
  wire: ['order'],
  store: ['order', 'secrets.ts'],
  commit: ['order', 'store'],
  bulk: ['order', 'wire', 'store', 'commit'],
  dialects: ['order', 'wire', 'secrets.ts'],
  connect: ['order', 'wire', 'private-file.ts'],
  callbacks: ['order', 'wire', 'store', 'commit', 'connect'],
  forward: ['order', 'wire', 'store', 'commit', 'connect'],
  client: ['order', 'wire', 'connect', 'dialects'],
  people: ['order', 'wire', 'store', 'commit', 'secrets.ts'],
  requests: ['order', 'wire', 'store', 'secrets.ts'],
  news: ['order', 'wire', 'store'],
  http: ['order', 'wire', 'store', 'commit', 'dialects', 'secrets.ts', 'version.ts'],
  cli: [
    ...['order', 'wire', 'store', 'commit', 'bulk', 'dialects', 'http', 'forward', 'connect', 'callbacks'],
    ...['people', 'requests'],
    ...['config.ts', 'hub.ts', 'log.ts', 'private-file.ts', 'version.ts'],
  ],
  'main.ts': ['cli'],
  'hub.ts': [
    ...['order', 'wire', 'store', 'commit', 'bulk', 'dialects', 'http', 'forward', 'connect', 'callbacks'],
    ...['people', 'requests', 'news'],
    ...['config.ts', 'log.ts'],
  ],
  'config.ts': [],
  'log.ts': [],
  'private-file.ts': [],
  'secrets.ts': [],
  'version.ts': [],
}

interface Arrow {
  readonly from: string
  /** Of ours: its path; else the package or the part of Node.js. */
  readonly to: string
  readonly ours: boolean
}

let modules: readonly IModule[]
let arrows: readonly Arrow[]

beforeAll(async () => {
  const { output } = (await cruise(['src'], {
    baseDir: ROOT,
    doNotFollow: { path: 'node_modules' },
    // Types count too.
    tsPreCompilationDeps: true,
    ruleSet: {
      forbidden: [
        {
          name: 'no-circle',
          severity: 'error',
          from: {},
          // A circle of types is erased, and harms no start.
          to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
        },
      ],
    },
    validate: true,
  })) as IReporterOutput
  if (typeof output === 'string') throw new Error('modules were asked for')
  modules = output.modules.filter((one) => one.source.startsWith('src/'))
  arrows = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({
      from: source.slice('src/'.length),
      to: resolved.replace(/^src\//, ''),
      ours: resolved.startsWith('src/'),
    })),
  )
}, 120_000)

describe('arrows', () => {
  test('all files are looked at, and all imports lead somewhere', () => {
    expect(modules.map((one) => one.source).sort()).toEqual(filesOf('src').sort())
    const lost = modules.flatMap(({ source, dependencies }) =>
      dependencies
        .filter((one) => one.couldNotResolve && one.module.startsWith('.'))
        .map((one) => `${source} → ${one.module}`),
    )
    expect(lost).toEqual([])
    expect(arrows.filter((one) => one.ours).length).toBeGreaterThan(100)
  })

  test.each(Object.entries(MAY_USE))('%s may use of ours: %j', (folder, allowed) => {
    const wrong = arrows.filter(
      ({ from, to, ours }) =>
        ours && top(from) === folder && top(to) !== folder && !allowed.includes(top(to)),
    )
    expect(wrong.map(told)).toEqual([])
  })

  test('every folder has its rule', () => {
    expect([...new Set(arrows.map((one) => top(one.from)))].filter((one) => !(one in MAY_USE))).toEqual([])
  })

  test('order/ imports nothing from outside, not even of Node.js', () => {
    const wrong = arrows.filter(({ from, ours }) => top(from) === 'order' && !ours)
    expect(wrong.map(told)).toEqual([])
  })

  test('a dialect sees no other dialect', () => {
    const wrong = arrows.filter(({ from, to, ours }) => {
      const [folder, family, ...rest] = from.split('/')
      if (!ours || folder !== 'dialects' || rest.length === 0 || top(to) !== 'dialects') return false
      return to.split('/')[1] !== family
    })
    expect(wrong.map(told)).toEqual([])
  })

  test('there are no circles', () => {
    const circles = modules.flatMap(({ source, dependencies }) =>
      dependencies.filter((one) => one.valid === false).map((one) => `${source} → ${one.resolved}`),
    )
    expect(circles).toEqual([])
  })
})

describe('words', () => {
  test('only config.ts reads the environment', () => {
    // What the embedded database's programs are started with is handed through, and is no setting.
    const readers = ['src/config.ts', 'src/store/embedded/run.ts']
    expect(filesWith(/process\.env\b/).filter((one) => !readers.includes(one))).toEqual([])
  })

  test("vendors' names are words of dialects/", () => {
    // Whoever writes a program against a platform asks for it by its name.
    const wrong = filesWith(/kakaclo|pandapon|lingxing|apicenter/i).filter(
      (one) => !one.startsWith('src/dialects/') && one !== 'src/client/index.ts',
    )
    expect(wrong).toEqual([])
  })

  test('each prepared statement has a name of its own: the driver knows it by that', () => {
    const names = filesOf('src/store').flatMap((one) => {
      const text = readFileSync(join(ROOT, one), 'utf8')
      return [...text.matchAll(/^\s+name: '(\w+)',$/gm)].map(([, name]) => name)
    })
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

function top(path: string): string {
  return path.split('/')[0] ?? path
}

function told({ from, to }: Arrow): string {
  return `${from} → ${to}`
}

function filesWith(words: RegExp): string[] {
  return filesOf('src').filter((one) => words.test(readFileSync(join(ROOT, one), 'utf8')))
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith('.ts'))
    .map((one) => relative(ROOT, join(one.parentPath, one.name)))
    .sort()
}
