// What the hub's database really holds, read past the hub: the evidence for "nothing acknowledged is lost,
// nothing is done twice".
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { refused, unknown } from './generator.mjs'
import { unnumbered } from './orders.mjs'
import { repositoryRoot } from './processes.mjs'

const rowsPerFetch = 20_000

/**
 * Visits all orders whose seller's order number begins with the prefix.
 * @param {string} dataDir of a running hub with an embedded database
 * @param {string} prefix letters, digits and hyphens only
 * @param {(sellerOrderNumber: string, orderNumber: number) => void} visit
 */
export async function visitOrders(dataDir, prefix, visit) {
  const client = new pg.Client({ connectionString: await connectionString(dataDir) })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      'declare bench_orders no scroll cursor for select seller_order_number as seller, order_number as number ' +
        `from orders where seller_order_number like '${prefix}%'`,
    )
    for (;;) {
      const { rows } = await client.query(`fetch ${rowsPerFetch} from bench_orders`)
      for (const row of rows) visit(row.seller, Number(row.number))
      if (rows.length < rowsPerFetch) break
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/**
 * What has become of the refunds: by order number, how many there are, how many of them were granted, how often money
 * came back for them; and how many orders still have something due.
 * @param {string} dataDir of a running hub with an embedded database
 */
export async function readRefunds(dataDir) {
  const client = new pg.Client({ connectionString: await connectionString(dataDir) })
  await client.connect()
  try {
    // First what is due, since it only gets less: what is read behind it is no older.
    const due = await client.query('select count(*) as due from orders where due_at is not null')
    const { rows } = await client.query(
      `select o.order_number as number, o.order_status as status, count(*) as asked,
         count(*) filter (where s.status = 'completed') as granted,
         (select count(*) from account_entries e
          where e.tenant_id = o.tenant_id and e.order_number = o.order_number and e.kind = 'refund') as paid
       from after_sales s join orders o on o.tenant_id = s.tenant_id and o.order_number = s.order_number
       group by o.tenant_id, o.order_number, o.order_status`,
    )
    const byOrder = new Map(
      rows.map(({ number, status, asked, granted, paid }) => {
        return [
          Number(number),
          { status, asked: Number(asked), granted: Number(granted), paid: Number(paid) },
        ]
      }),
    )
    return { byOrder, due: Number(due.rows[0]?.due) }
  } finally {
    await client.end()
  }
}

/**
 * The settings by which a second hub works on a running hub's embedded database.
 * @param {string} dataDir
 */
export async function databaseOf(dataDir) {
  const secretKey = await readFile(join(dataDir, 'secret.key'), 'utf8')
  return { DATABASE_URL: await connectionString(dataDir), SECRET_KEY: secretKey.trim() }
}

/** @param {string} dataDir of a running hub with an embedded database */
export async function connectionString(dataDir) {
  const module = join(repositoryRoot, 'dist/store/embedded.js')
  if (!existsSync(module)) throw new Error('dist/store/embedded.js is missing: build first (npm run build)')
  const { findRunningEmbedded } = await import(module)
  const found = await findRunningEmbedded(dataDir)
  if (typeof found !== 'string') throw new Error(`no running embedded database in ${dataDir}`)
  return found
}

/**
 * Compares the orders in the database with what the generator was told, run by run.
 * @param {string} dataDir
 * @param {string} prefix that all runs' prefixes begin with
 * @param {Map<string, Float64Array>} runs outcomes by sequence number, by the run's prefix (which ends in a hyphen)
 */
export async function compareWithDatabase(dataDir, prefix, runs) {
  /** @type {string[]} */
  const violations = []
  const seen = new Map([...runs].map(([run, outcomes]) => [run, new Uint8Array(outcomes.length)]))
  const orderNumbers = new Set()
  let rows = 0
  let unansweredRows = 0

  await visitOrders(dataDir, prefix, (sellerOrderNumber, orderNumber) => {
    rows++
    const sequenceAt = sellerOrderNumber.lastIndexOf('-') + 1
    const run = sellerOrderNumber.slice(0, sequenceAt)
    const sequence = Number(sellerOrderNumber.slice(sequenceAt))
    const outcome = runs.get(run)?.[sequence]
    const seenInRun = seen.get(run)
    if (outcome === undefined || seenInRun === undefined) {
      violations.push(`${sellerOrderNumber} is in the database and was never sent`)
      return
    }
    if (seenInRun[sequence] === 1) violations.push(`${sellerOrderNumber} is in the database twice`)
    seenInRun[sequence] = 1
    if (orderNumbers.has(orderNumber)) violations.push(`order number ${orderNumber} was given twice`)
    orderNumbers.add(orderNumber)
    if (outcome === unknown) unansweredRows++
    else if (outcome === refused) violations.push(`${sellerOrderNumber} was refused and is in the database`)
    else if (outcome !== orderNumber && outcome !== unnumbered) {
      violations.push(
        `${sellerOrderNumber} was acknowledged as ${outcome} and is ${orderNumber} in the database`,
      )
    }
  })

  let acknowledged = 0
  let lost = 0
  for (const [run, outcomes] of runs) {
    for (let sequence = 0; sequence < outcomes.length; sequence++) {
      if ((outcomes[sequence] ?? 0) <= 0) continue
      acknowledged++
      if (seen.get(run)?.[sequence] === 1) continue
      lost++
      violations.push(`${run}${sequence} was acknowledged as ${outcomes[sequence]} and is lost`)
    }
  }
  return { acknowledged, rows, lost, unansweredRows, violations }
}
