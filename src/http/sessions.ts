/** Opens and renews sessions: an id and its secret, or a refresh token, become a new pair of tokens. */
import { randomUUID } from 'node:crypto'
import { type AuthFault, accept, type Result, refuse } from '../order/rejection.js'
import { equalSecrets, secretHash } from '../secrets.js'
import type { Credential } from '../store/credentials.js'
import type { Database } from '../store/pool.js'
import { putSession, readRefresh, renewSession } from '../store/sessions.js'
import type { Dialect } from '../wire/dialect.js'
import type { SessionPair, Sessions, SessionTerms } from '../wire/sessions.js'
import type { Authentication } from './authentication.js'
import { permissionFault } from './permission.js'

export function createSessions(
  database: Database,
  authentication: Authentication,
  dialects: readonly Dialect[],
  clock: () => number,
): Sessions {
  const find = async (
    terms: SessionTerms,
    identity: string,
    address: string,
  ): Promise<Result<Credential>> => {
    const dialect = dialects.find((one) => one.family === terms.family)
    const credential = dialect === undefined ? null : await authentication.find(dialect, identity)
    if (credential === null) return fault('unknown', 'there is no such id')
    const denied = permissionFault(credential, address, clock())
    return denied === null ? accept(credential) : refuse({ kind: 'not_permitted', ...denied })
  }
  return {
    open: async (terms, identity, secret, address) => {
      const found = await find(terms, identity, address)
      if (!found.ok) return found
      const { credentialId, account, secretHash: kept } = found.value
      if (kept === null || !equalSecrets(kept, secretHash(secret))) {
        return fault('secret', 'the secret is not that of the id')
      }
      const { pair, row } = newPair(terms, clock())
      await putSession(database, account.tenantId, credentialId, row)
      authentication.forget()
      return accept(pair)
    },
    renew: async (terms, identity, refreshToken, address) => {
      const found = await find(terms, identity, address)
      if (!found.ok) return found
      const { credentialId, account } = found.value
      const live = await readRefresh(database, account.tenantId, credentialId)
      const sent = secretHash(refreshToken)
      if (live === null || !equalSecrets(live.refreshHash, sent)) {
        return fault('refresh_unknown', 'this is not the live refresh token of the id')
      }
      const at = clock()
      if (live.refreshUntil <= at) return fault('refresh_over', 'the refresh token has expired')
      const { pair, row } = newPair(terms, at)
      if (!(await renewSession(database, account.tenantId, credentialId, sent, row))) {
        return fault('refresh_unknown', 'the refresh token has just been used')
      }
      authentication.forget()
      return accept(pair)
    },
  }
}

function newPair({ accessMs, refreshMs }: SessionTerms, at: number) {
  const pair: SessionPair = { accessToken: randomUUID(), refreshToken: randomUUID() }
  const row = {
    accessHash: secretHash(pair.accessToken),
    accessUntil: at + accessMs,
    refreshHash: secretHash(pair.refreshToken),
    refreshUntil: at + refreshMs,
  }
  return { pair, row }
}

function fault(kind: AuthFault, reason: string) {
  return refuse({ kind: 'not_authenticated', fault: kind, reason })
}
