/** Amounts as the documents print them: JSON numbers, to the digit (facts/kakaclo.md §3). */
import { Type } from 'typebox'
import { writeDecimal } from '../../wire/decimal.js'
import { numberLiteral } from '../../wire/json.js'

/** In orders, automationSplit and the balance: four decimals, `22.2100`. */
export function exactAmount(minor: number) {
  return numberLiteral(writeDecimal(minor, 4))
}

/** Elsewhere: as many as needed, `4.6`. */
export function shortAmount(minor: number) {
  return numberLiteral(writeDecimal(minor, 'trimmed'))
}

export type Amount = ReturnType<typeof exactAmount>

/** An amount in a reply's shape. */
export const AmountShape = Type.Unsafe<Amount>({ type: 'number', description: 'USD, whole cents' })
