/** Accounts, ledgers and credentials to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type {
  AccountRecord,
  CredentialRecord,
  CredentialWish,
  LedgerRecord,
  NewCredentialRecord,
  SetupCalls,
} from '../../order/setup-calls.js'
import type { Dialect, WireRequest } from '../../wire/dialect.js'
import type { JsonValue } from '../../wire/json.js'
import { compileReader } from '../../wire/shape.js'
import { readSlice } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import {
  AccountPath,
  ChangePolicies,
  CreateAccount,
  CreateCredential,
  CredentialPath,
  Limit,
  List,
  ListCredentials,
  TopUp,
} from './wire.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

const MS_A_SECOND = 1_000

function secondsOf(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.floor(milliseconds / MS_A_SECOND)
}

function millisecondsOf(seconds: number | null): number | null {
  return seconds === null ? null : seconds * MS_A_SECOND
}

const createAccount = requestReader({ route: 'POST /v1/accounts', body: CreateAccount })

export function readCreateAccount(request: WireRequest, account: AccountContext): Input<'createAccount'> {
  return mapped(createAccount(request, account), ({ body, key }) => ({
    key,
    wish: {
      name: body.name,
      stockOwner: body.stockOwner ?? null,
      payment: body.payment ?? 'balance',
      currency: body.currency,
      routingPolicy: body.routingPolicy ?? 'fewest_splits',
      outOfStock: body.outOfStock ?? 'refuse',
      refundReviewMs: millisecondsOf(body.refundReviewSeconds === undefined ? 0 : body.refundReviewSeconds),
      unpaidExpiryMs: millisecondsOf(body.unpaidExpirySeconds ?? null),
    },
  }))
}

const changePolicies = requestReader({ params: AccountPath, body: ChangePolicies })

export function readChangePolicies(request: WireRequest, account: AccountContext): Input<'changePolicies'> {
  return mapped(changePolicies(request, account), ({ params, body }) => {
    const { refundReviewSeconds, unpaidExpirySeconds, ...same } = body
    return {
      name: params.name,
      change: {
        ...same,
        ...(refundReviewSeconds !== undefined && { refundReviewMs: millisecondsOf(refundReviewSeconds) }),
        ...(unpaidExpirySeconds !== undefined && { unpaidExpiryMs: millisecondsOf(unpaidExpirySeconds) }),
      },
    }
  })
}

const accountPath = requestReader({ params: AccountPath })

export function readAccountName(request: WireRequest, account: AccountContext): Input<'readAccount'> {
  return mapped(accountPath(request, account), ({ params }) => params)
}

const list = requestReader({ query: List })

export function readAccountList(request: WireRequest, account: AccountContext): Input<'listAccounts'> {
  const asked = list(request, account)
  return asked.ok ? readSlice(asked.value.query, ['number']) : asked
}

const topUp = requestReader({
  route: 'POST /v1/accounts/:name/top-ups',
  params: AccountPath,
  body: TopUp,
})

export function readTopUp(request: WireRequest, account: AccountContext): Input<'topUpAccount'> {
  return mapped(topUp(request, account), ({ params: { name }, body, key }) => ({
    name,
    amountMinor: body.amountMinor,
    note: body.note ?? null,
    key,
  }))
}

const ledger = requestReader({ params: AccountPath, query: List })

export function readLedger(request: WireRequest, account: AccountContext): Input<'listLedger'> {
  const asked = ledger(request, account)
  if (!asked.ok) return asked
  const { query, params } = asked.value
  return mapped(readSlice(query, ['number']), (slice) => ({ ...slice, name: params.name }))
}

export function writeAccount(account: AccountRecord) {
  return {
    id: account.accountId,
    name: account.name,
    stockOwner: account.stockOwner,
    payment: account.payment,
    currency: account.currency,
    routingPolicy: account.routingPolicy,
    outOfStock: account.outOfStock,
    refundReviewSeconds: secondsOf(account.refundReviewMs),
    unpaidExpirySeconds: secondsOf(account.unpaidExpiryMs),
    balanceMinor: account.balanceMinor,
  }
}

export function writeTopUp(
  { balanceMinor, currency }: SetupCalls['topUpAccount']['output'],
  { name, amountMinor }: SetupCalls['topUpAccount']['input'],
) {
  return { account: name, amountMinor, balanceMinor, currency }
}

export function writeEntry(entry: LedgerRecord) {
  return {
    entryNumber: entry.entryNumber,
    kind: entry.kind,
    amountMinor: entry.amountMinor,
    balanceMinor: entry.balanceMinor,
    orderNumber: entry.orderNumber,
    note: entry.note,
    createdAt: new Date(entry.at).toISOString(),
  }
}

const createCredential = requestReader({ route: 'POST /v1/credentials', body: CreateCredential })

/** `families` are those that a credential can be made for. */
export function readCreateCredential(
  request: WireRequest,
  account: AccountContext,
  families: ReadonlyMap<string, Dialect['writeCredential']>,
): Input<'createCredential'> {
  const asked = createCredential(request, account)
  if (!asked.ok) return asked
  const { body, key } = asked.value
  if (!families.has(body.dialect)) {
    return fault('dialect', `is "${body.dialect}", but must be one of ${[...families.keys()].join(', ')}`)
  }
  return mapped(readLimit(body.limit), (limit) => ({
    key,
    wish: { account: body.account, family: body.dialect, limit, sandbox: body.sandbox ?? false },
  }))
}

const readLimitShape = compileReader(Limit)

/** A word or an object: the shapes' reader knows no choice of kinds. */
function readLimit(sent: JsonValue | undefined): Result<CredentialWish['limit']> {
  if (sent === undefined) return accept(null)
  if (sent === 'none') return accept('none')
  const { value, faults, extra } = readLimitShape(sent)
  const [first] = faults
  if (first === undefined && extra === null) return accept(value)
  if (first === undefined) return fault('limit', 'has other fields than capacity and perSecond')
  if (first.path === '') return fault('limit', 'must be "none" or an object of capacity and perSecond')
  return fault(`limit.${first.path}`, first.problem)
}

const credentialList = requestReader({ query: ListCredentials })

export function readCredentialList(request: WireRequest, account: AccountContext): Input<'listCredentials'> {
  const asked = credentialList(request, account)
  if (!asked.ok) return asked
  const { query } = asked.value
  return mapped(readSlice(query, ['number']), (slice) => ({ ...slice, account: query.account ?? null }))
}

const credentialPath = requestReader({ params: CredentialPath })

export function readCredentialId(request: WireRequest, account: AccountContext): Input<'revokeCredential'> {
  return mapped(credentialPath(request, account), ({ params }) => ({ credentialId: params.id }))
}

export function writeCredential(credential: CredentialRecord) {
  return {
    id: credential.credentialId,
    account: credential.account,
    dialect: credential.family,
    hint: credential.hint,
    limit: credential.limit,
    sandbox: credential.sandbox,
    createdAt: new Date(credential.createdAt).toISOString(),
    revokedAt: credential.revokedAt === null ? null : new Date(credential.revokedAt).toISOString(),
  }
}

export function writeNewCredential(
  made: NewCredentialRecord,
  families: ReadonlyMap<string, Dialect['writeCredential']>,
) {
  const { secret, family } = made
  const shown = writeCredential(made)
  if (secret !== null) return { ...shown, credential: families.get(family)?.(secret) ?? null }
  const detail =
    'this Idempotency-Key has made the credential before; its secret was shown then and is not kept: ' +
    'if that answer was lost, revoke the credential and make another with a new key'
  return { ...shown, credential: null, detail }
}
