/**
 * The commands of docs/dialects/*.md work as they are printed, after the requests that they follow. The shell gets a
 * `curl` and an `npx` of ours: not every machine has curl, and the hub that is asked here has a port of its own.
 */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Commands, makeCommands } from './commands.js'
import { type Demo, type DemoHub, startDemoHub } from './demo-hub.js'
import { fill, type Golden, goldensOf } from './golden.js'
import { knownBefore, startFor } from './golden-send.js'
import { differences } from './printed.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let demo: DemoHub
let commands: Commands

/** Each command of a family's page is run, on a demo that nobody has touched. */
export function testPagesOf(family: string): void {
  beforeAll(async () => {
    demo = await startDemoHub()
    commands = await makeCommands({ signHere: true })
  })
  afterAll(async () => {
    await commands.close()
    await demo.close()
  })

  test.each(goldensOf(family).map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const own = await startFor(demo, each)
    const known = await knownBefore(own, each)
    const answer = await run(own, each, known)
    expect(differences(fill(each.response, known), answer, each.one), answer).toEqual([])
    await own.close()
  })
}

/** What the page's command for it prints. */
async function run(
  { hub, dataDir }: Demo,
  { family, one }: Golden,
  known: Readonly<Record<string, unknown>>,
): Promise<string> {
  const page = await readFile(join(ROOT, `docs/dialects/${family}.md`), 'utf8')
  const [setUp] = blocksOf(page)
  const section = page.split('\n## ').find((each) => each.startsWith(`${one.title}\n`))
  const [command] = blocksOf(section ?? '')
  if (setUp === undefined || command === undefined) throw new Error(`"${one.title}" is not on the page`)
  const { stdout } = await promisify(execFile)('sh', ['-c', `${setUp}\n${command}`], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...variablesOf(known),
      HUBS: JSON.stringify({ 'http://127.0.0.1:8080': hub.url }),
      PATH: `${commands.folder}:${process.env.PATH}`,
      DATA_DIR: dataDir,
    },
  })
  return stdout
}

function blocksOf(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '')
  return blocks.map((block) => block.replaceAll("'data/demo.json'", "process.env.DATA_DIR + '/demo.json'"))
}

/** `V2_CREATE_ORDER_DATA`: what the page calls a value of an earlier answer. */
function variablesOf(known: Readonly<Record<string, unknown>>, path = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(known).map(([key, value]) => {
      const at = path === '' ? key : `${path}_${key}`
      if (typeof value === 'object' && value !== null)
        return variablesOf(value as Record<string, unknown>, at)
      const name = at.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, '_')
      return { [name.toUpperCase()]: String(value) }
    }),
  )
}
