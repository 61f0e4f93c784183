/**
 * Inbound notices: goods that are announced to a stock location before they come, and what has come of them. A
 * notice is known by its number, within its account and a scope of the account's own, as orders are.
 */
import type { Caller, CommandKey } from './caller.js'

export type NoticeStatus = 'announced' | 'confirmed' | 'receiving' | 'closed' | 'withdrawn'

/** The allowed moves, as data. What has been received keeps a notice from being withdrawn, too. */
export const NOTICE_MOVES = {
  announced: ['confirmed', 'receiving', 'withdrawn'],
  confirmed: ['receiving', 'withdrawn'],
  receiving: ['closed', 'withdrawn'],
  closed: [],
  withdrawn: [],
} as const satisfies Record<NoticeStatus, readonly NoticeStatus[]>

/** What is announced of one SKU in one box. Days are `2026-01-31`. Sizes and weight are the box's. */
export interface WishedRow {
  readonly sku: string
  readonly quantity: number
  /** The caller's reference of a box: rows that share it lie in one box. Null: a box of its own. */
  readonly box: string | null
  readonly manufacturedOn: string | null
  readonly expiresOn: string | null
  readonly weightMilligrams: number | null
  readonly lengthMicrometres: number | null
  readonly widthMicrometres: number | null
  readonly heightMicrometres: number | null
}

export interface NoticeRow extends WishedRow {
  /** From 1; it stays with its SKU, and is not used again for another row. */
  readonly rowNumber: number
  /** From 1; one for all rows that lie in the same box. */
  readonly boxNumber: number
  /** Pieces so far, good or not. */
  readonly received: number
  /** Of these, how many can not be sold: they are counted apart from stock. */
  readonly defective: number
}

interface NoticeHead {
  /** Where the goods go. */
  readonly location: string
  /** The goods come back from customers. */
  readonly isReturn: boolean
  readonly announcedOn: string | null
  readonly expectedOn: string | null
  readonly remark: string | null
  /** Fields of the request that mean nothing to the engine, kept as they came. */
  readonly extra: Readonly<Record<string, unknown>> | null
}

export interface NoticeWish extends NoticeHead {
  readonly rows: readonly WishedRow[]
}

export interface InboundNotice extends NoticeHead, NoticeName {
  readonly accountId: number
  /** Whose stock it raises. */
  readonly ownerId: number
  readonly dialect: string
  readonly contentHash: string
  readonly status: NoticeStatus
  /** The number of events that it has had. */
  readonly version: number
  /** In the order in which they were last announced. */
  readonly rows: readonly NoticeRow[]
  /** The highest numbers that were given to its rows and boxes. */
  readonly lastRow: number
  readonly lastBox: number
  /** When it came to each status, milliseconds since 1970. */
  readonly times: Readonly<Partial<Record<NoticeStatus, number>>>
  readonly createdAt: number
  readonly updatedAt: number
}

/** How a notice is named within its account. */
export interface NoticeName {
  readonly number: string
  /** What tells the numbers of one account apart, such as the shop that gave them. */
  readonly scope: string
}

interface NoticeAct<K extends string> {
  readonly kind: K
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly name: NoticeName
}

/** Announces, or announces anew while nothing has come yet. */
export interface AnnounceNotice extends NoticeAct<'announce_notice'> {
  readonly dialect: string
  readonly contentHash: string
  readonly wish: NoticeWish
}

/** The location expects it. */
export type ConfirmNotice = NoticeAct<'confirm_notice'>

/** Counted pieces: of each row named, how many have come so far. */
export interface ReceiveNotice extends NoticeAct<'receive_notice'> {
  readonly counts: readonly NoticeCount[]
  /** Of the notice that was counted against: of another one, nothing is taken. Any, if not given. */
  readonly version?: number
}

/** The SKU is that of the row, so that its stock is at hand. */
export interface NoticeCount {
  readonly rowNumber: number
  readonly sku: string
  readonly received: number
  /** As before if not given. */
  readonly defective?: number
}

/** Nothing more is expected of it. */
export type CloseNotice = NoticeAct<'close_notice'>

/** It will not come. */
export type WithdrawNotice = NoticeAct<'withdraw_notice'>

export type NoticeCommand = AnnounceNotice | ConfirmNotice | ReceiveNotice | CloseNotice | WithdrawNotice

export interface NoticeOutcome extends NoticeName {
  readonly replayed: boolean
}

/** A notice as a command left it, with the rows that are to be written and those that are gone. */
export interface NoticeChange {
  readonly notice: InboundNotice
  readonly written: readonly NoticeRow[]
  readonly dropped: readonly number[]
  readonly event: NoticeEvent
}

export interface NoticeEvent {
  readonly kind: 'announced' | 'replaced' | 'confirmed' | 'received' | 'closed' | 'withdrawn'
  readonly data: Readonly<Record<string, unknown>> | null
}

export function noticeKey(accountId: number, { number, scope }: NoticeName): string {
  return JSON.stringify([accountId, scope, number])
}
