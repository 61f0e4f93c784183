import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { migrate, pendingMigrations } from '../../src/store/migrate.js'
import { databaseUrl, freshDatabase } from '../support/database.js'

const FIRST = '0001.do.notes.sql'
const SECOND = '0002.do.count.sql'
const files = {
  [FIRST]: "create table note (text text); insert into note values ('a;b'), ($$it's$$);",
  [SECOND]: `
    create function count_notes() returns bigint language plpgsql as $$
    begin
      return (select count(*) from note); -- a statement; and a "quote"
    end $$;
    create table total as select count_notes() as notes;`,
}

let directory: string
let url: string
let admin: pg.Client
let name: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entrepot-sql {a,b} [c]-'))
  name = `migrate_${process.pid}_${Date.now()}`
  admin = new pg.Client({ connectionString: inject('adminConnectionString') })
  await admin.connect()
  await admin.query(`create database ${name} template template0`)
  url = databaseUrl(inject('adminConnectionString'), name)
})

afterEach(async () => {
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
  await rm(directory, { recursive: true, force: true })
})

async function write(contents: Record<string, string>): Promise<void> {
  for (const [file, content] of Object.entries(contents)) await writeFile(join(directory, file), content)
}

async function query(statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

describe('migrate', () => {
  it('applies what is missing, in order, and tells what', async () => {
    await write(files)
    expect(await pendingMigrations(url, directory)).toBe(2)
    expect(await migrate(url, directory)).toEqual({ applied: [FIRST, SECOND] })
    expect(await query('select notes::integer from total')).toEqual([[2]])
    expect(await pendingMigrations(url, directory)).toBe(0)
    expect(await migrate(url, directory)).toEqual({ applied: [] })
  })

  it('applies only the new files to an older database', async () => {
    await write({ [FIRST]: files[FIRST] })
    await migrate(url, directory)
    await write(files)
    expect(await pendingMigrations(url, directory)).toBe(1)
    expect(await migrate(url, directory)).toEqual({ applied: [SECOND] })
  })

  it('has nothing to do without files', async () => {
    expect(await migrate(url, directory)).toEqual({ applied: [] })
    expect(await pendingMigrations(url, directory)).toBe(0)
  })

  it('is safe to run twice at once: one applies, the other waits and finds nothing to do', async () => {
    await write(files)
    const outcomes = await Promise.all([1, 2, 3].map(() => migrate(url, directory)))
    expect(outcomes.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 2])
    expect(await query('select notes::integer from total')).toEqual([[2]])
  })

  it('leaves nothing behind when a file fails', async () => {
    await write({ ...files, '0003.do.broken.sql': 'create table half (); select 1 / 0;' })
    await expect(migrate(url, directory)).rejects.toThrow('division by zero')
    expect(await query("select from pg_tables where schemaname = 'public'")).toEqual([])
    expect(await pendingMigrations(url, directory)).toBe(3)
  })

  it('refuses a file that was changed after it was applied, by name', async () => {
    await write(files)
    await migrate(url, directory)
    await write({ [FIRST]: 'create table other ();', '0003.do.more.sql': 'create table more ();' })
    await expect(migrate(url, directory)).rejects.toThrow(FIRST)
    expect(await query("select from pg_tables where tablename = 'more'")).toEqual([])
  })

  it('does not mind other line ends', async () => {
    await write(files)
    await migrate(url, directory)
    await write({ [SECOND]: files[SECOND].replaceAll('\n', '\r\n') })
    expect(await migrate(url, directory)).toEqual({ applied: [] })
  })

  it('refuses a database that is newer than the files', async () => {
    await write(files)
    await migrate(url, directory)
    await rm(join(directory, SECOND))
    await expect(migrate(url, directory)).rejects.toThrow('schema version 2')
  })

  it("is not misled by another program's table of the same name", async () => {
    await query('create schema other; create table other.schema_migrations (version text)')
    await write(files)
    expect(await migrate(url, directory)).toEqual({ applied: [FIRST, SECOND] })
  })
})

describe('the template for the tests', () => {
  it('has all migrations of the hub, and can be cloned by many at once', async () => {
    const databases = await Promise.all([1, 2, 3, 4].map(() => freshDatabase()))
    expect(new Set(databases.map((database) => database.connectionString)).size).toBe(4)
    for (const database of databases) {
      expect(await pendingMigrations(database.connectionString)).toBe(0)
      await database.drop()
    }
  })
})
