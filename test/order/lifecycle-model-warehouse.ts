/** The model's inbound notices, and the stock that goes to whoever waits for it. */
import type { ServeWaiting } from '../../src/order/commands/stock.js'
import type {
  AnnounceNotice,
  CloseNotice,
  ConfirmNotice,
  NoticeName,
  ReceiveNotice,
  WithdrawNotice,
} from '../../src/order/notice.js'
import { LOCATIONS } from './corner-shop.js'
import { type Answer, notFound, refuse, same, sum } from './lifecycle-model-order.js'
import { itemOf, levelKey, type World } from './lifecycle-model-world.js'

const MOST_PIECES = 2_147_483_647

export interface ModelNotice {
  readonly name: NoticeName
  readonly accountId: number
  readonly ownerId: number
  readonly location: string
  readonly isReturn: boolean
  contentHash: string
  status: string
  rows: readonly { readonly row: number; readonly place: string; readonly sku: string; received: number }[]
  lastRow: number
  changes: number
}

export type NoticeDeed = AnnounceNotice | ConfirmNotice | ReceiveNotice | CloseNotice | WithdrawNotice

/** From where a notice may come to each status by a person's word. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  confirmed: ['announced'],
  closed: ['receiving'],
  withdrawn: ['announced', 'confirmed', 'receiving'],
}

export function nameOfNotice(accountId: number, { number, scope }: NoticeName): string {
  return `${accountId} ${scope} ${number}`
}

export function answerToNotice(world: World, command: NoticeDeed): Answer<void> {
  const name = nameOfNotice(command.caller.accountId, command.name)
  const notice = world.notices.get(name)
  if (command.kind === 'announce_notice') return answerToAnnouncing(world, name, notice, command)
  if (notice === undefined) return notFound('inbound notice', command.name.number)
  switch (command.kind) {
    case 'receive_notice':
      return answerToCount(world, notice, command)
    case 'confirm_notice':
      return answerToMove(notice, 'confirmed')
    case 'close_notice':
      return answerToMove(notice, 'closed')
    case 'withdraw_notice':
      return answerToMove(notice, 'withdrawn')
  }
}

function notNow({ name: { number } }: ModelNotice) {
  return refuse({ kind: 'not_allowed_in_state', what: 'inbound notice', id: number })
}

function answerToMove(notice: ModelNotice, status: string): Answer<void> {
  if (notice.status === status) return same()
  const isLate = status === 'withdrawn' && notice.rows.some((row) => row.received > 0)
  if (isLate || BEFORE[status]?.includes(notice.status) !== true) return notNow(notice)
  return {
    does: () => {
      notice.status = status
      notice.changes += 1
    },
  }
}

function answerToAnnouncing(
  world: World,
  name: string,
  known: ModelNotice | undefined,
  { caller, name: named, contentHash, wish }: AnnounceNotice,
): Answer<void> {
  if (known?.contentHash === contentHash) return same()
  if (!world.bookings.has(caller.accountId)) return notFound('account', caller.accountId)
  const { location, isReturn } = wish
  if (!LOCATIONS.some((one) => one.code === location)) return notFound('stock location', location)
  if (known !== undefined) {
    const isOpen = known.status === 'announced' || known.status === 'confirmed'
    if (!isOpen || known.location !== location || known.isReturn !== isReturn) return notNow(known)
  }
  return {
    does: () => {
      const notice = known ?? {
        ...{ name: named, ...caller, location, isReturn, contentHash, status: 'announced' },
        ...{ rows: [], lastRow: 0, changes: 0 },
      }
      const left = [...notice.rows]
      notice.rows = wish.rows.map(({ sku, box }) => {
        const place = JSON.stringify([sku, box])
        const at = left.findIndex((row) => row.place === place)
        const [kept] = at === -1 ? [] : left.splice(at, 1)
        if (kept !== undefined) return kept
        notice.lastRow += 1
        return { row: notice.lastRow, place, sku, received: 0 }
      })
      notice.contentHash = contentHash
      notice.changes += 1
      world.notices.set(name, notice)
    },
  }
}

function answerToCount(world: World, notice: ModelNotice, { counts }: ReceiveNotice): Answer<void> {
  if (!['announced', 'confirmed', 'receiving'].includes(notice.status)) return notNow(notice)
  const strange = counts.find(
    (count) => !notice.rows.some((row) => row.row === count.rowNumber && row.sku === count.sku),
  )
  if (strange !== undefined) return notFound('row', strange.rowNumber)
  const news = notice.rows.flatMap((row) => {
    const count = counts.findLast((one) => one.rowNumber === row.row)
    return count === undefined || count.received === row.received ? [] : [{ row, received: count.received }]
  })
  if (news.length === 0 && notice.status === 'receiving') return same()
  const { ownerId, location } = notice
  const more = (sku: string) =>
    sum(news.map(({ row, received }) => (row.sku === sku ? received - row.received : 0)))
  const skus = new Set(news.map(({ row }) => row.sku))
  for (const sku of skus) {
    if (itemOf(ownerId, sku) === undefined) return notFound('item', sku)
    const onHand = (world.onHand.get(levelKey(ownerId, sku, location)) ?? 0) + more(sku)
    if (onHand < world.held(ownerId, sku, location) || onHand > MOST_PIECES) {
      return refuse({ kind: 'stock_out_of_range', sku, location })
    }
  }
  return {
    does: () => {
      for (const sku of skus) if (more(sku) !== 0) world.bring(ownerId, sku, location, more(sku))
      for (const { row, received } of news) row.received = received
      notice.status = 'receiving'
      notice.changes += 1
    },
  }
}

/** Who stays short keeps its SKUs from those behind it. */
export function answerToServing(world: World, { ownerId, location, parts }: ServeWaiting): Answer<void> {
  const waiting = parts.flatMap(({ orderNumber, sequence }) => {
    const order = world.orders.find((one) => one.orderNumber === orderNumber)
    const part = order?.parts.find((one) => one.sequence === sequence)
    const isMeant = order?.ownerId === ownerId && part?.location === location
    return isMeant && part.status === 'shortage' ? [{ order, part }] : []
  })
  const skusOf = ({ order, part }: (typeof waiting)[number]) =>
    order.pieces.filter((piece) => piece.part === part.sequence).map((piece) => piece.sku)
  const blocked = new Set<string>()
  const isServed = (one: (typeof waiting)[number]) =>
    !skusOf(one).some((sku) => blocked.has(sku)) && world.canAllocate(one.order, one.part)
  for (const one of waiting) {
    // Nobody has taken anything yet, so that the first one who can be served says whether anybody is.
    if (isServed(one)) return { does: () => serveInTurn() }
    for (const sku of skusOf(one)) blocked.add(sku)
  }
  return same()

  function serveInTurn(): void {
    blocked.clear()
    for (const one of waiting) {
      if (one.part.status !== 'shortage') continue
      if (isServed(one)) {
        world.allocate(one.order, one.part, one.order.holds)
        world.changed(one.order)
      } else for (const sku of skusOf(one)) blocked.add(sku)
    }
  }
}
