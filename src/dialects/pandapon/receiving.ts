/** Message callbacks as their receiver takes them (facts/pandapon.md §14): each is a hint to ask for the order. */
import { hash } from 'node:crypto'
import { equalSecrets } from '../../secrets.js'
import type { CallbackReceiving, ToldOrder } from '../../wire/callbacks.js'
import { type JsonValue, readJson } from '../../wire/json.js'
import { member, within } from '../../wire/upstream.js'
import { header } from './auth.js'
import { signatureOf } from './callbacks.js'

export const receiving: CallbackReceiving = {
  /** Over the access key and the body; over the body alone counts, too: both cover all of it. */
  isSigned({ accessKey = '', accessSecret = '' }, { headers, body }) {
    const sent = header(headers, 'authorization').toLowerCase()
    if (sent === '' || accessSecret === '') return false
    const both = [signatureOf(accessSecret, accessKey, body), signatureOf(accessSecret, '', body)]
    // Both are compared, whichever it is.
    return both.map((one) => equalSecrets(sent, one)).includes(true)
  },
  read(message) {
    const content = contentOf(message)
    const names = member(message, 'messagePlatform') === '1' ? ['orderId'] : ['id', 'salesOrderId']
    const found = names.map((name) => member(content, name)).find((one) => one !== undefined)
    return found === undefined
      ? null
      : ({ number: null, upstreamNumber: found, order: null } satisfies ToldOrder)
  },
  // Without an id of its own: the same content is the same message, whenever it was sent.
  idOf({ body }) {
    const read = readJson(body)
    const message = read.ok ? read.value : undefined
    const content = member(message, 'messageBody') ?? JSON.stringify(within(message, 'messageBody') ?? null)
    return hash('sha256', (member(message, 'messageType') ?? '') + content, 'hex')
  },
  acknowledgement: { status: 200, body: '' },
}

/** A text that holds JSON, or the object itself. */
function contentOf(message: JsonValue): JsonValue | undefined {
  const text = member(message, 'messageBody')
  if (text === undefined) return within(message, 'messageBody')
  const read = readJson(Buffer.from(text))
  return read.ok ? read.value : undefined
}
