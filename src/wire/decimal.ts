/** Money on the wire: integer minor units (of two decimals) to decimal literals and back, never by floats. */

/** `6.1600` for 616 with four places; `4.83` for 483 and `4.6` for 460 with `trimmed`. */
export function writeDecimal(minor: number, places: number | 'trimmed'): string {
  const sign = minor < 0 ? '-' : ''
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const whole = digits.slice(0, -2)
  const cents = digits.slice(-2)
  if (places !== 'trimmed') return `${sign}${whole}.${cents.padEnd(places, '0')}`
  const fraction = cents.replace(/0+$/, '')
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}
