/** What the native API serves of accounts, their balances and ledgers, as a table. */
import { type Operation, operation } from '../../wire/dialect.js'
import * as accounts from './map-accounts.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire.js'

const CREATED = 201

export const ACCOUNTS: readonly Operation[] = [
  operation({
    name: 'createAccount',
    permission: 'settings.change',
    method: 'POST',
    paths: ['/v1/accounts'],
    summary: 'Create an account.',
    call: 'createAccount',
    status: CREATED,
    body: wire.CreateAccount,
    reply: wire.Account,
    readRequest: accounts.readCreateAccount,
    writeReply: accounts.writeAccount,
  }),
  operation({
    name: 'listAccounts',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/accounts'],
    summary: 'List accounts, oldest first.',
    call: 'listAccounts',
    query: wire.List,
    reply: listOf(wire.Account),
    readRequest: accounts.readAccountList,
    writeReply: (found) => writeList(found, accounts.writeAccount),
  }),
  operation({
    name: 'readAccount',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/accounts/:name'],
    summary: 'Read an account and its balance.',
    call: 'readAccount',
    reply: wire.Account,
    readRequest: accounts.readAccountName,
    writeReply: accounts.writeAccount,
  }),
  operation({
    name: 'changePolicies',
    permission: 'settings.change',
    method: 'PATCH',
    paths: ['/v1/accounts/:name'],
    summary: 'Change policies of an account, for what is placed or asked for from now on.',
    call: 'changePolicies',
    body: wire.ChangePolicies,
    reply: wire.Account,
    readRequest: accounts.readChangePolicies,
    writeReply: accounts.writeAccount,
  }),
  operation({
    name: 'topUpAccount',
    permission: 'money',
    method: 'POST',
    paths: ['/v1/accounts/:name/top-ups'],
    summary: 'Add money to a balance; waiting orders are then paid, oldest first.',
    call: 'topUpAccount',
    status: CREATED,
    body: wire.TopUp,
    reply: wire.ToppedUp,
    readRequest: accounts.readTopUp,
    writeReply: accounts.writeTopUp,
  }),
  operation({
    name: 'listEntries',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/accounts/:name/entries'],
    summary: "List an account's ledger, newest first.",
    call: 'listLedger',
    query: wire.List,
    reply: listOf(wire.LedgerEntry),
    readRequest: accounts.readLedger,
    writeReply: (found) => writeList(found, accounts.writeEntry),
  }),
]
