/** What an intent comes to once it is known which orders there are: mostly something that can be done to one of them. */
import type { Command } from '../../src/order/command.js'
import type { NewPackage } from '../../src/order/commands/fulfilment.js'
import type { PieceWish } from '../../src/order/pieces.js'
import { BUYERS, callerOf, SKUS, START } from './corner-shop.js'
import type { Model } from './lifecycle-model.js'
import { type Act, type ActKind, nthOf, withKey } from './lifecycle-model-intents.js'
import {
  isHere,
  isOpen,
  isShipped,
  isUnpacked,
  livePartsOf,
  type ModelAfterSale,
  type ModelOrder,
  type ModelPart,
  openBoxes,
  wantedOf,
} from './lifecycle-model-order.js'
import { onNotice, serving } from './lifecycle-model-words-warehouse.js'

const PLACES = ['NEAR', 'FAR', 'NEAR', 'FAR', 'LATE', 'SHUT', 'NOWHERE'] as const

type PartTest = (part: ModelPart, order: ModelOrder, model: Model) => boolean
const status =
  (...statuses: readonly string[]): PartTest =>
  (part) =>
    statuses.includes(part.status)
const hasParcel: PartTest = (part) => part.boxes.some((box) => box.parcel !== null)

/** In which parts each act can be done, as a rule. */
const SUITED: Readonly<Partial<Record<ActKind, PartTest>>> = {
  review: (_part, order) => order.review !== null && !order.isCancelled,
  hold: status('drafted', 'shortage', 'allocated', 'packed'),
  release: status('hold'),
  label: status('drafted', 'hold', 'shortage', 'allocated', 'packed'),
  serve_waiting: status('shortage'),
  allocate: (part, order, model) => part.status === 'shortage' && model.canAllocate(order, part),
  pack: status('allocated'),
  hand_over: status('packed'),
  deliver: status('handed_over'),
  track: hasParcel,
  split: (part, order) => isUnpacked(part) && wantedOf(order, part).length > 1,
  merge: (part, order) => isUnpacked(part) && livePartsOf(order).filter(isUnpacked).length > 1,
  move: isUnpacked,
  cancel: isHere,
  cancel_pieces: isUnpacked,
  expire: (_part, order, { at }) => order.isUnpaid && order.payBy !== null && order.payBy <= at + 1000,
  pay: (_part, order) => order.isUnpaid,
  submit_voucher: (_part, order) => order.isUnpaid,
  settle_payment: (_part, { money }) => money === 'voucher' || money === 'confirming',
  request_after_sale: (part, order) => !order.isUnpaid && part.status !== 'cancelled',
}

/** What has to be done first, where an act can be done to nothing yet. */
const BEFORE: Readonly<Partial<Record<ActKind, ActKind>>> = {
  pack: 'allocate',
  hand_over: 'pack',
  deliver: 'hand_over',
  track: 'hand_over',
  release: 'hold',
  merge: 'split',
  allocate: 'move_stock',
  receive_notice: 'announce_notice',
  settle_payment: 'submit_voucher',
  receive_return: 'decide_after_sale',
  act_on_after_sale: 'request_after_sale',
  decide_after_sale: 'request_after_sale',
}

/** Mostly, what can be done; else what leads there; now and then, what cannot be done. */
function possible(model: Model, act: Act): Act {
  let { what } = act
  if (act.wild || act.nth % 5 === 0) return act
  for (;;) {
    const before = BEFORE[what]
    if (before === undefined || isPossible(model, what)) return { ...act, what }
    what = before
  }
}

function isPossible(model: Model, what: ActKind): boolean {
  const [partTest, test] = [SUITED[what], AFTER_SALE_SUITED[what]]
  if (test !== undefined) return model.orders.some((order) => order.afterSales.some(test))
  if (partTest === undefined) return true
  return model.orders.some((order) => order.parts.some((part) => partTest(part, order, model)))
}

function pickPart(
  model: Model,
  { what, nth, part, wild, other }: Act,
): { order?: ModelOrder; part?: ModelPart } {
  const all = model.orders.flatMap((order) => order.parts.map((one) => ({ order, part: one })))
  const shipped = what === 'request_after_sale' && other ? hasParcel : SUITED[what]
  const test = wild ? undefined : shipped
  const suited = test === undefined ? [] : all.filter((one) => test(one.part, one.order, model))
  return nthOf(suited.length > 0 ? suited : all, nth * 10 + part) ?? {}
}

