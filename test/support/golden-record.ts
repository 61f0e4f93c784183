// Records what the engine is asked and says in a golden exchange: RECORD=1 npx vitest run test/dialects/golden.test.ts
import { writeFile } from 'node:fs/promises'
import { bulkCalls } from '../../src/bulk/calls.js'
import { callbackCalls } from '../../src/callbacks/calls.js'
import { tenantCalls } from '../../src/commit/calls/tenant.js'
import { DueWork } from '../../src/commit/due-work.js'
import { createEngine } from '../../src/commit/engine.js'
import { connectionCalls } from '../../src/forward/calls.js'
import type { AccountContext, Engine } from '../../src/order/calls.js'
import { peopleCalls } from '../../src/people/calls.js'
import { viewCalls } from '../../src/people/views.js'
import { requestCalls } from '../../src/requests/calls.js'
import { secretBox } from '../../src/store/secret-box.js'
import type { DemoHub } from './demo-hub.js'
import { type EngineRecord, encode, fill, type Golden, operationAt, pathOf, wireRequest } from './golden.js'

const ANY = { allowPrivate: true }
const NO_LIMITS = {
  requestLogDays: 0,
  requestLogRows: 0,
  deliveryDays: 0,
  webhookEndpoints: 0,
  openImports: 0,
  importBytes: 0,
}

export async function recordEngine(
  { hub }: DemoHub,
  each: Golden,
  known: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { family, name, one } = each
  const served = operationAt(family, one.method, fill(one.path, known).split('?')[0] ?? '')
  if (served === undefined || ['open', 'none'].includes(served.operation.call)) return
  const account = await demoAccount(hub.pool, family)
  const at = Date.now()
  let asked: Pick<EngineRecord, 'call' | 'input' | 'output' | 'rejection'> | undefined
  const dueWork = new DueWork(
    hub.pool,
    hub.lanes,
    () => at,
    () => {},
  )
  const keeping = { forms: new Map(), box: secretBox(Buffer.alloc(32)) }
  const engine: Engine = {
    ...createEngine(hub.pool, hub.lanes, () => at, keeping, dueWork.soon.bind(dueWork)),
    ...bulkCalls(
      hub.pool,
      () => at,
      () => {},
    ),
    ...connectionCalls({ ...hub, clock: () => at, box: keeping.box, platforms: new Map(), rules: ANY }),
    ...callbackCalls({
      pool: hub.pool,
      clock: () => at,
      box: keeping.box,
      callbacks: new Map(),
      rules: { allowPrivate: false },
      post: async () => ({ kind: 'unsent', reason: 'nothing is sent here' }),
      changed: () => {},
    }),
    ...peopleCalls({ pool: hub.pool, clock: () => at, changed: () => {} }),
    ...requestCalls(hub.pool, async () => {}),
    ...tenantCalls(hub.pool, NO_LIMITS),
    ...viewCalls(hub.pool, () => at),
  }
  // Calls are made on a name of the table, so a proxy sees each.
  const watched = new Proxy(engine, {
    get: (calls, call: keyof Engine) => async (caller: AccountContext, input: unknown) => {
      const serve = calls[call] as (caller: AccountContext, input: unknown) => Promise<Answer>
      const answer = await serve(caller, input)
      const came = answer.ok ? { output: encode(answer.value) } : { rejection: encode(answer.rejection) }
      asked = { call, input: encode(input), ...came }
      return answer
    },
  })
  const none = {
    sessions: {} as never,
    signIns: {} as never,
    auditTrail: {} as never,
    listen: {} as never,
    playground: {} as never,
    admitted: null,
  }
  const answer = await served.operation.run(
    { engine: watched, ...none, account, context: { requestId: 'recorded', at, account } },
    wireRequest(each, known, served.params, at),
  )
  await dueWork.close()
  // Who is refused before it is served never gets to the engine.
  if (asked === undefined || (answer.ok && name.startsWith('refused-'))) return
  const { credentials: _secret, ...stands } = known
  const used = Object.fromEntries(
    Object.entries(stands).filter(([key]) => JSON.stringify(each).includes(`{{${key}.`)),
  )
  const record: EngineRecord = { ...asked, at, account, known: used }
  await writeFile(pathOf(family, name, 'engine.json'), `${JSON.stringify(record, null, 2)}\n`)
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly rejection: unknown }

/** Whom the family's credential in demo.json belongs to. */
async function demoAccount(pool: DemoHub['hub']['pool'], family: string): Promise<AccountContext> {
  const { rows } = await pool.query(
    `select a.tenant_id, a.account_id, a.stock_owner_id, a.currency
     from accounts a join credentials c using (tenant_id, account_id) where c.dialect = $1`,
    [family],
  )
  const [row] = rows
  return {
    tenantId: row.tenant_id,
    accountId: row.account_id,
    ownerId: row.stock_owner_id,
    currency: row.currency,
  }
}
