/** Lingxing's envelopes: the gateway's with text codes, the services' with numbers (facts/lingxing.md §5, §7). */
import type { ReplyContext } from '../../wire/dialect.js'
import { hexRequestId } from '../../wire/request-id.js'
import { beijing } from './days.js'

export function upperUuid(requestId: string): string {
  const hex = hexRequestId(requestId).toUpperCase()
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Services print their ids in three ways; which one, their paths tell. */
function requestIdOf({ requestId, at }: ReplyContext, path: string): string {
  const id = hexRequestId(requestId)
  if (path.startsWith('/erp/')) return upperUuid(requestId)
  if (path.startsWith('/basicOpen/')) return `${id}.${at}`
  const counter = (Number.parseInt(id.slice(-8), 16) % 10_000).toString().padStart(4, '0')
  return `${id}.100.${at}${counter}`
}

/** Of the MCF services; `total` where a page of theirs has it. */
export function done(path: string, data: unknown, context: ReplyContext, total?: number): unknown {
  return {
    code: 0,
    message: path.startsWith('/order/amzod/') ? '操作成功' : 'success',
    error_details: [],
    request_id: requestIdOf(context, path),
    response_time: beijing(context.at),
    data,
    ...(total === undefined ? {} : { total }),
  }
}

export function failed(
  path: string,
  code: number,
  message: string,
  details: readonly string[],
  context: ReplyContext,
  data: unknown = null,
): unknown {
  return {
    code,
    data,
    error_details: details,
    message,
    response_time: beijing(context.at),
    request_id: requestIdOf(context, path),
    total: 0,
  }
}

/** The gateway's long form. `message` is null in all samples; where the text names nothing, it says what is wrong. */
export function thrown(
  code: string,
  text: string,
  { at }: ReplyContext,
  message: string | null = null,
): unknown {
  const data = { throwable: text, throwTime: beijing(at), message, stackTrace: null, metadata: {} }
  return { code, msg: text, data }
}
