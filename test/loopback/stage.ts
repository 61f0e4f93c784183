// Two hubs, what forwards from the first to the second, and one clock for both.
import { dialects } from '../../src/dialects/index.js'
import { Forwarder } from '../../src/forward/forwarder.js'
import { platformsOf } from '../../src/forward/platforms.js'
import { audit } from '../../src/store/audit.js'
import { secretBox } from '../../src/store/secret-box.js'
import { startTestHub, type TestHub } from '../support/hub.js'

export interface Stage {
  readonly here: TestHub
  readonly there: TestHub
  /** Sends and follows all that is due by now. */
  forward(): Promise<void>
  /** The same, with answers waited for only so long. */
  forwardImpatiently(milliseconds: number): Promise<void>
  /** Time passes, and both hubs do what is due. */
  pass(minutes: number, patienceMs?: number): Promise<void>
  /** What both auditors find. */
  violations(): Promise<readonly unknown[]>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const here = await startTestHub({ work: false, allowPrivateTargets: true })
  const there = await startTestHub({ work: false })
  let timeoutMs: number | null = null
  const platforms = new Map(
    [...platformsOf(dialects)].map(([name, { auth, upstream }]) => {
      const pace = {
        ...upstream.pace,
        get timeoutMs() {
          return timeoutMs ?? upstream.pace.timeoutMs
        },
      }
      return [name, { auth, upstream: { ...upstream, pace } }]
    }),
  )
  const box = secretBox(Buffer.alloc(32, 7))
  const parts = { pool: here.pool, lanes: here.lanes, clock: here.now, platforms, box }
  const forwarder = new Forwarder({ ...parts, rules: { allowPrivate: true } }, (error) => {
    throw error
  })
  const stage: Stage = {
    here,
    there,
    forward: () => forwarder.doAllDue(),
    forwardImpatiently: async (milliseconds) => {
      timeoutMs = milliseconds
      await forwarder.doAllDue()
      timeoutMs = null
    },
    pass: async (minutes, patienceMs) => {
      await there.settle()
      here.advance(minutes * 60_000)
      there.advance(minutes * 60_000)
      await there.settle()
      await here.settle()
      if (patienceMs === undefined) await forwarder.doAllDue()
      else await stage.forwardImpatiently(patienceMs)
    },
    violations: async () => {
      const found = [await audit(here.connectionString, null), await audit(there.connectionString, null)]
      return found.flat().flatMap((one) => one.violations)
    },
    close: async () => {
      await forwarder.close()
      await here.close()
      await there.close()
    },
  }
  return stage
}
