/**
 * Code 128 (ISO/IEC 15417): a text as bars and spaces. Runs of digits are written two to a symbol, all else one
 * character to a symbol, in code set B.
 */

/** Widths of bar, space, bar, …, in modules, of each symbol by its value; the last is the stop. */
const WIDTHS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 ' +
  '113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 ' +
  '212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 ' +
  '113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 ' +
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 ' +
  '241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 ' +
  '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 ' +
  '211232 2331112'
).split(' ')

const [TO_C, TO_B, START_B, START_C, STOP] = [99, 100, 104, 105, 106]
const FEWEST_DIGITS = 4

/** Null: it has a character that is not printable ASCII, or nothing. Widths of bar, space, bar, …, in modules. */
export function code128(text: string): readonly number[] | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null
  const values: number[] = []
  let inDigits = false
  for (let at = 0; at < text.length; ) {
    const run = /^\d*/.exec(text.slice(at))?.[0].length ?? 0
    const isPair: boolean = inDigits
      ? run >= 2
      : run >= FEWEST_DIGITS && (run % 2 === 0 || values.length === 0)
    if (at === 0) values.push(isPair ? START_C : START_B)
    else if (isPair !== inDigits) values.push(isPair ? TO_C : TO_B)
    inDigits = isPair
    values.push(isPair ? Number(text.slice(at, at + 2)) : text.charCodeAt(at) - 32)
    at += isPair ? 2 : 1
  }
  const sum = values.reduce((before, value, index) => before + value * Math.max(index, 1), 0)
  return [...values, sum % 103, STOP].flatMap((value) => [...(WIDTHS[value] ?? '')].map(Number))
}
