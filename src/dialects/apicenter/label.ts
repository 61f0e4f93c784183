/** The caller's own label: inside the request as base64, or at an address (facts/apicenter.md §7.3). */
import type { NewOrder } from '../../order/calls.js'

const MOST_BYTES = 5 * 1024 * 1024
/** The most characters that so many bytes can take, with line breaks every 64 and a prefix. */
export const BASE64_LIMIT = Math.ceil((MOST_BYTES / 3) * 4 * 1.04) + 128

const KINDS: readonly (readonly [contentType: string, signature: Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF')],
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ff', 'hex')],
]

/** Null: it is a label. The words stand behind the field's path. */
export function labelProblem(sent: string): string | null {
  const label = decode(sent)
  return typeof label === 'string' ? label : null
}

/** `label_base64` goes before `label_url`; an address that is none counts as no label. */
export function readLabel({
  label_base64: base64,
  label_url: url,
}: {
  readonly label_base64?: string
  readonly label_url?: string
}): Pick<NewOrder, 'label' | 'labelFile'> {
  const file = base64 === undefined ? '' : decode(base64)
  if (typeof file !== 'string') return { labelFile: file }
  return url !== undefined && isAddress(url) ? { label: { url } } : {}
}

function decode(sent: string): { contentType: string; content: Buffer } | string {
  const base64 = sent.replace(/^data:[^,]{0,100};base64,/, '').replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return 'is no base64'
  const content = Buffer.from(base64, 'base64')
  if (content.length > MOST_BYTES) return `holds ${content.length} bytes, more than ${MOST_BYTES}`
  const kind = KINDS.find(([, signature]) => content.subarray(0, signature.length).equals(signature))
  return kind === undefined ? 'holds no PDF, PNG or JPEG' : { contentType: kind[0], content }
}

export function isAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}