const AFTER_SALE_SUITED: Readonly<Partial<Record<ActKind, (one: ModelAfterSale) => boolean>>> = {
  decide_after_sale: (one) => one.status === 'requested',
  act_on_after_sale: isOpen,
  receive_return: (one) => one.status === 'approved' || one.status === 'sent_back',
  review_refunds: (one) => one.status === 'requested' && one.reviewAt !== null,
}

function pickAfterSale(model: Model, { what, nth, wild }: Act) {
  const all = model.orders.flatMap((order) => order.afterSales.map((one) => ({ order, one })))
  const test = wild ? undefined : AFTER_SALE_SUITED[what]
  const suited = test === undefined ? [] : all.filter(({ one }) => test(one))
  return nthOf(suited.length > 0 ? suited : all, nth)
}

export function commandOf(model: Model, act: Act): Command {
  return withKey(plainCommand(model, possible(model, act)), act.key)
}

function plainCommand(model: Model, act: Act): Command {
  const { what, nth, pick, pieces, flag, other, wild } = act
  switch (what) {
    case 'move_stock': {
      const lacking = wild || other ? undefined : shortOf(model, nth)
      if (lacking !== undefined)
        return { kind: what, key: null, quantity: pieces + 2, reason: 'r', ...lacking }
      const caller = callerOf(pick < 9 ? 1 : 3)
      const sku = (wild ? nthOf(SKUS, nth) : nthOf(['A', 'A', 'B', 'B', 'C'], nth)) ?? 'A'
      const location = nthOf(wild ? PLACES : PLACES.slice(0, 5), pick) ?? 'NEAR'
      const quantity = wild && nth === 99 ? 2_147_483_645 : other && flag ? -pieces : pieces * 2
      return { kind: 'move_stock', caller, key: null, sku, location, quantity, reason: 'r' }
    }
    case 'count_stock': {
      const caller = callerOf(pick < 9 ? 1 : 3)
      const sku = (wild ? nthOf(SKUS, nth) : nthOf(['A', 'B', 'C'], nth)) ?? 'A'
      const location = nthOf(wild ? PLACES : PLACES.slice(0, 5), pick) ?? 'NEAR'
      return { kind: 'count_stock', caller, key: null, sku, location, onHand: pieces * 2, reason: 'r' }
    }
    case 'top_up': {
      const accountId = wild && nth > 50 ? 9 : pick < 8 ? 1 : 3
      const amountMinor = wild && nth < 20 ? 1_000_000_000_000_000 : nth * 20 + 1
      return { kind: 'top_up', caller: callerOf(1), key: null, accountId, amountMinor }
    }
    case 'pay_waiting': {
      const accountId = wild ? 9 : (nthOf(BUYERS, nth)?.accountId ?? 1)
      return { kind: 'pay_waiting', caller: callerOf(1), key: null, accountId }
    }
    case 'serve_waiting':
      return serving(model, act)
    case 'announce_notice':
    case 'confirm_notice':
    case 'receive_notice':
    case 'close_notice':
    case 'withdraw_notice':
      return onNotice(model, act)
    case 'decide_after_sale':
    case 'act_on_after_sale':
    case 'receive_return':
    case 'review_refunds':
      return onAfterSale(model, act)
    default:
      return onPart(model, act)
  }
}

/** Now and then of an order that there is not, or by somebody whose it is not. */
function addressed(order: ModelOrder | undefined, { wild, nth }: Act) {
  const accountId = wild && nth % 10 === 1 ? 3 : (order?.accountId ?? 1)
  const isNone = order === undefined || (wild && nth % 10 === 0)
  return { caller: callerOf(accountId), key: null, orderNumber: isNone ? 404 : order.orderNumber }
}

/** Something that a part waits for. */
function shortOf(model: Model, nth: number) {
  const short = model.orders.flatMap((order) =>
    order.parts
      .filter((part) => part.status === 'shortage')
      .flatMap((part) => wantedOf(order, part).map(({ sku }) => ({ order, sku, location: part.location }))),
  )
  const one = nthOf(short, nth)
  if (one === undefined) return undefined
  return { caller: callerOf(one.order.ownerId), sku: one.sku, location: one.location }
}

