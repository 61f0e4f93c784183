/** What the native API serves of inbound notices, as a table. */
import { type Operation, operation } from '../../wire/dialect.js'
import * as notices from './map-notices.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire-notices.js'

const ACT_NAMES: Readonly<Record<keyof typeof notices.NOTICE_ACTS, string>> = {
  confirm: 'confirmNotice',
  close: 'closeNotice',
  withdraw: 'withdrawNotice',
}

export const NOTICES: readonly Operation[] = [
  operation({
    name: 'putNotice',
    permission: 'stock.change',
    method: 'PUT',
    paths: ['/v1/inbound-notices/:number'],
    summary: 'Announce goods to a location, or announce them anew while nothing of them has come.',
    call: 'putAnyNotice',
    query: wire.PutNoticeQuery,
    body: wire.PutNotice,
    reply: wire.Notice,
    readRequest: notices.readPutNotice,
    writeReply: notices.writeNotice,
  }),
  operation({
    name: 'readNotice',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/inbound-notices/:number'],
    summary: 'Read an inbound notice.',
    call: 'readAnyNotice',
    query: wire.NoticeQuery,
    reply: wire.Notice,
    readRequest: notices.readNoticePath,
    writeReply: notices.writeNotice,
  }),
  operation({
    name: 'listNotices',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/inbound-notices'],
    summary: "List the inbound notices of all the tenant's accounts, newest first, without their rows.",
    call: 'listAnyNotices',
    query: wire.ListNotices,
    reply: listOf(wire.NoticeSummary),
    readRequest: notices.readNoticeList,
    writeReply: (found) => writeList(found, notices.writeSummary),
  }),
  operation({
    name: 'listNoticeEvents',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/inbound-notices/:number/events'],
    summary: "List a notice's history, oldest first.",
    call: 'listNoticeEvents',
    query: wire.NoticeEventQuery,
    reply: listOf(wire.NoticeEventRecord),
    readRequest: notices.readNoticeEvents,
    writeReply: (found) => writeList(found, notices.writeNoticeEvent),
  }),
  operation({
    name: 'receiveNotice',
    permission: 'warehouse',
    method: 'POST',
    paths: ['/v1/inbound-notices/:number/receive'],
    summary:
      'Count what has come of a notice so far; stock follows, and goes to the orders that wait for it.',
    call: 'actOnNotice',
    query: wire.NoticeQuery,
    body: wire.ReceiveNotice,
    bodyOptional: true,
    reply: wire.Notice,
    readRequest: notices.readReceiveNotice,
    writeReply: notices.writeNotice,
  }),
  ...(Object.keys(notices.NOTICE_ACTS) as (keyof typeof notices.NOTICE_ACTS)[]).map((act) =>
    operation({
      name: ACT_NAMES[act],
      permission: act === 'withdraw' ? 'stock.change' : 'warehouse',
      method: 'POST',
      paths: [`/v1/inbound-notices/:number/${act}`],
      summary: notices.NOTICE_ACTS[act].summary,
      call: 'actOnNotice',
      query: wire.NoticeQuery,
      bodyOptional: true,
      reply: wire.Notice,
      readRequest: notices.NOTICE_ACTS[act].read,
      writeReply: notices.writeNotice,
    }),
  ),
]
