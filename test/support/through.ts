// A pool whose statements a test can hold, fail, or have something happen behind.
import type { Pool } from '../../src/store/pool.js'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** What the database answers. */
  send(): Promise<unknown>
}

/** What is sent by `query` passes through `around`. */
export function through(pool: Pool, around: (statement: Statement) => Promise<unknown>): Pool {
  const query = (...given: [string | { text: string; values?: unknown[] }, unknown[]?]) => {
    const [first, second] = given
    const { text, values = second ?? [] } = typeof first === 'string' ? { text: first } : first
    return around({ text, values, send: () => Reflect.apply(pool.query, pool, given) })
  }
  return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) })
}

export interface Gate {
  readonly opened: Promise<void>
  open(): void
}

export function newGate(): Gate {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}