function onPart(model: Model, act: Act): Command {
  const { what, nth, pick, pieces, flag, other, wild } = act
  const { order, part } = pickPart(model, act)
  const to = addressed(order, act)
  const sequence = wild && pick > 8 ? 9 : (part?.sequence ?? 1)
  const one = { ...to, sequence }
  const some = { ...to, sequence: flag ? null : sequence }
  const skus = [...SKUS]
  switch (what) {
    case 'review':
      return { kind: what, ...to, key: null, skus }
    case 'hold':
      return { kind: what, ...some, hold: { kind: other ? 'asked' : 'process', reason: 'r' } }
    case 'release':
    case 'allocate':
      return { kind: what, ...some, skus }
    case 'annotate': {
      const hold = other ? ({ kind: 'process', reason: 'note' } as const) : null
      return { kind: what, ...to, sequence: null, extra: { note: String(pick % 3) }, hold }
    }
    case 'label': {
      const label = other && flag ? null : { url: `https://l.example/${pick % 2}` }
      return {
        kind: what,
        ...to,
        sequence: null,
        label,
        extra: other ? { note: String(pick % 3) } : {},
        skus,
      }
    }
    case 'pack':
      return { kind: what, ...one, packages: flag ? null : packagesOf(order, part, act) }
    case 'hand_over': {
      const boxes = part === undefined ? [] : openBoxes(part)
      const box = wild ? nthOf(part?.boxes ?? [], pick) : nthOf(boxes, pick)
      const packageNumber = flag ? null : (box?.number ?? '9')
      const trackingNumber = `T${pick % 3}`
      return { kind: what, ...one, carrier: 'C', trackingNumber, packageNumber, skus }
    }
    case 'deliver':
      return { kind: what, ...one }
    case 'track': {
      const known =
        part?.boxes.flatMap(({ parcel }) => (parcel === null ? [] : [parcel.trackingNumber])) ?? []
      const trackingNumber = (wild ? undefined : nthOf(known, pick)) ?? `T${pick % 4}`
      const place = { country: null, state: null, city: null, facility: null }
      const event = (at: number, word: 'in_transit' | 'delivered') =>
        ({ at: START + at * 500, status: word, description: '', ...place }) as const
      const events = [event(pick, 'in_transit'), ...(other ? [event(pick + pieces, 'delivered')] : [])]
      return { kind: what, ...some, trackingNumber, events }
    }
    case 'split': {
      const lines = nthLines(order, part, pick, other ? 2 : 1)
      const asked = lines.map((lineNumber) => ({ lineNumber, quantity: pieces }))
      return { kind: what, ...one, lines: wild && pick === 0 ? [] : asked }
    }
    case 'merge': {
      const live = order === undefined ? [] : livePartsOf(order).filter(isUnpacked)
      const near = live.filter((each) => each.location === part?.location && each.status === part.status)
      const mates = (wild || near.length < 2 ? (order?.parts ?? []) : near).map((each) => each.sequence)
      const other2 = nthOf(
        mates.filter((each) => each !== sequence),
        pick,
      )
      return { kind: what, ...to, sequence, sequences: [sequence, other2 ?? sequence] }
    }
    case 'move':
      return { kind: what, ...one, location: nthOf(PLACES, pick) ?? 'NEAR', skus }
    case 'cancel': {
      const whenPacked = ([undefined, 'hold', 'refuse'] as const)[pick % 3]
      return { kind: what, ...to, reason: flag ? 'regret' : null, ...(whenPacked && { whenPacked }) }
    }
    case 'cancel_pieces': {
      const wishes = piecesOf(order, part, act)
      const named = pick % 6 === 0 ? ('all' as const) : wishes
      return { kind: 'cancel', ...some, reason: null, pieces: named }
    }
    case 'expire':
      return { kind: what, ...to, key: null }
    case 'pay':
      return { kind: what, ...to }
    case 'submit_voucher':
      return { kind: what, ...to, urls: [`https://v.example/${pick % 2}`], remark: null }
    case 'settle_payment':
      return { kind: what, ...to, approved: flag || other, reason: null }
    default: {
      const hasLeft = order?.pieces.some((piece) => isShipped(piece)) ?? false
      const goods: 'shipped' | 'unshipped' = hasLeft !== (wild && other) ? 'shipped' : 'unshipped'
      const kind =
        goods === 'unshipped' ? 'refund' : (['refund', 'return', 'return', 'exchange'] as const)[pick % 4]
      const wish = {
        ...{ kind: kind ?? 'refund', goods, pieces: flag ? null : piecesOf(order, part, act) },
        amountMinor: nth % 4 === 0 ? nth * pieces * 10 : null,
        ...{ reason: nth % 3 === 0 ? 'broken' : null, remark: null, images: [], extra: null },
      } as const
      return { kind: 'request_after_sale', ...to, wish }
    }
  }
}

