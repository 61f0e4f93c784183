/** Request ids as APIs print them. */
import { hash } from 'node:crypto'

/** 32 lower-case hex digits: the hub's own ids are such, and any other text becomes one. */
export function hexRequestId(requestId: string): string {
  return /^[0-9a-f]{32}$/.test(requestId) ? requestId : hash('md5', requestId, 'hex')
}
