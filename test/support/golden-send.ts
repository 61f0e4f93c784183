// Sends a golden exchange's request as it stands, signed where its clients sign.
import { dialects } from '../../src/dialects/index.js'
import { type Demo, type DemoHub, startDemoHub } from './demo-hub.js'
import { changes, fill, type Golden, golden } from './golden.js'

/** What the case starts from: nobody has touched it, and nobody will ask it anything else who could tell. */
export async function startFor(demo: DemoHub, { one }: Golden): Promise<Demo & Pick<DemoHub, 'close'>> {
  if (one.state === 'new hub') return startDemoHub()
  return { ...(changes(one) ? await demo.anew() : demo), close: async () => {} }
}

/** What the case's placeholders stand for, once those that it follows have been sent. */
export async function knownBefore(
  { hub, credentials }: Demo,
  { family, one }: Golden,
): Promise<Readonly<Record<string, unknown>>> {
  const known: Record<string, unknown> = { credentials: credentials[family] }
  for (const earlier of one.after ?? []) {
    known[earlier] = JSON.parse((await sendGolden(hub.url, golden(family, earlier), known)).text)
  }
  return known
}

export async function sendGolden(
  hubUrl: string,
  { family, one, request }: Golden,
  known: Readonly<Record<string, unknown>>,
) {
  const body = request === undefined ? undefined : fill(request, known)
  const filled = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, fill(value, known)]))
  const [path = '', query = ''] = fill(one.path, known).split('?')
  const parameters = new URLSearchParams(query)
  const headers = filled(one.headers)
  if (one.signed !== undefined) {
    const credential = { ...(known.credentials as Record<string, string>), ...filled(one.signed) }
    const outgoing = { query: Object.fromEntries(parameters), body: body ?? '' }
    const { auth } = dialects.find((each) => each.family === family) ?? {}
    const signature = auth?.sign(credential, outgoing, Date.now())
    Object.assign(headers, signature?.headers)
    for (const [key, value] of Object.entries(signature?.query ?? {})) parameters.set(key, value)
  }
  const search = parameters.size === 0 ? '' : `?${one.signed === undefined ? query : parameters}`
  const response = await fetch(`${hubUrl}${path}${search}`, {
    method: one.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
