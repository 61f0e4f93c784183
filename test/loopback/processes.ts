// The two hubs as processes that can be killed: each on a database of its own that can be killed, too, and the first
// one's background work in a process beside it. Their clocks run fast, all alike.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Lanes } from '../../src/commit/lanes.js'
import { audit } from '../../src/store/audit.js'
import { type EmbeddedDatabase, startEmbedded } from '../../src/store/embedded.js'
import { migrate } from '../../src/store/migrate.js'
import { openPool } from '../../src/store/pool.js'
import type { TestHub } from '../support/hub.js'
import { killed, type ServerProcess, startServer } from '../support/server-process.js'

export const VICTIMS = ['here', 'worker', 'there', 'databaseHere', 'databaseThere'] as const
export type Victim = (typeof VICTIMS)[number]

export interface Processes {
  readonly here: TestHub
  readonly there: TestHub
  /** With SIGKILL; what was killed comes back. */
  kill(victim: Victim): Promise<void>
  violations(): Promise<readonly unknown[]>
  close(): Promise<void>
}

const FAST_HUB = fileURLToPath(new URL('../support/fast-hub.mjs', import.meta.url))

/** `speed`: of their clocks. */
export async function openProcesses(speed: number): Promise<Processes> {
  const origin = Date.now()
  const now = () => origin + Math.floor((Date.now() - origin) * speed)
  const open = async (): Promise<Home> =>
    openHome(now, { CLOCK_ORIGIN: `${origin}`, CLOCK_SPEED: `${speed}` })
  const [first, second] = await Promise.all([open(), open()])
  let server = await first.start({ WORK: 'off' })
  let worker = await first.start({})
  let other = await second.start({})
  const here = first.hub(() => server.url)
  const there = second.hub(() => other.url)
  return {
    here,
    there,
    kill: async (victim) => {
      if (victim === 'databaseHere') return first.killDatabase()
      if (victim === 'databaseThere') return second.killDatabase()
      if (victim === 'here') {
        await killed(server)
        server = await first.start({ WORK: 'off' })
      } else if (victim === 'worker') {
        await killed(worker)
        worker = await first.start({})
      } else {
        await killed(other)
        other = await second.start({})
      }
    },
    violations: async () => {
      const found = [await audit(here.connectionString, null), await audit(there.connectionString, null)]
      return found.flat().flatMap((one) => one.violations)
    },
    close: async () => {
      await Promise.all([server, worker, other].map(killed))
      await Promise.all([first.close(), second.close()])
    },
  }
}

interface Home {
  start(settings: Record<string, string>): Promise<ServerProcess>
  killDatabase(): void
  hub(url: () => string): TestHub
  close(): Promise<void>
}

async function openHome(now: () => number, clock: Record<string, string>): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-pair-'))
  const database: EmbeddedDatabase = await startEmbedded({ dataDir, log: () => {} })
  const { connectionString } = database
  await migrate(connectionString)
  const pool = openPool(connectionString, () => {})
  const lanes = new Lanes(pool, now, { committed: () => {}, failed: () => {} })
  const key = Buffer.alloc(32, 7).toString('base64')
  const always = { ...clock, SECRET_KEY: key, ALLOW_PRIVATE_TARGETS: 'on', LOG_LEVEL: 'silent', DEMO: 'off' }
  return {
    start: (settings) => startServer({ connectionString }, dataDir, { ...always, ...settings }, [FAST_HUB]),
    killDatabase: () => {
      const id = database.processId()
      if (id !== undefined) process.kill(id, 'SIGKILL')
    },
    hub: (url) => ({
      get url() {
        return url()
      },
      ...{ pool, lanes, connectionString, now },
      advance: () => {
        throw new Error('its clock runs by itself')
      },
      settle: async () => {},
      close: async () => {},
    }),
    close: async () => {
      await lanes.drain()
      await pool.end()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
