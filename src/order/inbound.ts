/**
 * From an announcement to goods on the shelf. What is received is counted as totals, so that a count sent twice
 * changes nothing; each change of a total changes the stock at the notice's location by as much. What is defective
 * is no stock: it is counted apart, and not counted back.
 */

import { type Decision, type Moment, replay } from './decision.js'
import type { DefectiveGoods, LevelChange, Movement } from './effects.js'
import {
  type AnnounceNotice,
  type CloseNotice,
  type ConfirmNotice,
  type InboundNotice,
  NOTICE_MOVES,
  type NoticeChange,
  type NoticeName,
  type NoticeRow,
  type NoticeStatus,
  noticeKey,
  type ReceiveNotice,
  type WithdrawNotice,
} from './notice.js'
import { renumbered } from './notice-rows.js'
import { type Rejection, refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'
import { MAX_ON_HAND } from './stock.js'

export function announceNotice(snapshot: Snapshot, command: AnnounceNotice, moment: Moment): Decision {
  const { caller, name, wish } = command
  const known = snapshot.notices.get(noticeKey(caller.accountId, name))
  if (known?.contentHash === command.contentHash) return replayed(name)
  if (!snapshot.accounts.has(caller.accountId)) {
    return refuse({ kind: 'not_found', what: 'account', id: String(caller.accountId) })
  }
  if (!snapshot.locations.has(wish.location)) {
    return refuse({ kind: 'not_found', what: 'stock location', id: wish.location })
  }
  if (known === undefined) return accepted(announced(command, moment.at))
  const obstacle = obstacleTo(known, command)
  return obstacle === null ? accepted(replaced(known, command, moment.at)) : refuse(notNow(known, obstacle))
}

function announced(
  { caller, name, dialect, contentHash, wish: { rows: wished, ...head } }: AnnounceNotice,
  at: number,
): NoticeChange {
  const numbered = renumbered({ rows: [], lastRow: 0, lastBox: 0 }, wished)
  const notice: InboundNotice = {
    accountId: caller.accountId,
    ownerId: caller.ownerId,
    number: name.number,
    scope: name.scope,
    ...head,
    ...numbered,
    dialect,
    contentHash,
    status: 'announced',
    version: 1,
    times: { announced: at },
    createdAt: at,
    updatedAt: at,
  }
  return { notice, written: numbered.rows, dropped: [], event: { kind: 'announced', data: null } }
}

/** Why it can't be announced anew. */
function obstacleTo(known: InboundNotice, { wish }: AnnounceNotice): string | null {
  if (known.status !== 'announced' && known.status !== 'confirmed') return known.status
  if (known.location !== wish.location) return `for ${known.location}, which can't be changed`
  if (known.isReturn !== wish.isReturn) {
    return `${known.isReturn ? '' : 'not '}a return, which can't be changed`
  }
  return null
}

function replaced(
  known: InboundNotice,
  { contentHash, dialect, wish: { rows: wished, ...head } }: AnnounceNotice,
  at: number,
): NoticeChange {
  const numbered = renumbered(known, wished)
  const kept = new Set(numbered.rows.map((row) => row.rowNumber))
  return {
    notice: { ...changed(known, known.status, at), ...head, ...numbered, contentHash, dialect },
    written: numbered.rows,
    dropped: known.rows.map((row) => row.rowNumber).filter((rowNumber) => !kept.has(rowNumber)),
    event: { kind: 'replaced', data: null },
  }
}

export function confirmNotice(snapshot: Snapshot, command: ConfirmNotice, moment: Moment): Decision {
  return move(snapshot, command, 'confirmed', moment.at)
}

export function closeNotice(snapshot: Snapshot, command: CloseNotice, moment: Moment): Decision {
  return move(snapshot, command, 'closed', moment.at)
}

export function withdrawNotice(snapshot: Snapshot, command: WithdrawNotice, moment: Moment): Decision {
  return move(snapshot, command, 'withdrawn', moment.at)
}

function move(
  snapshot: Snapshot,
  { caller, name }: ConfirmNotice | CloseNotice | WithdrawNotice,
  status: 'confirmed' | 'closed' | 'withdrawn',
  at: number,
): Decision {
  const notice = snapshot.notices.get(noticeKey(caller.accountId, name))
  if (notice === undefined) return refuse(noNotice(name.number))
  if (notice.status === status) return replayed(name)
  if (!mayMove(notice, status)) return refuse(notNow(notice, notice.status))
  const moved = changed(notice, status, at)
  return accepted({ notice: moved, written: [], dropped: [], event: { kind: status, data: null } })
}

function mayMove({ status: from, rows }: InboundNotice, to: NoticeStatus): boolean {
  const targets: readonly NoticeStatus[] = NOTICE_MOVES[from]
  return targets.includes(to) && (to !== 'withdrawn' || rows.every((row) => row.received === 0))
}

export function receiveNotice(snapshot: Snapshot, command: ReceiveNotice, moment: Moment): Decision {
  const { caller, name, counts, version } = command
  const notice = snapshot.notices.get(noticeKey(caller.accountId, name))
  if (notice === undefined) return refuse(noNotice(name.number))
  if (notice.status !== 'receiving' && !mayMove(notice, 'receiving')) {
    return refuse(notNow(notice, notice.status))
  }
  // Totals count on top of what had come when the notice was read.
  if (version !== undefined && version !== notice.version) return refuse(notThat(notice, version))
  const totals = new Map(counts.map((count) => [count.rowNumber, count]))
  const skus = new Map(notice.rows.map((row) => [row.rowNumber, row.sku]))
  const strange = counts.find(({ rowNumber, sku }) => skus.get(rowNumber) !== sku)
  if (strange !== undefined) {
    return refuse({ kind: 'not_found', what: 'row', id: String(strange.rowNumber) })
  }
  const counted = notice.rows.flatMap((row) => {
    const { received, defective } = { ...row, ...totals.get(row.rowNumber) }
    const same = received === row.received && defective === row.defective
    return same ? [] : [{ before: row, after: { ...row, received, defective } }]
  })
  if (counted.length === 0 && notice.status === 'receiving') return replayed(name)
  const stock = raised(snapshot, notice, counted)
  if ('kind' in stock) return refuse(stock)
  const after = new Map(counted.map((one) => [one.after.rowNumber, one.after]))
  const rows = notice.rows.map((row) => after.get(row.rowNumber) ?? row)
  const data = {
    counts: [...after.values()].map(({ rowNumber, received, defective }) => ({
      rowNumber,
      received,
      ...(defective > 0 && { defective }),
    })),
  }
  return accepted(
    {
      notice: { ...changed(notice, 'receiving', moment.at), rows },
      written: [...after.values()],
      dropped: [],
      event: { kind: 'received', data },
    },
    stock,
  )
}

interface Counted {
  readonly before: NoticeRow
  readonly after: NoticeRow
}

interface StockChange {
  readonly levels: readonly LevelChange[]
  readonly movements: readonly Movement[]
  readonly defective: readonly DefectiveGoods[]
}

/** Rows of one SKU change its level together; less than before takes off what is free, and not more. */
function raised(
  snapshot: Snapshot,
  { ownerId, location, number }: InboundNotice,
  counted: readonly Counted[],
): StockChange | Rejection {
  const bySku = new Map<string, number>()
  const defective: DefectiveGoods[] = []
  for (const { before, after } of counted) {
    const { sku } = after
    const broken = after.defective - before.defective
    if (broken < 0 || after.defective > after.received) {
      const reason = `${before.defective} pieces were counted as defective, and ${after.received} have come`
      return { kind: 'stock_out_of_range', sku, location, reason }
    }
    if (broken > 0) defective.push({ ownerId, sku, location, quantity: broken })
    bySku.set(sku, (bySku.get(sku) ?? 0) + after.received - before.received - broken)
  }
  const levels: LevelChange[] = []
  const movements: Movement[] = []
  for (const [sku, quantity] of bySku) {
    if (snapshot.itemOf(ownerId, sku) === null) return { kind: 'not_found', what: 'item', id: sku }
    const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
    const reserved = level?.reserved ?? 0
    const onHand = (level?.onHand ?? 0) + quantity
    if (onHand < reserved || onHand > MAX_ON_HAND) {
      const reason =
        onHand > MAX_ON_HAND
          ? `${onHand} pieces are more than a level can hold (${MAX_ON_HAND})`
          : `${onHand} pieces would be left, while ${reserved} are reserved`
      return { kind: 'stock_out_of_range', sku, location, reason }
    }
    if (quantity === 0) continue
    levels.push({ ownerId, sku, location, onHand: quantity, reserved: 0, isNew: level === undefined })
    movements.push({ ownerId, sku, location, quantity, onHand, reason: `inbound notice ${number}` })
  }
  return { levels, movements, defective }
}

function changed(notice: InboundNotice, status: NoticeStatus, at: number): InboundNotice {
  return {
    ...notice,
    status,
    version: notice.version + 1,
    times: { ...notice.times, [status]: notice.times[status] ?? at },
    updatedAt: at,
  }
}

function accepted(
  change: NoticeChange,
  { levels, movements, defective }: StockChange = { levels: [], movements: [], defective: [] },
): Decision {
  const { number, scope } = change.notice
  const rest = { placed: [], changed: [], entries: [], events: [], queues: [] }
  return {
    ok: true,
    replayed: false,
    outcome: { number, scope, replayed: false },
    effects: {
      ...rest,
      levels,
      movements,
      ...(defective.length > 0 && { defective }),
      notices: [change],
    },
  }
}

function replayed({ number, scope }: NoticeName): Decision {
  return replay({ number, scope, replayed: true })
}

function noNotice(number: string): Rejection {
  return { kind: 'not_found', what: 'inbound notice', id: number }
}

function notNow(notice: InboundNotice, state: string): Rejection {
  return { kind: 'not_allowed_in_state', what: 'inbound notice', id: notice.number, state, notice }
}

function notThat(notice: InboundNotice, version: number): Rejection {
  const state = `at version ${notice.version}, not ${version}: it has changed meanwhile`
  return { kind: 'not_allowed_in_state', what: 'inbound notice', id: notice.number, state, notice }
}
