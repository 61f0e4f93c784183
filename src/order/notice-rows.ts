/** The numbers of a notice's rows and boxes. They are on labels that may be glued on already, so they stay. */
import type { InboundNotice, NoticeRow, WishedRow } from './notice.js'

type Numbered = Pick<InboundNotice, 'rows' | 'lastRow' | 'lastBox'>

/** A row keeps its number as long as its SKU lies in the same box; new rows and boxes get numbers of their own. */
export function renumbered({ rows, lastRow, lastBox }: Numbered, wished: readonly WishedRow[]): Numbered {
  const boxes = new Map<string, number>()
  const earlier = new Map<string, NoticeRow[]>()
  for (const row of rows) {
    if (row.box !== null) boxes.set(row.box, row.boxNumber)
    const alike = earlier.get(placeOf(row))
    if (alike === undefined) earlier.set(placeOf(row), [row])
    else alike.push(row)
  }
  let [row, box] = [lastRow, lastBox]
  const numbered = wished.map((wish): NoticeRow => {
    const kept = earlier.get(placeOf(wish))?.shift()
    const known = kept?.boxNumber ?? (wish.box === null ? undefined : boxes.get(wish.box))
    const boxNumber = known ?? ++box
    if (wish.box !== null) boxes.set(wish.box, boxNumber)
    const { rowNumber = ++row, received = 0, defective = 0 } = kept ?? {}
    return { ...wish, rowNumber, boxNumber, received, defective }
  })
  return { rows: numbered, lastRow: row, lastBox: box }
}

function placeOf({ sku, box }: WishedRow): string {
  return JSON.stringify([sku, box])
}
