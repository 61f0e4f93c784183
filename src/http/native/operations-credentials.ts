/** What the native API serves of credentials, as a table. */
import { type Dialect, type Operation, operation } from '../../wire/dialect.js'
import { FAMILY } from './family.js'
import * as accounts from './map-accounts.js'
import { needing } from './needing.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire.js'

const CREATED = 201

/** A native key may do what an admin may: only who looks after people makes one. */
const ofNativeKey = ({ dialect }: { readonly dialect?: unknown }) => (dialect === FAMILY ? 'people' : null)

/** `families` write their own credentials. */
export function credentialOperations(
  families: ReadonlyMap<string, Dialect['writeCredential']>,
): readonly Operation[] {
  return [
    needing(
      operation({
        name: 'createCredential',
        permission: 'integration.change',
        method: 'POST',
        paths: ['/v1/credentials'],
        summary: "Make a credential of any dialect, in that dialect's words; the secret is shown once.",
        call: 'createCredential',
        status: CREATED,
        body: wire.CreateCredential,
        reply: wire.NewCredential,
        readRequest: (request, account) => accounts.readCreateCredential(request, account, families),
        writeReply: (made) => accounts.writeNewCredential(made, families),
      }),
      ofNativeKey,
    ),
    operation({
      name: 'listCredentials',
      permission: 'integration.read',
      method: 'GET',
      paths: ['/v1/credentials'],
      summary: 'List credentials, without their secrets, oldest first.',
      call: 'listCredentials',
      query: wire.ListCredentials,
      reply: listOf(wire.Credential),
      readRequest: accounts.readCredentialList,
      writeReply: (found) => writeList(found, accounts.writeCredential),
    }),
    operation({
      name: 'revokeCredential',
      permission: 'integration.change',
      method: 'DELETE',
      paths: ['/v1/credentials/:id'],
      summary: 'Revoke a credential; a revoked one stays revoked.',
      call: 'revokeCredential',
      reply: wire.Credential,
      readRequest: accounts.readCredentialId,
      writeReply: accounts.writeCredential,
    }),
  ]
}
