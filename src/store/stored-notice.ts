/** Inbound notices as rows: absent details are left out of the documents, so that they stay small. */
import type { InboundNotice, NoticeChange, NoticeName, NoticeRow } from '../order/notice.js'

type NoticeDetails = Pick<InboundNotice, 'isReturn' | 'announcedOn' | 'expectedOn' | 'remark' | 'extra'>
type RowDetails = Omit<NoticeRow, 'rowNumber' | 'sku' | 'quantity' | 'received'>
type Sparse<T> = { readonly [K in keyof T]?: NonNullable<T[K]> }

type NoticeColumns = Omit<InboundNotice, keyof NoticeDetails | 'rows'>

/** What notice_as_json (sql/0011) prints; rows are null where they were not wanted. */
export type StoredNotice = NoticeColumns & {
  readonly details: Sparse<NoticeDetails>
  readonly rows: readonly StoredRow[] | null
}

type StoredRow = Pick<NoticeRow, 'rowNumber' | 'sku' | 'quantity' | 'received'> & {
  readonly details: Sparse<RowDetails>
}

export function readStoredNotice({ details, rows, ...columns }: StoredNotice): InboundNotice {
  return {
    ...columns,
    isReturn: details.isReturn ?? false,
    announcedOn: details.announcedOn ?? null,
    expectedOn: details.expectedOn ?? null,
    remark: details.remark ?? null,
    extra: details.extra ?? null,
    rows: (rows ?? []).map(readRow),
  }
}

function readRow({ details, ...columns }: StoredRow): NoticeRow {
  return {
    ...columns,
    defective: details.defective ?? 0,
    boxNumber: details.boxNumber ?? 0,
    box: details.box ?? null,
    manufacturedOn: details.manufacturedOn ?? null,
    expiresOn: details.expiresOn ?? null,
    weightMilligrams: details.weightMilligrams ?? null,
    lengthMicrometres: details.lengthMicrometres ?? null,
    widthMicrometres: details.widthMicrometres ?? null,
    heightMicrometres: details.heightMicrometres ?? null,
  }
}

/** The members of commit_rare's document that commit_notices reads. */
export interface NoticeRows {
  readonly notices: readonly object[]
  readonly noticeRows: readonly object[]
  readonly noticeRowsDropped: readonly object[]
  readonly noticeEvents: readonly object[]
}

/** The changes of one batch, in their order: of each notice and row, the last counts. Undefined: there are none. */
export function noticeRows(changes: readonly NoticeChange[]): NoticeRows | undefined {
  if (changes.length === 0) return undefined
  const notices = new Map<string, InboundNotice>()
  const written = new Map<string, object>()
  const dropped = new Map<string, object>()
  for (const change of changes) {
    const { notice } = change
    const name = nameOf(notice)
    notices.set(JSON.stringify(name), notice)
    const positions = new Map(notice.rows.map((row, index) => [row.rowNumber, index + 1]))
    for (const row of change.written) {
      const position = positions.get(row.rowNumber)
      written.set(JSON.stringify([name, row.rowNumber]), { ...name, ...writeRow(notice, row), position })
    }
    for (const rowNumber of change.dropped) {
      const key = JSON.stringify([name, rowNumber])
      written.delete(key)
      dropped.set(key, { ...name, rowNumber })
    }
  }
  return {
    notices: [...notices.values()].map(writeNotice),
    noticeRows: [...written.values()],
    noticeRowsDropped: [...dropped.values()],
    noticeEvents: changes.map(({ notice, event }) => ({
      ...nameOf(notice),
      version: notice.version,
      status: notice.status,
      ...event,
    })),
  }
}

function nameOf({ accountId, scope, number }: NoticeName & { readonly accountId: number }) {
  return { accountId, scope, number }
}

function writeNotice({
  rows: _rows,
  isReturn,
  announcedOn,
  expectedOn,
  remark,
  extra,
  ...columns
}: InboundNotice) {
  const details = sparse({ isReturn: isReturn || null, announcedOn, expectedOn, remark, extra })
  return { ...columns, details }
}

function writeRow({ ownerId, location }: InboundNotice, row: NoticeRow) {
  const { rowNumber, sku, quantity, received, defective, ...others } = row
  const details = sparse({ ...others, defective: defective === 0 ? null : defective })
  return { rowNumber, sku, quantity, received, ownerId, location, details }
}

function sparse(details: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null))
}
