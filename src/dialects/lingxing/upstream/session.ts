/** Tokens for an AppId and its secret, or for a refresh token, which works once (facts/lingxing.md §2). */
import { accept } from '../../../order/rejection.js'
import { garbled, wholeMember } from '../../../wire/replies.js'
import { member, type UpstreamSession, within } from '../../../wire/upstream.js'
import { setbackOf } from './setback.js'

const BASE = '/api/auth-server/oauth'

export const session: UpstreamSession = {
  open: {
    write: ({ appId = '', appSecret = '', refreshToken }) => {
      const form: Record<string, string> =
        refreshToken === undefined ? { appId, appSecret } : { appId, refreshToken }
      return accept({
        method: 'POST',
        path: refreshToken === undefined ? `${BASE}/access-token` : `${BASE}/refresh`,
        query: {},
        body: new URLSearchParams(form).toString(),
        contentType: 'application/x-www-form-urlencoded',
      })
    },
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback !== null) return setback
      const data = within(reply.body, 'data')
      const [accessToken, lifeSeconds] = [member(data, 'access_token'), wholeMember(data, 'expires_in')]
      if (accessToken === undefined || lifeSeconds === null) return garbled('it has no token')
      const refreshToken = member(data, 'refresh_token') ?? null
      return { kind: 'opened', accessToken, refreshToken, lifeSeconds }
    },
  },
  credential: (credential, { accessToken }) => ({ ...credential, accessToken }),
}
