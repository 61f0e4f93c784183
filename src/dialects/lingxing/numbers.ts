/** Lists that Lingxing takes as one text: store ids and kinds, with commas between. */
import { text } from '../../wire/fields.js'

const MOST_NUMBERS = 500
const MOST_DIGITS = 10

/** `1,136,139`. */
export function numberList() {
  return text(MOST_NUMBERS * (MOST_DIGITS + 1), {
    fromText: true,
    check: (value) => (isList(value) ? null : ' 必须是数字'),
  })
}

function isList(value: string): boolean {
  const parts = value.split(',')
  return parts.length <= MOST_NUMBERS && parts.every((part) => /^ *\d{1,10} *$/.test(part))
}

export function readNumbers(list: string): number[] {
  return list.split(',').map(Number)
}

/** The stores of a list; other numbers are no store's, and no integer of the database's. */
export function readStores(list: string): number[] {
  return readNumbers(list).filter((number) => number <= 2_147_483_647)
}
