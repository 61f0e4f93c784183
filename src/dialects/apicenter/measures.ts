/**
 * Weights and sizes of boxes: decimals on the wire, whole milligrams and micrometres inside. One document has grams,
 * another one kilograms; nothing is converted by guess, but what can't be is warned of (facts/apicenter.md §9.4).
 */
import type { WishedRow } from '../../order/notice.js'
import { writeDecimal } from '../../wire/decimal.js'
import { amount } from '../../wire/fields.js'

export type WeightUnit = 'g' | 'kg'

const MILLIGRAMS_BY_UNIT = { g: 1_000, kg: 1_000_000 } as const satisfies Record<WeightUnit, number>
const MICROMETRES = 10_000

/** Up to 999999.999; more decimals are not kept. */
export const decimal = () => amount(6, 20, { fromText: true, blankIsAbsent: true })

/** The literal in thousandths. */
function thousandths(literal: string): number {
  const [whole = '0', fraction = ''] = literal.split('.')
  return Number(whole) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
}

export function readMilligrams(literal: string, unit: WeightUnit): number {
  return thousandths(literal) * (MILLIGRAMS_BY_UNIT[unit] / 1_000)
}

/** Of a literal in centimetres. */
export function readMicrometres(literal: string): number {
  return thousandths(literal) * (MICROMETRES / 1_000)
}

/** `30.00`; '' for what is not known. */
export function writeWeight(milligrams: number | null, unit: WeightUnit): string {
  return milligrams === null ? '' : writeDecimal(Math.round(milligrams / (MILLIGRAMS_BY_UNIT[unit] / 100)), 2)
}

export function writeLength(micrometres: number | null): string {
  return micrometres === null ? '' : writeDecimal(Math.round(micrometres / (MICROMETRES / 100)), 2)
}

/** In cubic metres, with six decimals: the last of them is a cubic centimetre. */
export function writeVolume(box: WishedRow): string {
  const volume = cubicMicrometres(box)
  if (volume === null) return ''
  const digits = String((volume + CUBIC_CENTIMETRE / 2n) / CUBIC_CENTIMETRE).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

const CUBIC_CENTIMETRE = 1_000_000_000_000n

function cubicMicrometres({
  lengthMicrometres,
  widthMicrometres,
  heightMicrometres,
}: WishedRow): bigint | null {
  if (lengthMicrometres === null || widthMicrometres === null || heightMicrometres === null) return null
  return BigInt(lengthMicrometres) * BigInt(widthMicrometres) * BigInt(heightMicrometres)
}

/** Heavier than 25 g a cubic centimetre, or of more than 1000 cubic centimetres and under 1 g. */
export function isOddlyHeavy(box: WishedRow): boolean {
  const volume = cubicMicrometres(box)
  if (volume === null || volume === 0n || box.weightMilligrams === null) return false
  const milligrams = BigInt(box.weightMilligrams)
  return (
    milligrams * CUBIC_CENTIMETRE > 25_000n * volume ||
    (volume > 1_000n * CUBIC_CENTIMETRE && milligrams < 1_000n)
  )
}
