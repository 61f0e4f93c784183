// Brings a database up to the schema in `sql/`, forward only. All of it happens in one transaction under one lock,
// so that a crash leaves nothing half done and two processes that start at once are safe.

import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import Postgrator from 'postgrator'

const OLDEST_SERVER_VERSION = 15
const SCHEMA_TABLE = 'schema_migrations'
/** Any number will do, as long as nobody else locks it: "entrepot" in ASCII. */
const LOCK_KEY = 0x656e747265706f74n

/** The same way up from `src/store` and from `dist/store`. */
const MIGRATIONS = fileURLToPath(new URL('../../sql', import.meta.url))

/**
 * Applies what is missing and answers with the names of those files. Throws, and changes nothing, when
 * PostgreSQL is older than 15, when a file was changed after it was applied, or when the database is newer than
 * the files.
 */
export async function migrate(
  connectionString: string,
  directory: string = MIGRATIONS,
): Promise<{ applied: string[] }> {
  return withClient(connectionString, async (client) => {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    await client.query('begin')
    const postgrator = await open(client, directory)
    if ((await postgrator.getMigrations()).length === 0) return { applied: [] }
    await refuseNewerDatabase(postgrator)
    await refuseChangedFiles(postgrator)
    const applied = await postgrator.migrate()
    await client.query('commit')
    return { applied: applied.map((migration) => basename(migration.filename)) }
  })
}

/** How many files the database still lacks. */
export async function pendingMigrations(
  connectionString: string,
  directory: string = MIGRATIONS,
): Promise<number> {
  return withClient(connectionString, async (client) => {
    const postgrator = await open(client, directory)
    const [migrations, version] = [await postgrator.getMigrations(), await postgrator.getDatabaseVersion()]
    return migrations.filter((migration) => migration.version > version).length
  })
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string }>(
    "select current_setting('server_version') as version, current_setting('server_version_num') as number",
  )
  const server = rows[0]
  if (server && Math.floor(Number(server.number) / 10_000) < OLDEST_SERVER_VERSION) {
    throw new Error(
      `The database server is PostgreSQL ${server.version}; Entrepôt needs ${OLDEST_SERVER_VERSION} or newer.`,
    )
  }
}

/** postgrator would walk such a database back, or, without files for that, silently do nothing. */
async function refuseNewerDatabase(postgrator: Postgrator): Promise<void> {
  const [database, files] = [await postgrator.getDatabaseVersion(), await postgrator.getMaxVersion()]
  if (database > files) {
    throw new Error(
      `The database has schema version ${database}, and this Entrepôt knows versions up to ${files}: ` +
        'run the newer Entrepôt that made it.',
    )
  }
}

/** postgrator checks this too, but names neither the file nor the way out. */
async function refuseChangedFiles(postgrator: Postgrator): Promise<void> {
  let checked = ''
  postgrator.on('validation-started', (migration) => {
    checked = basename(migration.filename)
  })
  try {
    await postgrator.validateMigrations(await postgrator.getDatabaseVersion())
  } catch (cause) {
    throw new Error(
      `sql/${checked} isn't the file that was applied to this database (its checksum differs). ` +
        'Migrations only go forward: restore the file, and put the change into a new one.',
      { cause },
    )
  }
}

async function open(client: pg.Client, directory: string): Promise<Postgrator> {
  return new Postgrator({
    driver: 'pg',
    migrationPattern: join(escapeGlob(directory), '*.do.*.sql'),
    schemaTable: SCHEMA_TABLE,
    // A checkout on Windows may have changed the line ends.
    newline: 'LF',
    execQuery: (query) => client.query(query),
    ...(await currentSchema(client)),
  })
}

/** Without it postgrator takes a table of that name in any other schema of the database for ours. */
async function currentSchema(client: pg.Client): Promise<{ currentSchema?: string }> {
  const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema')
  const schema = rows[0]?.schema
  // postgrator doesn't quote the name, so one that needs quotes is left to the search path.
  return schema && /^[a-z_][a-z0-9_]*$/.test(schema) ? { currentSchema: schema } : {}
}

/** postgrator takes a pattern only, and the folder the hub was installed in may have brackets in its name. */
function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@]/g, '\\$&')
}

/** Ending the connection rolls back what is not committed, and frees the lock. */
async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}
