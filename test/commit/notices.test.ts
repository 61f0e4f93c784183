// Inbound notices through the lanes of two servers: whoever counts last, stock is what the notice says has come.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Lane } from '../../src/commit/lane.js'
import type { NoticeCommand, WishedRow } from '../../src/order/notice.js'
import { audit } from '../../src/store/audit.js'
import { readNotice } from '../../src/store/notices.js'
import { openShop, type Shop } from '../support/shop.js'

const NAME = { number: 'N-1', scope: '' }

let shop: Shop
let lanes: readonly [Lane, Lane]
const failures: unknown[] = []

beforeAll(async () => {
  shop = await openShop(failures)
  lanes = [shop.lane(), shop.lane()]
})

afterAll(() => shop.close())

const caller = () => ({ accountId: shop.accountId, ownerId: shop.accountId })

function row(sku: string, quantity: number): WishedRow {
  const sizes = {
    weightMilligrams: null,
    lengthMicrometres: null,
    widthMicrometres: null,
    heightMicrometres: null,
  }
  return { sku, quantity, box: null, manufacturedOn: null, expiresOn: null, ...sizes }
}

function announce(quantity: number): NoticeCommand {
  const head = { isReturn: false, announcedOn: null, expectedOn: null, remark: null, extra: { quantity } }
  const wish = { location: 'FAR', ...head, rows: [row('RED', quantity), row('GREEN', 1)] }
  const contentHash = String(quantity)
  return {
    kind: 'announce_notice',
    caller: caller(),
    key: null,
    name: NAME,
    dialect: 'test',
    contentHash,
    wish,
  }
}

function receive(received: number): NoticeCommand {
  const counts = [{ rowNumber: 1, sku: 'RED', received }]
  return { kind: 'receive_notice', caller: caller(), key: null, name: NAME, counts }
}

const both = (commands: readonly NoticeCommand[]) =>
  Promise.all(commands.map((command, index) => lanes[index % 2 === 0 ? 0 : 1].submit(command)))

test('announced by two servers at once, it is one notice, as the last one has it', async () => {
  const results = await both(Array.from({ length: 40 }, (_, index) => announce(1 + (index % 7))))
  expect(results.every((result) => result.ok)).toBe(true)
  const notice = await readNotice(shop.pool, shop, NAME)
  expect(notice).toMatchObject({
    status: 'announced',
    lastRow: 2,
    rows: [{ rowNumber: 1 }, { rowNumber: 2 }],
  })
  expect(notice?.extra).toEqual({ quantity: notice?.rows[0]?.quantity })
})

test('counted by two servers at once, stock is the last count', async () => {
  const results = await both(Array.from({ length: 60 }, (_, index) => receive((index * 37) % 50)))
  expect(results.every((result) => result.ok)).toBe(true)
  const notice = await readNotice(shop.pool, shop, NAME)
  const { rows } = await shop.pool.query<{ on_hand: number; moved: number }>(
    `select on_hand, (select sum(quantity)::integer from stock_movements m where m.sku = s.sku and m.location = 'FAR')
       as moved
     from stock_levels s where sku = 'RED' and location = 'FAR'`,
  )
  const received = notice?.rows[0]?.received
  expect(rows).toEqual([{ on_hand: received, moved: received }])
  expect(failures).toEqual([])
  const found = await audit(shop.connectionString, null)
  expect(found.flatMap((one) => one.violations)).toEqual([])
})
