/** What the native API serves of people who sign in, as a table. */
import { type Operation, operation, sessionOperation } from '../../wire/dialect.js'
import * as people from './map-people.js'
import { listOf, writeList } from './paging.js'
import { List } from './wire.js'
import * as wire from './wire-people.js'

const CREATED = 201
const NO_CONTENT = 204

export const PEOPLE: readonly Operation[] = [
  sessionOperation({
    name: 'signIn',
    method: 'POST',
    paths: ['/v1/session'],
    summary: 'Sign in: the cookie of the session is set, and stands for the key from then on.',
    call: 'open',
    body: wire.SignIn,
    reply: wire.Session,
    run: people.signIn,
  }),
  sessionOperation({
    name: 'readSession',
    method: 'GET',
    paths: ['/v1/session'],
    summary: 'Read who has signed in.',
    call: 'none',
    permission: 'own',
    reply: wire.Session,
    run: people.readSession,
  }),
  sessionOperation({
    name: 'signOut',
    method: 'DELETE',
    paths: ['/v1/session'],
    summary: 'Sign out: the session is over.',
    call: 'none',
    permission: 'own',
    status: NO_CONTENT,
    run: people.signOut,
  }),
  sessionOperation({
    name: 'changeOwnPassword',
    method: 'POST',
    paths: ['/v1/session/password'],
    summary: "Change one's own password; all other sessions of one's own are over.",
    call: 'none',
    permission: 'own',
    body: wire.ChangeOwnPassword,
    reply: wire.Session,
    run: people.changeOwnPassword,
  }),
  operation({
    name: 'createUser',
    method: 'POST',
    paths: ['/v1/users'],
    summary: 'Make a user, who signs in with this name and password.',
    call: 'createUser',
    permission: 'people',
    status: CREATED,
    body: wire.CreateUser,
    reply: wire.User,
    readRequest: people.readCreateUser,
    writeReply: people.writeUser,
  }),
  operation({
    name: 'listUsers',
    method: 'GET',
    paths: ['/v1/users'],
    summary: 'List users, oldest first.',
    call: 'listUsers',
    permission: 'people',
    query: List,
    reply: listOf(wire.User),
    readRequest: people.readUserList,
    writeReply: (found) => writeList(found, people.writeUser),
  }),
  operation({
    name: 'readUser',
    method: 'GET',
    paths: ['/v1/users/:username'],
    summary: 'Read a user.',
    call: 'readUser',
    permission: 'people',
    reply: wire.User,
    readRequest: people.readUserPath,
    writeReply: people.writeUser,
  }),
  operation({
    name: 'changeUser',
    method: 'PATCH',
    paths: ['/v1/users/:username'],
    summary: 'Change what a user may do, turn them off or on, or give them a new password.',
    call: 'changeUser',
    permission: 'people',
    body: wire.ChangeUser,
    reply: wire.User,
    readRequest: people.readChangeUser,
    writeReply: people.writeUser,
  }),
]
