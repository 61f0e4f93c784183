/** POST /apicenter/api/asn: an inbound notice, made or announced anew (facts/apicenter.md §9). */
import { type Static, Type } from 'typebox'
import type { InboundNotice, NoticeRow } from '../../order/notice.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WarehouseCalls } from '../../order/warehouse-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, day, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { canonicalJson } from '../../wire/json.js'
import { compileReader } from '../../wire/shape.js'
import { Client, clientOf, outOfScope, scopeOf } from './client.js'
import { decimal, isOddlyHeavy, readMicrometres, readMilligrams } from './measures.js'
import { type Profile, profileOf } from './profile.js'

const Row = Type.Object({
  code: text(128, { fromText: true }),
  qty: wholeNumber(1, 1_000_000, { fromText: true }),
  po_number: Type.Optional(text(64, { fromText: true })),
  expire_at: Type.Optional(day()),
  manufacture_at: Type.Optional(day()),
  length: Type.Optional(decimal()),
  width: Type.Optional(decimal()),
  height: Type.Optional(decimal()),
  weight: Type.Optional(decimal()),
})

export const Asn = Type.Object({
  centre_code: text(128, { fromText: true }),
  ...Client,
  asn_number: code(64, { fromText: true }),
  is_return_asn: Type.Optional(oneOf(['Y', 'N'])),
  asn_date: day(),
  eta_at: day(),
  items: Type.Array(Row, { minItems: 1, maxItems: 2_000 }),
})

const readShape = compileReader(Asn)

export function readAsn(request: WireRequest): Result<WarehouseCalls['announceNotice']['input']> {
  const { value: asn, extra, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, asn)
  if (denied !== null) return refuse(denied)
  const profile = profileOf(request, asn)
  return accept({
    name: { number: asn.asn_number, scope: scopeOf(asn) },
    dialect: 'apicenter',
    content: canonicalJson(request.body ?? {}),
    wish: {
      location: asn.centre_code,
      isReturn: asn.is_return_asn === 'Y',
      announcedOn: asn.asn_date,
      expectedOn: asn.eta_at,
      remark: null,
      rows: asn.items.map((row) => readRow(row, profile)),
      extra,
    },
  })
}

function readRow(row: Static<typeof Row>, { weightUnit }: Profile) {
  const micrometres = (literal: string | undefined) =>
    literal === undefined ? null : readMicrometres(literal)
  return {
    sku: row.code.trim(),
    quantity: row.qty,
    box: row.po_number ?? null,
    manufacturedOn: row.manufacture_at ?? null,
    expiresOn: row.expire_at ?? null,
    weightMilligrams: row.weight === undefined ? null : readMilligrams(row.weight, weightUnit),
    lengthMicrometres: micrometres(row.length),
    widthMicrometres: micrometres(row.width),
    heightMicrometres: micrometres(row.height),
  }
}

export function writeAsn(notice: InboundNotice, request: WireRequest) {
  const client = clientOf(request)
  const profile = profileOf(request, client)
  return {
    code: profile.codeOf('asn'),
    data: {
      centre_code: notice.location,
      client_code: client.client_code,
      asn_number: notice.number,
      asn_date: notice.announcedOn,
      eta_at: notice.expectedOn,
      remarks: null,
      items: notice.rows.map((row) => writeRow(notice, row, profile)),
    },
    message: notice.rows.some(isOddlyHeavy) ? 'success; check weight unit' : 'success',
  }
}

/** What the documents show beside the rest, and nobody has told. Here it is null, in the status it is ''. */
const UNSET = {
  lot_no: null,
  barcode: null,
  name: null,
  description: null,
  declare_name: null,
  origin_country: null,
  category_id: null,
  category_name: null,
  color: null,
  size: null,
  line: null,
  style: null,
  season: null,
  gender: null,
}

function writeRow(notice: InboundNotice, row: NoticeRow, { dialect }: Profile) {
  return {
    code: row.sku,
    qty: row.quantity,
    ...(dialect === 'oracle' ? { box_number: labelOf(notice, row, 'B') } : {}),
    po_number: row.box ?? '',
    po_date: null,
    expire_at: row.expiresOn,
    manufacture_at: row.manufacturedOn,
    ...UNSET,
  }
}

/** `ASN-B001-1`: the number of a box (B) or lot (P) by its row, and which box it is. */
export function labelOf(
  { number }: InboundNotice,
  { rowNumber, boxNumber }: NoticeRow,
  letter: 'B' | 'P',
): string {
  return `${number}-${letter}${String(rowNumber).padStart(3, '0')}-${boxNumber}`
}
