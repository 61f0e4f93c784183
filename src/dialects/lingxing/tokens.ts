/** Tokens: an AppId and its secret become a pair, and a refresh token, once, the next pair (facts/lingxing.md §2). */
import { Type } from 'typebox'
import { type Result, refuse } from '../../order/rejection.js'
import { type Operation, openOperation, type WireRequest } from '../../wire/dialect.js'
import type { SessionPair, SessionTerms } from '../../wire/sessions.js'

const LIFETIME_MS = 7_200_000
const TERMS: SessionTerms = { family: 'lingxing', accessMs: LIFETIME_MS, refreshMs: LIFETIME_MS }

export const tokenOperations: readonly Operation[] = [
  openOperation({
    name: 'getToken',
    paths: ['/api/auth-server/oauth/access-token'],
    summary: 'A new pair of tokens for an AppId and its secret; the pair before it ends at once.',
    body: Type.Object({ appId: Type.String(), appSecret: Type.String() }),
    run: async (sessions, request) => {
      const secret = field(request, 'appSecret')
      // A plus sign that was not percent-encoded arrives as a blank, which no secret has.
      if (secret.includes(' ')) {
        return refuse({ kind: 'not_authenticated', fault: 'malformed', reason: 'appSecret holds a blank' })
      }
      const { address } = request
      return written(await sessions.open(TERMS, field(request, 'appId'), decoded(secret), address))
    },
  }),
  openOperation({
    name: 'refreshToken',
    paths: ['/api/auth-server/oauth/refresh'],
    summary: 'The next pair of tokens for a refresh token, which works once.',
    body: Type.Object({ appId: Type.String(), refreshToken: Type.String() }),
    run: async (sessions, request) => {
      const [appId, token] = [field(request, 'appId'), field(request, 'refreshToken')]
      return written(await sessions.renew(TERMS, appId, token, request.address))
    },
  }),
]

function field({ body }: WireRequest, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

/** Some clients percent-encode the secret once more than the form does. */
function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch {
    return secret
  }
}

function written(opened: Result<SessionPair>): Result<unknown> {
  if (!opened.ok) return opened
  const { accessToken, refreshToken } = opened.value
  // Whole seconds left after the first: 7199 on every fresh token, as printed.
  const data = {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: LIFETIME_MS / 1000 - 1,
  }
  return { ok: true, value: { code: '200', msg: 'OK', data } }
}
