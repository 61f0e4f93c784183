/** Work that one process at a time is enough for: whoever holds its lease does it, and another one when that is over. */
import type { Database } from './pool.js'

/** Takes the lease, or holds it longer. False: somebody else has it. The database's clock counts. */
export async function holdLease(
  database: Database,
  name: string,
  holder: string,
  milliseconds: number,
): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'hold_lease',
    text: `
      insert into work_leases as l (name, holder, until)
      values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
        where l.holder = excluded.holder or l.until <= clock_timestamp()`,
    values: [name, holder, milliseconds],
  })
  return rowCount === 1
}

/** Gives it back, so that nobody has to wait for its end. */
export async function releaseLease(database: Database, name: string, holder: string): Promise<void> {
  await database.query('delete from work_leases where name = $1 and holder = $2', [name, holder])
}
