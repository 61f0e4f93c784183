// How fast a file of orders is taken in, next to COPY of the very same rows into the same tables with the same indexes;
// how much memory the command needs; and whether one that is killed and run again places each order once.
import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectionString } from './database.mjs'
import { entrepot, runCommand } from './hub.mjs'
import { cities, names, pick, randomOf, spreadSku, streets } from './orders.mjs'
import { atExit, cleanEnvironment, repositoryRoot } from './processes.mjs'

/**
 * @typedef {object} ImportResult
 * @property {number} orders
 * @property {number} rows of the file
 * @property {number} ordersPerSecond of the whole command, from its start to its end
 * @property {number} copiedOrdersPerSecond
 * @property {number} ratio
 * @property {number} peakMegabytes resident, of the command's process
 * @property {number} killedAtShare of the orders that were there when it was killed
 * @property {number} resumedOrders of the killed import, when it was through
 * @property {string[]} violations
 */

/**
 * @param {{ dataDir: string, directory: string, orders: number, skuCount: number, seed: number }} plan
 * @returns {Promise<ImportResult>}
 */
export async function measureImport({ dataDir, directory, orders, skuCount, seed }) {
  const account = `import-${seed}`
  const made = await runCommand(dataDir, [
    'account',
    'create',
    account,
    '--payment',
    'none',
    '--stock-of',
    'supplier',
  ])
  if (made.code !== 0) throw new Error(made.output)
  const database = new pg.Client({ connectionString: await connectionString(dataDir) })
  await database.connect()
  try {
    const file = join(directory, 'orders.csv')
    const rows = await writeOrders(file, { orders, skuCount, seed, prefix: `I${seed}-` })
    await database.query('checkpoint')
    const taken = await runImport(dataDir, account, file).ended
    if (taken.code !== 0) throw new Error(taken.output)
    const seconds = await copySeconds(dataDir, directory, database, account)
    const again = await killAndResume(dataDir, account, database, {
      ...{ orders, skuCount, seed, directory },
      share: 0.1 + (0.8 * (randomOf(seed, 1) % 1000)) / 1000,
    })
    const violations = again.violations
    const there = await countOrders(database, `I${seed}-`)
    if (there.orders !== orders || there.numbers !== orders) {
      violations.push(`the import of ${orders} orders left ${there.orders}, of ${there.numbers} numbers`)
    }
    return {
      orders,
      rows,
      ordersPerSecond: orders / taken.seconds,
      copiedOrdersPerSecond: orders / seconds,
      ratio: seconds / taken.seconds,
      peakMegabytes: Math.max(taken.peakMegabytes, again.peakMegabytes),
      killedAtShare: again.killedAtShare,
      resumedOrders: again.orders,
      violations,
    }
  } finally {
    await database.end()
  }
}

/** @param {ImportResult} result */
export function importLines(result) {
  const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-GB')
  return [
    `import                   ${whole(result.orders)} orders, ${whole(result.rows)} rows: ${whole(result.ordersPerSecond)} orders/s`,
    `copy of the same rows    ${whole(result.copiedOrdersPerSecond)} orders/s`,
    `ratio import/copy        ${result.ratio.toFixed(3)}`,
    `peak memory              ${whole(result.peakMegabytes)} MB`,
    `killed and run again     killed at ${(100 * result.killedAtShare).toFixed(1)} %, then ${whole(result.resumedOrders)} orders, each once`,
  ]
}

/** @param {string} path @param {{ orders: number, skuCount: number, seed: number, prefix: string }} content */
async function writeOrders(path, { orders, skuCount, seed, prefix }) {
  const file = createWriteStream(path)
  let text = 'sellerOrderNumber,recipient,country,province,city,street1,postalCode,phone,sku,quantity\n'
  let rows = 0
  for (let sequence = 0; sequence < orders; sequence++) {
    const random = randomOf(seed, sequence)
    const street = `"${1 + (random % 900)} ${pick(streets, random >>> 3)}, apt ${random % 40}"`
    const head = `${prefix}${sequence},${pick(names, random >>> 6)},US,Florida,${pick(cities, random >>> 9)},${street},32801,+1 407 555 0100`
    const lines = 1 + (random & 1)
    for (let line = 0; line < lines; line++) {
      text += `${head},${spreadSku((random + line * 7919) % skuCount)},${1 + ((random >>> 12) % 3)}\n`
    }
    rows += lines
    if (text.length > 1_000_000) {
      if (!file.write(text)) await new Promise((resolve) => file.once('drain', () => resolve(undefined)))
      text = ''
    }
  }
  await new Promise((resolve, reject) => {
    file.once('error', reject)
    file.end(text, () => resolve(undefined))
  })
  return rows
}

