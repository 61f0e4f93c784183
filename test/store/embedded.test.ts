import { execFile, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { until } from '../../src/store/embedded/until.js'
import {
  DataDirectoryInUse,
  type EmbeddedDatabase,
  findRunningEmbedded,
  startEmbedded,
} from '../../src/store/embedded.js'
import { startOwner } from './owner.js'

const isRoot = process.getuid?.() === 0

/** Whether other users may enter the folder that this project lies in; if not, root needs setpriv for everything. */
const cloneIsOpen = (function isOpen(path: string): boolean {
  return (statSync(path).mode & 0o001) !== 0 && (path === '/' || isOpen(dirname(path)))
})(fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''))
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-embedded-'))
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

let original: Promise<string> | undefined

afterAll(async () => {
  if (original !== undefined) await rm(await original, { recursive: true, force: true })
})

/** One in which a server has been before: a copy of it is there sooner than a new one is made. */
async function usedDataDir(): Promise<string> {
  original ??= (async () => {
    const made = await mkdtemp(join(tmpdir(), 'entrepot-embedded-'))
    await (await startEmbedded({ dataDir: made, log: () => {} })).stop()
    await rm(join(made, 'postgres.log'))
    return made
  })()
  const dataDir = await newDataDir()
  await promisify(execFile)('cp', ['-a', `${await original}/.`, dataDir])
  return dataDir
}

async function start(dataDir: string, messages: string[] = []): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, log: (message) => messages.push(message) })
  cleanups.push(() => database.stop())
  return database
}

