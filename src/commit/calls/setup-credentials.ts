/** Credentials of all families: made, listed and revoked. The secret leaves this process once and is not kept. */
import type { Serving } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type {
  CredentialRecord,
  CredentialWish,
  NewCredentialRecord,
  SetupCalls,
} from '../../order/setup-calls.js'
import { listCredentials, readCredential } from '../../store/credential-records.js'
import { type CredentialForm, TOKEN } from '../../store/credentials.js'
import type { Client, Database, Pool } from '../../store/pool.js'
import type { SecretBox } from '../../store/secret-box.js'
import { createCredential, type NewCredential, revokeCredential } from '../../store/setup.js'
import { once } from '../once.js'
import { namedAccount } from './setup-accounts.js'

type CredentialCalls = Pick<SetupCalls, 'createCredential' | 'listCredentials' | 'revokeCredential'>

/** How each family's credentials are found and proved, and what seals their secrets. */
export interface CredentialKeeping {
  readonly forms: ReadonlyMap<string, CredentialForm>
  readonly box: SecretBox
}

export function credentialCalls(
  pool: Pool,
  clock: () => number,
  { forms, box }: CredentialKeeping,
): Serving<CredentialCalls> {
  return {
    createCredential: async (account, { wish, key }): Promise<Result<NewCredentialRecord>> => {
      const at = clock()
      let secret: string | null = null
      // The secret stays beside the answer, so that no key remembers it.
      const work = async (client: Client): Promise<Result<CredentialRecord>> => {
        const named = await namedAccount(client, account.tenantId, wish.account)
        if (!named.ok) return named
        const wished = {
          ...newCredential(named.value.accountId, wish),
          form: forms.get(wish.family) ?? TOKEN,
        }
        const made = await createCredential(client, account.tenantId, wished, at, box)
        secret = made.secret
        return record(client, account.tenantId, made.credentialId)
      }
      const made = await once(pool, { account, key, at, work })
      if (!made.ok) return made
      return accept({ ...made.value, secret: made.replayed ? null : secret })
    },
    listCredentials: async ({ tenantId }, { account, ...slice }) =>
      accept(await listCredentials(pool, tenantId, account, slice)),
    revokeCredential: async ({ tenantId }, { credentialId }) => {
      await revokeCredential(pool, tenantId, credentialId, clock())
      return record(pool, tenantId, credentialId)
    },
  }
}

function newCredential(accountId: number, { family, limit, sandbox }: CredentialWish): NewCredential {
  return { accountId, family, limit: limit === 'none' ? { capacity: 0, perSecond: 0 } : limit, sandbox }
}

async function record(
  database: Database,
  tenantId: number,
  credentialId: number,
): Promise<Result<CredentialRecord>> {
  const found = await readCredential(database, tenantId, credentialId)
  if (found === null) return refuse({ kind: 'not_found', what: 'credential', id: String(credentialId) })
  return accept(found)
}