/** @param {string} dataDir @param {string} account @param {string} file */
function runImport(dataDir, account, file) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [entrepot, 'import', 'orders', file, '--account', account], {
    cwd: repositoryRoot,
    env: { ...cleanEnvironment(), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const forget = atExit(() => child.kill('SIGKILL'))
  let output = ''
  let peakMegabytes = 0
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const watching = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid))
  }, 100)
  let hasEnded = false
  const ended = new Promise(
    (
      /** @type {(end: { code: number | null, seconds: number, output: string, peakMegabytes: number }) => void} */ resolve,
    ) => {
      child.once('close', (code) => {
        clearInterval(watching)
        hasEnded = true
        forget()
        resolve({ code, seconds: (performance.now() - startedAt) / 1000, output, peakMegabytes })
      })
    },
  )
  /** It tells them every second. @param {number} rows */
  const hasRead = async (rows) => {
    const told = () =>
      Number(
        output
          .match(/[\d,]+(?= rows: )/g)
          ?.at(-1)
          ?.replaceAll(',', '') ?? 0,
      )
    while (!hasEnded && told() < rows) await sleep(5)
  }
  return { child, ended, hasRead }
}

/** Of a process's resident memory, up to now. @param {number | undefined} pid */
function peakOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const TABLES = ['orders', 'fulfilment_orders', 'order_events']

/**
 * Copies the account's rows out, and into an empty database of the same schema; only the latter is timed.
 * @param {string} dataDir
 * @param {string} directory
 * @param {pg.Client} database
 * @param {string} account
 */
async function copySeconds(dataDir, directory, database, account) {
  const { migrate } = await import(join(repositoryRoot, 'dist/store/migrate.js'))
  const name = `copy_${Date.now()}`
  const folder = join(directory, name)
  await mkdir(folder)
  // The database's own user writes there.
  await chmod(folder, 0o777)
  const url = new URL(await connectionString(dataDir))
  url.pathname = `/${name}`
  await database.query(`create database ${name}`)
  const target = new pg.Client({ connectionString: url.toString() })
  try {
    await migrate(url.toString())
    await target.connect()
    for (const table of TABLES) {
      await database.query(
        `copy (select t.* from ${table} t join orders o using (tenant_id, order_number) join accounts a
           on a.tenant_id = o.tenant_id and a.account_id = o.account_id where a.name = '${account}')
         to '${join(folder, table)}'`,
      )
    }
    await target.query('checkpoint')
    const startedAt = performance.now()
    for (const table of TABLES) await target.query(`copy ${table} from '${join(folder, table)}'`)
    return (performance.now() - startedAt) / 1000
  } finally {
    await target.end()
    await database.query(`drop database ${name} with (force)`)
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} dataDir
 * @param {string} account
 * @param {pg.Client} database
 * @param {{ orders: number, skuCount: number, seed: number, directory: string, share: number }} plan
 */
async function killAndResume(dataDir, account, database, { orders, skuCount, seed, directory, share }) {
  const prefix = `K${seed}-`
  const file = join(directory, 'killed.csv')
  const rows = await writeOrders(file, { orders, skuCount, seed: seed + 1, prefix })
  const first = runImport(dataDir, account, file)
  await first.hasRead(rows * share)
  first.child.kill('SIGKILL')
  const killed = await first.ended
  const middle = await countOrders(database, prefix)
  const second = await runImport(dataDir, account, file).ended
  const there = await countOrders(database, prefix)
  /** @type {string[]} */
  const violations = []
  if (killed.code !== null)
    violations.push(`the import that was to be killed ended by itself: ${killed.output}`)
  if (second.code !== 0) violations.push(`the import that goes on failed: ${second.output}`)
  if (there.orders !== orders || there.numbers !== orders) {
    violations.push(
      `killed and run again, ${orders} orders became ${there.orders}, of ${there.numbers} numbers`,
    )
  }
  return {
    killedAtShare: middle.orders / orders,
    orders: there.orders,
    peakMegabytes: Math.max(killed.peakMegabytes, second.peakMegabytes),
    violations,
  }
}

/** @param {pg.Client} database @param {string} prefix letters, digits and hyphens only */
async function countOrders(database, prefix) {
  const { rows } = await database.query(
    `select count(*)::integer as orders, count(distinct seller_order_number)::integer as numbers
     from orders where seller_order_number like '${prefix}%'`,
  )
  return { orders: Number(rows[0].orders), numbers: Number(rows[0].numbers) }
}
