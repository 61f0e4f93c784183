/** Amazon's number of an order: ours, since no upstream gives one (facts/lingxing.md §8.3, §10). */

/** `S01-0100000-0000001`. */
export function amazonOrderId(orderNumber: number): string {
  return `S01-${String(orderNumber)
    .padStart(14, '0')
    .replace(/^(.*)(.{7})$/, '$1-$2')}`
}

/** Null: no order here has such a number. */
export function readAmazonOrderId(text: string): number | null {
  const [, high = '', low = ''] = /^S01-(\d{7})-(\d{7})$/.exec(text) ?? []
  return high === '' ? null : Number(high + low)
}
