/** What follows a commit is tried again while the database is away: the change itself must not be refused. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '../../store/pool.js'

const PATIENCE_MS = 5_000
const WAIT_MS = 50

export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error) || performance.now() - started > PATIENCE_MS) throw error
      await sleep(WAIT_MS)
    }
  }
}