async function query(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query({ text: statement, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

const keepNote = "create table note as select 'kept' as text"
const readNote = 'select text from note'

/** Whether the program runs; one that has ended but isn't reaped yet by its parent has no command line. */
async function isRunning(processId: number): Promise<boolean> {
  return (await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '')) !== ''
}

describe('the embedded database', () => {
  it('is durable, in UTF-8 and UTC, and listens on a socket only', async () => {
    const { connectionString } = await start(await newDataDir())
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'timezone']
    settings.push('server_encoding', 'listen_addresses', 'password_encryption')
    const shown = await query(
      connectionString,
      `select name, setting from pg_settings where lower(name) in (${settings.map((name) => `'${name}'`)})`,
    )
    expect(Object.fromEntries(shown.map(([name, value]) => [String(name).toLowerCase(), value]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      timezone: 'UTC',
      server_encoding: 'UTF8',
      listen_addresses: '',
      password_encryption: 'scram-sha-256',
    })
    expect(await query(connectionString, "select lower('ÄÖ'), 'a' < 'B'")).toEqual([['äö', false]])
  })

  it('keeps its data and its password from one start to the next', async () => {
    const dataDir = await newDataDir()
    const first = await start(dataDir)
    await query(first.connectionString, keepNote)
    await first.stop()
    const second = await start(dataDir)
    expect(second.connectionString).toBe(first.connectionString)
    expect(await query(second.connectionString, readNote)).toEqual([['kept']])
  })

  it('keeps a long random password where only its owner can read it', async () => {
    const dataDir = await newDataDir()
    await start(dataDir)
    const path = join(dataDir, 'database.json')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const { password } = JSON.parse(await readFile(path, 'utf8'))
    expect(Buffer.from(password, 'base64url')).toHaveLength(32)
  })

  it('refuses a wrong password', async () => {
    const { connectionString } = await start(await usedDataDir())
    const wrong = new URL(connectionString)
    wrong.password = 'wrong'
    await expect(query(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('writes nothing that statements contain into its log', async () => {
    const dataDir = await usedDataDir()
    const { connectionString } = await start(dataDir)
    await query(connectionString, 'create table person (name text primary key, age integer)')
    await query(connectionString, "insert into person values ('Jane Roe', 30)")
    await expect(query(connectionString, "insert into person values ('Jane Roe', 30)")).rejects.toThrow()
    await expect(query(connectionString, "insert into person values ('x', 'Jane Roe')")).rejects.toThrow()
    const crash = "select pg_terminate_backend(pg_backend_pid()), 'Jane Roe'"
    await expect(query(connectionString, crash)).rejects.toThrow()
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    expect(log).toContain('ready to accept connections')
    expect(log).not.toContain('Jane Roe')
  })

  it('stops within 8 seconds in spite of open connections, as often as it is asked', async () => {
    const database = await start(await usedDataDir())
    const client = new pg.Client({ connectionString: database.connectionString })
    client.on('error', () => {})
    await client.connect()
    const before = Date.now()
    await Promise.all([database.stop(), database.stop()])
    await database.stop()
    expect(Date.now() - before).toBeLessThan(8_000)
    expect(database.processId()).toBeUndefined()
    await client.end().catch(() => {})
  })

  it('works in a data directory whose path is too long for a socket, or has odd characters', async () => {
    const deep = join(await newDataDir(), 'long-'.repeat(20), `a b, "c" 'd' ü %41 [e]`)
    const database = await start(deep)
    expect(await query(database.connectionString, 'select 1')).toEqual([[1]])
    const socketDirectory = new URL(database.connectionString).searchParams.get('host') ?? ''
    expect((await stat(socketDirectory)).mode & 0o777).toBe(0o700)
    await database.stop()
    await expect(stat(socketDirectory)).rejects.toThrow('ENOENT')
    const near = join(await newDataDir(), `a b,"c"'d'ü%41[e]`)
    expect(await query((await start(near)).connectionString, 'select 1')).toEqual([[1]])
  })

  it('starts although an earlier first start was killed halfway', async () => {
    const dataDir = await newDataDir()
    const halfMade = join(dataDir, 'postgres.new-abc', 'postgres')
    await mkdir(halfMade, { recursive: true })
    await writeFile(join(halfMade, 'PG_VERSION'), '18\n')
    await start(dataDir)
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new-'))).toEqual([])
  })

  it('lets its data be reached again when database.json was lost', async () => {
    const dataDir = await newDataDir()
    const first = await start(dataDir)
    await query(first.connectionString, keepNote)
    await first.stop()
    await rm(join(dataDir, 'database.json'))
    expect(await query((await start(dataDir)).connectionString, readNote)).toEqual([['kept']])
  })

  it('refuses the files of another PostgreSQL version by name', async () => {
    const dataDir = await newDataDir()
    await mkdir(join(dataDir, 'postgres'), { mode: 0o700 })
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
    await expect(start(dataDir)).rejects.toThrow('was made by PostgreSQL 17')
  })
})

describe('a second server on one data directory', () => {
  it('is refused at once, with the name of the directory', async () => {
    const dataDir = await usedDataDir()
    await start(dataDir)
    const refused = start(dataDir)
    await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUse)
    await expect(refused).rejects.toThrow(dataDir)
  })

  it('is refused under another name of the directory too', async () => {
    const dataDir = await usedDataDir()
    await start(dataDir)
    const otherName = join(await newDataDir(), 'link')
    await symlink(dataDir, otherName)
    await expect(start(otherName)).rejects.toBeInstanceOf(DataDirectoryInUse)
  })

  it('is refused in another container, where only the file of the lock is seen', async () => {
    const dataDir = await newDataDir()
    const elsewhere = createServer().listen(join(dataDir, 'server.lock'))
    cleanups.push(() => elsewhere.close())
    await new Promise((resolve) => elsewhere.once('listening', resolve))
    await expect(start(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse)
    expect(await readdir(dataDir)).toEqual(['server.lock'])
  })

  it('may start when the first has stopped', async () => {
    const dataDir = await usedDataDir()
    await (await start(dataDir)).stop()
    await expect(start(dataDir)).resolves.toBeDefined()
  })
})

describe('a command beside the server', () => {
  it('finds the running database, and none before the start or after the stop', async () => {
    const dataDir = await usedDataDir()
    expect(await findRunningEmbedded(join(dataDir, 'missing'))).toBeUndefined()
    expect(await findRunningEmbedded(dataDir)).toBeUndefined()
    const database = await start(dataDir)
    expect(await findRunningEmbedded(dataDir)).toBe(database.connectionString)
    await database.stop()
    expect(await findRunningEmbedded(dataDir)).toBeUndefined()
  })

  it('waits for a server that is just starting', async () => {
    const dataDir = await newDataDir()
    const starting = start(dataDir)
    let found: string | undefined
    await until(10_000, async () => {
      found = await findRunningEmbedded(dataDir)
      return found !== undefined
    })
    expect(found).toBe((await starting).connectionString)
    expect(await query(found ?? '', 'select 1')).toEqual([[1]])
  })
})

describe('after a kill', () => {
  it.runIf(!isRoot || cloneIsOpen)(
    'of the server, an orphaned PostgreSQL is stopped and its data kept',
    async () => {
      const dataDir = await usedDataDir()
      // Without setpriv, which a search path like this doesn't find, PostgreSQL isn't told of its parent's death.
      await chmod(dataDir, 0o711)
      const owner = await startOwner(dataDir, { PATH: '/nowhere' })
      cleanups.push(owner.kill)
      await query(owner.connectionString, keepNote)
      await expect(start(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse)
      await owner.kill()
      expect(await isRunning(owner.postmaster)).toBe(true)
      expect(await findRunningEmbedded(dataDir)).toBeUndefined()

      const messages: string[] = []
      const database = await start(dataDir, messages)
      expect(messages.join()).toContain(`Stopping PostgreSQL (process ${owner.postmaster})`)
      expect(await isRunning(owner.postmaster)).toBe(false)
      expect(await query(database.connectionString, readNote)).toEqual([['kept']])
    },
  )

  it('of the server, PostgreSQL follows it where setpriv is there', async () => {
    const dataDir = await usedDataDir()
    const owner = await startOwner(dataDir, {})
    cleanups.push(owner.kill)
    await query(owner.connectionString, keepNote)
    await owner.kill()
    expect(await until(5_000, async () => !(await isRunning(owner.postmaster)))).toBe(true)
    expect(await query((await start(dataDir)).connectionString, readNote)).toEqual([['kept']])
  })

  it('of PostgreSQL, it comes back by itself under the same connection string', async () => {
    const dataDir = await usedDataDir()
    const messages: string[] = []
    const database = await start(dataDir, messages)
    await query(database.connectionString, keepNote)
    const pool = new pg.Pool({ connectionString: database.connectionString })
    pool.on('error', () => {})
    cleanups.push(() => pool.end())
    await pool.query(readNote)

    const killed = database.processId() ?? 0
    process.kill(killed, 'SIGKILL')
    const isBack = async () => (await pool.query(readNote).catch(() => undefined))?.rowCount === 1
    expect(await until(20_000, async () => database.processId() !== killed && (await isBack()))).toBe(true)
    expect(messages.join()).toContain('PostgreSQL ended unexpectedly (SIGKILL)')
  })

  it('of PostgreSQL, a stop in the middle of its return leaves nothing running', async () => {
    const dataDir = await usedDataDir()
    const database = await start(dataDir)
    process.kill(database.processId() ?? 0, 'SIGKILL')
    await until(5_000, () => database.processId() === undefined)
    await database.stop()
    expect(database.processId()).toBeUndefined()
    expect(await findRunningEmbedded(dataDir)).toBeUndefined()
    await expect(start(dataDir)).resolves.toBeDefined()
  })

  it('of everything, another program that got the process id since is left alone', async () => {
    const dataDir = await usedDataDir()
    await (await start(dataDir)).stop()
    // Of the same user: PostgreSQL is in doubt only about processes that it could have started.
    const { uid, gid } = await stat(join(dataDir, 'postgres'))
    const other = spawn('sleep', ['60'], { uid, gid })
    cleanups.push(() => other.kill())
    const record = [
      other.pid,
      join(dataDir, 'postgres'),
      1,
      5432,
      join(dataDir, 'socket'),
      '',
      '1 1',
      'ready',
      '',
    ]
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), record.join('\n'))
    await mkdir(join(dataDir, 'socket'), { mode: 0o700 })
    await writeFile(join(dataDir, 'socket', '.s.PGSQL.5432.lock'), record.join('\n'))
    const database = await start(dataDir)
    expect(await query(database.connectionString, 'select 1')).toEqual([[1]])
    expect(await isRunning(other.pid ?? 0)).toBe(true)
    expect(other.signalCode).toBeNull()
  })

  it('of everything, the PostgreSQL of another data directory that this one was copied from is left alone', async () => {
    const [original, copy] = [await usedDataDir(), await newDataDir()]
    await (await start(copy)).stop()
    const database = await start(original)
    const processId = database.processId()
    const record = await readFile(join(original, 'postgres', 'postmaster.pid'))
    await writeFile(join(copy, 'postgres', 'postmaster.pid'), record)
    await start(copy)
    expect(database.processId()).toBe(processId)
    expect(await query(database.connectionString, 'select 1')).toEqual([[1]])
  })
})

// Only root can see these; an ordinary user's PostgreSQL runs as that user.
describe.runIf(isRoot)('under root', () => {
  async function capabilities(database: EmbeddedDatabase): Promise<{ user: number; effective: bigint }> {
    const status = await readFile(`/proc/${database.processId()}/status`, 'utf8')
    const effective = /^CapEff:\s*(\w+)$/m.exec(status)?.[1]
    return { user: Number(/^Uid:\s*(\d+)/m.exec(status)?.[1]), effective: BigInt(`0x${effective}`) }
  }

  it('PostgreSQL runs as another user, with no power where that user reaches everything', async () => {
    const dataDir = await newDataDir()
    await chmod(dataDir, 0o711)
    const { user, effective } = await capabilities(await start(dataDir))
    expect(user).not.toBe(0)
    expect([0n, cloneIsOpen ? 0n : 1n << 2n]).toContain(effective)
  })

  it('it may pass a directory that only root can enter, and no more than that', async () => {
    const { user, effective } = await capabilities(await start(await usedDataDir()))
    const [override, readSearch] = [1n << 1n, 1n << 2n]
    expect(user).not.toBe(0)
    expect([override, readSearch]).toContain(effective)
  })

  it('without setpriv, the error names the directory and the remedies', async () => {
    const dataDir = await newDataDir()
    const path = process.env.PATH
    process.env.PATH = '/nowhere'
    cleanups.push(() => {
      process.env.PATH = path
    })
    await expect(start(dataDir)).rejects.toThrow(
      cloneIsOpen
        ? new RegExp(`can't enter ${dataDir}.*setpriv.*chmod o\\+x ${dataDir}.*DATA_DIR`)
        : /can't enter \S+ .*setpriv.*chmod o\+x \S+.*DATA_DIR/,
    )
  })

  it('files copied in by root are given to PostgreSQL', async () => {
    const dataDir = await newDataDir()
    const first = await start(dataDir)
    await query(first.connectionString, keepNote)
    await first.stop()
    const chown = spawn('chown', ['-R', '0:0', join(dataDir, 'postgres')])
    await new Promise((resolve) => chown.once('exit', resolve))
    expect(await query((await start(dataDir)).connectionString, readNote)).toEqual([['kept']])
  })
})

it('a directory that can not be made is named, and nothing waits for it', async () => {
  const start = startEmbedded({ dataDir: '/proc/nope', log: () => {} })
  await expect(start).rejects.toThrow('/proc/nope')
})
