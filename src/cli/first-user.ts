/** The first admin: made when there is a tenant and nobody who could sign in, so that somebody can. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Config } from '../config.js'
import { hashPassword } from '../people/passwords.js'
import { writePrivateFile } from '../private-file.js'
import { inTransaction, type Pool } from '../store/pool.js'
import { createUser, hasUsers, tenantToSignIn } from '../store/users.js'
import { demoPath } from './demo.js'
import { putOnRecord } from './on-record.js'

const FIRST_USERNAME = 'admin'
/** 20 characters that need no quoting. */
const PASSWORD_BYTES = 15

/** Any number that nothing else locks. */
const FIRST_USER_LOCK = 3_600_714_002

export interface FirstUser {
  readonly username: string
  /** Null: it is in the demo's file, or whoever set it knows it. */
  readonly password: string | null
}

/**
 * Null: there are users already, or there is no tenant yet. With the demo, the way in is written into its file; the
 * file is there before the user counts.
 */
export async function ensureFirstUser(
  config: Config,
  pool: Pool,
  withDemo: boolean,
): Promise<FirstUser | null> {
  if (await hasUsers(pool)) return null
  const password = config.consolePassword ?? newPassword()
  const passwordHash = await hashPassword(password)
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [FIRST_USER_LOCK])
    const tenantId = await tenantToSignIn(client, null)
    if (tenantId === null || (await hasUsers(client))) return null
    const user = { username: FIRST_USERNAME, role: 'admin', accountId: null, passwordHash } as const
    await createUser(client, tenantId, user, Date.now())
    await putOnRecord(client, tenantId, {
      operation: 'createUser',
      target: `users/${FIRST_USERNAME}`,
      after: { username: FIRST_USERNAME, role: 'admin' },
    })
    const isWritten = withDemo && (await writeConsole(config, { username: FIRST_USERNAME, password }))
    const isKnown = isWritten || config.consolePassword !== undefined
    return { username: FIRST_USERNAME, password: isKnown ? null : password }
  })
}

/** Where the console is, once that is known: a port may be chosen by the system. */
export async function writeConsoleUrl(config: Config, hubUrl: string): Promise<void> {
  await writeConsole(config, { url: `${hubUrl}/console` })
}

export function newPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url')
}

/** Into the demo's file. False: there is no such file. */
async function writeConsole(config: Config, part: Readonly<Record<string, string>>): Promise<boolean> {
  const path = demoPath(config)
  if (!existsSync(path)) return false
  const text = await readFile(path, 'utf8')
  const credentials = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>
  const url = `http://${config.host}:${config.port}/console`
  const known = credentials.console
  // Only whoever made the first user has something to tell.
  if (known === undefined && part.password === undefined) return false
  const next = `${JSON.stringify({ ...credentials, console: { url, ...known, ...part } }, null, 2)}\n`
  if (next === text) return true
  await writePrivateFile(path, next)
  return true
}
