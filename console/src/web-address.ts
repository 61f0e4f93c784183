/** An address that others gave: only those of the web become links. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}
