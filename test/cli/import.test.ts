// Imports and exports from the command line, as processes of their own that are killed and run again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { openShop, type Shop } from '../support/shop.js'
import { ENTREPOT, type Ended, ended } from './entrepot.js'

let shop: Shop
let directory: string

beforeAll(async () => {
  shop = await openShop()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-import-'))
  const lane = shop.lane()
  await lane.submit(shop.receive('RED', 1_000_000))
  await lane.submit(shop.receive('GREEN', 10))
})

afterAll(async () => {
  await shop.close()
  await rm(directory, { recursive: true, force: true })
})

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [ENTREPOT, ...args], {
    env: { ...process.env, DATABASE_URL: shop.connectionString, DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const entrepot = (...args: readonly string[]): Promise<Ended> => ended(start(args))

async function file(name: string, rows: readonly string[]): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, `${rows.join('\n')}\n`)
  return path
}

const HEADER = 'sellerOrderNumber,recipient,country,sku,quantity'

async function counts(): Promise<{ orders: number; numbers: number; reserved: number }> {
  const { rows } = await shop.pool.query(
    `select count(*)::integer as orders, count(distinct seller_order_number)::integer as numbers,
       (select sum(reserved)::integer from stock_levels) as reserved
     from orders`,
  )
  return rows[0]
}

test('a dry run prints the faults row by row, and changes nothing', async () => {
  const rows = ['A-1,Ann,US,RED,1', 'A-2,Ann,US,PINK,1', 'A-3,Ann,US,GREEN,11', 'A-4,,US,RED,\u001b[31mx']
  const path = await file('faults.csv', [HEADER, ...rows])
  const { code, stdout } = await entrepot('import', 'orders', path, '--dry-run')
  expect(code).toBe(1)
  const lines = stdout.trim().split('\n')
  expect(lines.slice(0, 3)).toEqual([
    'line 3, sku "PINK": there is no such item',
    'line 4, quantity "11": of GREEN, 11 are asked for and 10 available',
    'line 5, recipient: is required, but is missing',
  ])
  expect(lines[3]).toMatch(/^line 5, quantity "�\[31mx": is .*whole number/)
  expect(lines.at(-2)).toMatch(/^4 rows looked at in .* s: 1 orders accepted, 3 refused$/)
  expect(lines.at(-1)).toBe('nothing was changed')
  expect(await counts()).toEqual({ orders: 0, numbers: 0, reserved: 0 })
  const { rows: imports } = await shop.pool.query('select 1 from imports')
  expect(imports).toEqual([])
})

test('without the dry run, what is sound is placed; run again, it is known', async () => {
  const path = join(directory, 'faults.csv')
  const first = await entrepot('import', 'orders', path)
  expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('1 orders accepted, 3 refused') })
  const second = await entrepot('import', 'orders', path, '--account', 'buyer', '--tenant', 'shop')
  expect(second.stdout).toContain('1 orders accepted (1 of them were so before), 3 refused')
  expect(await counts()).toEqual({ orders: 1, numbers: 1, reserved: 1 })
})

test('killed at any place and run again, it goes on, and each order is there once', {
  timeout: 120_000,
}, async () => {
  const count = 50_000
  const orders = Array.from({ length: count }, (_, index) => `B-${index},Ann,US,RED,1`)
  const path = await file('many.csv', [HEADER, ...orders])
  const child = start(['import', 'orders', path])
  const end = ended(child)
  // It tells how far it has come: at the first word of it, it is in the middle.
  child.stderr?.once('data', () => child.kill('SIGKILL'))
  expect((await end).code).toBe(null)
  const middle = await counts()
  expect(middle.orders).toBeGreaterThan(1)
  expect(middle.orders).toBeLessThan(count)
  const again = await entrepot('import', 'orders', path)
  expect(again).toMatchObject({ code: 0 })
  expect(again.stdout).toMatch(/^import 3 (begins|goes on behind row [\d,]+)$/m)
  expect(await counts()).toEqual({ orders: count + 1, numbers: count + 1, reserved: count + 1 })
  const { rows } = await shop.pool.query(
    'select state, rows_read, accepted, refused, held_by from imports where import_id = 3',
  )
  expect(rows).toEqual([{ state: 'finished', rows_read: count, accepted: count, refused: 0, held_by: null }])
})

test('stock and orders are exported, and taken in again', { timeout: 60_000 }, async () => {
  const stock = join(directory, 'stock.csv')
  expect(await entrepot('export', 'stock', '--output', stock)).toMatchObject({ code: 0 })
  const content = await readFile(stock, 'utf8')
  expect(content).toContain('GREEN,NEAR,10,0,10\r\n')
  await writeFile(stock, content.replace('GREEN,NEAR,10,0,10', 'GREEN,NEAR,25,0,10'))
  const { code, stdout } = await entrepot('import', 'stock', stock)
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining('2 stock levels accepted (1 of them were so before), 0 refused'),
  ])
  const level = (await entrepot('export', 'stock')).stdout
  expect(level).toContain('GREEN,NEAR,25,0,25\r\n')

  const orders = join(directory, 'orders.csv')
  await entrepot('export', 'orders', '--account', 'buyer', '--output', orders)
  const exported = await readFile(orders, 'utf8')
  expect(exported.split('\r\n')).toHaveLength(50_001 + 2)
  const few = exported.split('\r\n').slice(0, 1_000).join('\r\n')
  await writeFile(orders, few)
  const back = await entrepot('import', 'orders', orders)
  expect(back.stdout).toContain('999 orders accepted (999 of them were so before), 0 refused')
})

test.each([
  [['import', 'orders', '/no/such/file'], 1, 'There is no file /no/such/file'],
  [['import', 'cats', 'x.csv'], 2, 'Allowed choices are orders, stock.'],
  [['import', 'orders'], 2, "missing required argument 'file'"],
  [['export', 'orders', '--account', 'nobody'], 1, 'has no account "nobody"'],
])('%j is refused in words', async (args, code, words) => {
  expect(await entrepot(...args)).toMatchObject({ code, stderr: expect.stringContaining(words) })
})

test('the auditor is content', async () => {
  const results = await audit(shop.connectionString, null, () => {})
  expect(results.flatMap((one) => one.violations)).toEqual([])
})