function nthLines(
  order: ModelOrder | undefined,
  part: ModelPart | undefined,
  pick: number,
  most: number,
): number[] {
  if (order === undefined || part === undefined) return [1]
  const lines = [...new Set(wantedOf(order, part).map((piece) => piece.line))]
  return Array.from({ length: most }, (_, index) => nthOf(lines, pick + index) ?? 7)
}

/** By row or by line, of the part or of any. */
function piecesOf(order: ModelOrder | undefined, part: ModelPart | undefined, act: Act): PieceWish[] {
  const { pick, pieces, other, nth, wild } = act
  const own = order?.pieces.filter((piece) => wild || piece.part === part?.sequence) ?? []
  const named = [nthOf(own, pick), ...(nth % 5 === 0 ? [nthOf(own, pick + 1)] : [])]
  return named.map((piece) => {
    if (piece === undefined) return { lineNumber: 7, quantity: pieces }
    return other ? { rowNumber: piece.row, quantity: pieces } : { lineNumber: piece.line, quantity: pieces }
  })
}

/** In two: the first pieces, and the rest; wild ones forget a piece, or name a package twice. */
function packagesOf(
  order: ModelOrder | undefined,
  part: ModelPart | undefined,
  { pieces, pick, wild }: Act,
): NewPackage[] {
  const wanted = order === undefined || part === undefined ? [] : wantedOf(order, part)
  const lines = wanted.map((piece) => ({ lineNumber: piece.line, quantity: 1 }))
  const halves = [lines.slice(0, pieces), lines.slice(pieces + (wild ? 1 : 0))]
  return halves
    .filter((half) => half.length > 0)
    .map((half, index) => ({
      packageNumber: wild && pick === 0 ? 'one' : String(index + 1),
      weightGrams: null,
      lines: half,
    }))
}

function onAfterSale(model: Model, act: Act): Command {
  const { what, nth, pick, pieces, flag, other, wild } = act
  const found = pickAfterSale(model, act)
  const to = addressed(found?.order, act)
  const skus = [...SKUS]
  const number = found?.one.number ?? 405
  const about = { ...to, skus, afterSaleNumber: wild && pick === 11 ? 405 : number }
  const amountMinor = nth % 4 === 0 ? nth * pieces * 10 : null
  switch (what) {
    case 'decide_after_sale':
      return { kind: what, ...about, approved: pick > 2, reason: flag ? 'no' : null, amountMinor }
    case 'receive_return':
      return {
        kind: what,
        ...about,
        goods: returnedBy(found, act),
        amountMinor,
        replacementOrderNumber: null,
      }
    case 'act_on_after_sale':
      switch (pick % 5) {
        case 0:
          return { kind: what, ...about, act: { kind: 'withdraw' } }
        case 1:
        case 2:
          return {
            kind: what,
            ...about,
            act: { kind: 'send_back', carrier: 'C', trackingNumber: `R${pieces}` },
          }
        case 3: {
          const change = { ...(other ? { amountMinor: nth * 10 } : {}), ...(flag ? { remark: 'more' } : {}) }
          return { kind: what, ...about, act: { kind: 'modify', ...change } }
        }
        default:
          return { kind: what, ...about, act: { kind: 'message', by: 'buyer', text: 'well?', images: [] } }
      }
    default:
      return { kind: 'review_refunds', ...to, key: null, skus }
  }
}

function returnedBy(found: ReturnType<typeof pickAfterSale>, { pick, pieces, flag, other, wild }: Act) {
  if (flag || found === undefined) return null
  const condition = (['sellable', 'defective', 'scrapped'] as const)[pick % 3] ?? 'sellable'
  const location = other ? (nthOf(PLACES, pick) ?? null) : null
  const [row] = nthOf([...found.one.rows], pick) ?? [0]
  const line = found.order.pieces.find((piece) => piece.row === row)?.line ?? 7
  const name = wild ? { rowNumber: row + 1000 } : other ? { lineNumber: line } : { rowNumber: row }
  return [{ ...name, quantity: pieces, condition, location }]
}
