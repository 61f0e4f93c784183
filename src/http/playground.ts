/** Sends what integrators try through this very server, signed as their client would sign it. */
import type { InjectOptions } from 'fastify'
import { accept, type Result, refuse } from '../order/rejection.js'
import type { Dialect } from '../wire/dialect.js'
import type { Example, Play, Played, Playground } from '../wire/playground.js'
import { programsOf } from '../wire/programs.js'
import { curlLine, type SignedCall, signCall } from '../wire/signing.js'
import { readExamples } from './examples.js'
import { dialectOf, rewrite } from './routes.js'

export interface PlaygroundParts {
  readonly dialects: readonly Dialect[]
  readonly examplesDirectory: string
  readonly clock: () => number
  readonly inject: (
    request: InjectOptions,
  ) => Promise<{ readonly statusCode: number; readonly payload: string }>
}

/** An answer that is kept back on purpose comes no sooner here than elsewhere. */
const PATIENCE_MS = 25_000

export function createPlayground(parts: PlaygroundParts): Playground {
  let examples: Promise<readonly Example[]> | undefined
  const played = parts.dialects.filter((one) => one.people !== true)
  return {
    examples: () => {
      examples ??= readExamples(parts.examplesDirectory, played)
      return examples
    },
    play: (play) => playOne(parts, played, play),
  }
}

async function playOne(
  { clock, inject }: PlaygroundParts,
  played: readonly Dialect[],
  play: Play,
): Promise<Result<Played>> {
  const { method, path, body, contentType, credential, base } = play
  const dialect = played.find((one) => one.name === play.dialect)
  if (dialect === undefined)
    return fault('dialect', `must be one of ${played.map((one) => one.name).join(', ')}`)
  const plain = path.split('?', 1)[0] ?? ''
  if (dialectOf(played, rewrite(played, plain)) !== dialect)
    return fault('path', `is none of ${dialect.name}`)
  const url = urlOf(base, path)
  if (url === null) return fault('path', 'must be the path of a URL')
  const call =
    credential === null
      ? { url, headers: {} }
      : signed(dialect, credential, { url, body: body ?? '' }, clock())
  if (call === null) return fault('credential', `can not sign for ${dialect.family}: is it whole?`)
  const startedAt = performance.now()
  const sent = inject({
    method,
    url: call.url.pathname + call.url.search,
    headers: { ...call.headers, ...(body !== null && { 'content-type': contentType }) },
    remoteAddress: play.address,
    ...(body !== null && { payload: body }),
  })
  const answer = await withinPatience(sent)
  const programs = programsOf(
    { method, url: String(url), body, contentType, credential: credential ?? {} },
    credential === null ? null : dialect.auth.programs,
  )
  return accept({
    status: answer?.statusCode ?? 0,
    body: answer?.payload ?? '',
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
    url: String(call.url),
    curl: curlLine(method, call, body ?? undefined, contentType),
    code: programs,
  })
}

function fault(path: string, problem: string): ReturnType<typeof refuse> {
  return refuse({ kind: 'invalid_field', faults: [{ path, problem }] })
}

/** Null: it is none, or leads elsewhere. */
function urlOf(base: string, path: string): URL | null {
  if (!path.startsWith('/') || path.startsWith('//') || !URL.canParse(base) || !URL.canParse(base + path))
    return null
  const url = new URL(base + path)
  return url.origin === new URL(base).origin && /^https?:$/.test(url.protocol) ? url : null
}

/** Null: a part of the credential is missing, or is none that the scheme can sign with. */
function signed(
  { auth }: Dialect,
  credential: Readonly<Record<string, string>>,
  request: { readonly url: URL; readonly body: string },
  at: number,
): SignedCall | null {
  try {
    const call = signCall(auth, credential, request, at)
    // What can't stand in a header would be refused by whatever sends it.
    const isSound = Object.values(call.headers).every((value) => /^[\x20-\x7e]*$/.test(value))
    return isSound ? call : null
  } catch {
    return null
  }
}

/** Null: none came. */
async function withinPatience<T>(sent: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    // One that breaks off is no answer either.
    return await Promise.race([sent.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}
