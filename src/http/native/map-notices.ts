/** Inbound notices to the engine's words and back. */
import { Type } from 'typebox'
import type { AccountContext } from '../../order/calls.js'
import type { InboundNotice, NoticeRow } from '../../order/notice.js'
import type { Result } from '../../order/rejection.js'
import type {
  NoticeAct,
  NoticeEventRecord,
  NoticeRecord,
  NoticeSummary,
  SetupCalls,
} from '../../order/setup-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { readSlice } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import {
  ListNotices,
  NoticeEventQuery,
  NoticePath,
  NoticeQuery,
  PutNotice,
  PutNoticeQuery,
  ReceiveNotice,
} from './wire-notices.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

const putNotice = requestReader({ params: NoticePath, query: PutNoticeQuery, body: PutNotice })

export function readPutNotice(request: WireRequest, account: AccountContext): Input<'putAnyNotice'> {
  const asked = putNotice(request, account)
  if (!asked.ok) return asked
  const { params, query, body } = asked.value
  if (body.number !== undefined && body.number !== params.number) {
    return fault('number', `is "${body.number}", but the path says "${params.number}"`)
  }
  return mapped(asked, () => ({
    account: query.account ?? null,
    number: params.number,
    scope: query.scope ?? '',
    dialect: 'native',
    wish: {
      location: body.location,
      isReturn: body.isReturn ?? false,
      announcedOn: body.announcedOn ?? null,
      expectedOn: body.expectedOn ?? null,
      remark: body.remark ?? null,
      extra: null,
      rows: body.rows.map((row) => ({
        sku: row.sku,
        quantity: row.quantity,
        box: row.box ?? null,
        manufacturedOn: row.manufacturedOn ?? null,
        expiresOn: row.expiresOn ?? null,
        weightMilligrams: row.weightMilligrams ?? null,
        lengthMicrometres: row.lengthMicrometres ?? null,
        widthMicrometres: row.widthMicrometres ?? null,
        heightMicrometres: row.heightMicrometres ?? null,
      })),
    },
  }))
}

const noticePath = requestReader({ params: NoticePath, query: NoticeQuery })

export function readNoticePath(request: WireRequest, account: AccountContext): Input<'readAnyNotice'> {
  return mapped(noticePath(request, account), ({ params, query }) => ({
    number: params.number,
    account: query.account ?? null,
    scope: query.scope ?? null,
  }))
}

const noticeList = requestReader({ query: ListNotices })

export function readNoticeList(request: WireRequest, account: AccountContext): Input<'listAnyNotices'> {
  const asked = noticeList(request, account)
  if (!asked.ok) return asked
  const { account: name = null, location = null, status = null, ...query } = asked.value.query
  return mapped(readSlice(query, ['number', 'number', 'text', 'text']), (slice) => ({
    ...slice,
    account: name,
    location,
    status,
  }))
}

const noticeEvents = requestReader({ params: NoticePath, query: NoticeEventQuery })

export function readNoticeEvents(request: WireRequest, account: AccountContext): Input<'listNoticeEvents'> {
  const asked = noticeEvents(request, account)
  if (!asked.ok) return asked
  const { params, query } = asked.value
  const { account: name = null, scope = null, ...paging } = query
  return mapped(readSlice(paging, ['number']), (slice) => ({
    ...slice,
    number: params.number,
    account: name,
    scope,
  }))
}

const receiveNotice = requestReader({
  route: 'POST /v1/inbound-notices/:number/receive',
  params: NoticePath,
  query: NoticeQuery,
  body: ReceiveNotice,
})

export function readReceiveNotice(request: WireRequest, account: AccountContext): Input<'actOnNotice'> {
  const asked = receiveNotice(request, account)
  if (!asked.ok) return asked
  const { params, query, body, key } = asked.value
  const numbers = body.rows?.map((row) => row.rowNumber) ?? []
  const known = new Set<number>()
  for (const [index, rowNumber] of numbers.entries()) {
    if (known.has(rowNumber)) return fault(`rows[${index}].rowNumber`, 'is in the list already')
    known.add(rowNumber)
  }
  const broken = body.rows?.findIndex(({ received, defective = 0 }) => defective > received) ?? -1
  if (broken !== -1) return fault(`rows[${broken}].defective`, 'is more than have come')
  return mapped(asked, () => ({
    number: params.number,
    account: query.account ?? null,
    scope: query.scope ?? null,
    act: { kind: 'receive_notice', counts: body.rows ?? null, version: body.version ?? null },
    key,
  }))
}

const Nothing = Type.Object({})

/** Acts that say no more than what they are. */
export const NOTICE_ACTS = {
  confirm: {
    summary: 'Confirm a notice: the location expects it.',
    read: actReader('confirm', 'confirm_notice'),
  },
  close: {
    summary: 'Close a notice: nothing more is expected of it.',
    read: actReader('close', 'close_notice'),
  },
  withdraw: {
    summary: 'Withdraw a notice of which nothing has been received.',
    read: actReader('withdraw', 'withdraw_notice'),
  },
} as const

function actReader(act: string, kind: Exclude<NoticeAct['kind'], 'receive_notice'>) {
  const route = `POST /v1/inbound-notices/:number/${act}`
  const reader = requestReader({ route, params: NoticePath, query: NoticeQuery, body: Nothing })
  return (request: WireRequest, account: AccountContext): Input<'actOnNotice'> =>
    mapped(reader(request, account), ({ params, query, key }) => ({
      number: params.number,
      account: query.account ?? null,
      scope: query.scope ?? null,
      act: { kind },
      key,
    }))
}

export function writeNotice(notice: NoticeRecord) {
  return { ...writeHead(notice), rows: notice.rows.map(writeRow), extra: notice.extra }
}

export function writeSummary(notice: NoticeSummary) {
  const { rowCount, quantity, received } = notice
  return { ...writeHead(notice), rowCount, quantity, received }
}

function writeHead(notice: Omit<InboundNotice, 'rows'> & { readonly account: string }) {
  return {
    number: notice.number,
    scope: notice.scope,
    account: notice.account,
    dialect: notice.dialect,
    location: notice.location,
    status: notice.status,
    version: notice.version,
    isReturn: notice.isReturn,
    announcedOn: notice.announcedOn,
    expectedOn: notice.expectedOn,
    remark: notice.remark,
    times: Object.fromEntries(Object.entries(notice.times).map(([status, at]) => [status, writeTime(at)])),
    createdAt: writeTime(notice.createdAt),
    updatedAt: writeTime(notice.updatedAt),
  }
}

function writeRow(row: NoticeRow) {
  return {
    rowNumber: row.rowNumber,
    boxNumber: row.boxNumber,
    box: row.box,
    sku: row.sku,
    quantity: row.quantity,
    received: row.received,
    defective: row.defective,
    manufacturedOn: row.manufacturedOn,
    expiresOn: row.expiresOn,
    weightMilligrams: row.weightMilligrams,
    lengthMicrometres: row.lengthMicrometres,
    widthMicrometres: row.widthMicrometres,
    heightMicrometres: row.heightMicrometres,
  }
}

export function writeNoticeEvent({ version, kind, at, status, data }: NoticeEventRecord) {
  return { version, kind, at: writeTime(at), status, data }
}

function writeTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
