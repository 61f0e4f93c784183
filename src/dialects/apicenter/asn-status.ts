/** Reading an inbound notice back, and withdrawing it (facts/apicenter.md §10, §4). */
import { Type } from 'typebox'
import type { InboundNotice, NoticeName, NoticeRow, NoticeStatus } from '../../order/notice.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { writeInChina } from '../../wire/zones.js'
import { labelOf } from './asn.js'
import { Client, clientOf, outOfScope, scopeOf } from './client.js'
import { writeLength, writeVolume, writeWeight } from './measures.js'
import { type Profile, profileOf } from './profile.js'

const STATUSES = {
  announced: 'open',
  confirmed: 'sending',
  receiving: 'receiving',
  closed: 'close',
  withdrawn: 'cancel',
} as const satisfies Record<NoticeStatus, string>

export function noticeStatusOf({ status }: InboundNotice): string {
  return STATUSES[status]
}

export const NamedAsn = Type.Object({ ...Client, asn_number: code(64, { fromText: true }) })

const readShape = compileReader(NamedAsn)

export function readNamedAsn(request: WireRequest): Result<NoticeName> {
  const { value, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  return accept({ number: value.asn_number, scope: scopeOf(value) })
}

/** The endpoint that reads has a code of its own; those of ours have 0. */
export function writeAsnStatus(notice: InboundNotice, request: WireRequest, isRead: boolean) {
  const profile = profileOf(request, clientOf(request))
  const inSecond = profile.dialect === 'mabang'
  return {
    code: isRead ? profile.codeOf('asn_status') : 0,
    data: {
      centre_code: notice.location,
      asn_number: notice.number,
      confirmed_at: timeOf(notice, 'confirmed'),
      ...(inSecond ? { warehousing_time: timeOf(notice, 'closed') } : {}),
      // The address of a page of box labels: none is made here.
      type: '',
      ...(inSecond ? {} : { boxes: new Set(notice.rows.map((row) => row.boxNumber)).size }),
      pallets: 0,
      PackCompletedTime: '',
      items: notice.rows.map((row) => writeRow(notice, row, profile)),
      status: noticeStatusOf(notice),
    },
    message: 'success',
  }
}

function timeOf({ times }: InboundNotice, status: NoticeStatus): string {
  const at = times[status]
  return at === undefined ? '' : writeInChina(at)
}

function writeRow(notice: InboundNotice, row: NoticeRow, { dialect, weightUnit }: Profile) {
  const lot = labelOf(notice, row, 'P')
  return {
    code: row.sku,
    po_date: '',
    length: writeLength(row.lengthMicrometres),
    weight: writeWeight(row.weightMilligrams, weightUnit),
    volume: writeVolume(row),
    po_number: row.box ?? '',
    lot_no: lot,
    manufacture_at: row.manufacturedOn ?? '',
    qty: row.quantity,
    width: writeLength(row.widthMicrometres),
    expire_at: row.expiresOn ?? '',
    in_qty: row.received,
    barcode: '',
    height: writeLength(row.heightMicrometres),
    ...(dialect === 'mabang'
      ? { decals_qty: 0 }
      : {
          exist_sn: false,
          detail: [{ item_number: '', serial_number: '', quantity: row.received, lot_no: lot }],
        }),
  }
}
