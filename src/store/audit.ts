/**
 * The auditor: proves on the stored rows what the engine promises. It reads one snapshot of a live database in
 * one read-only transaction, so a running server can't make it see halves, and it locks nothing.
 */
import pg from 'pg'
import { CHECKS, type Check } from './audit-checks.js'

/** At most this many violations are told of one rule. */
export const MOST_VIOLATIONS = 100

export interface Violation {
  readonly tenantId: number
  readonly what: string
  readonly figures: Readonly<Record<string, string | number | null>>
}

export interface CheckResult {
  readonly name: string
  readonly rule: string
  readonly violations: readonly Violation[]
  /** True if there are more than those listed. */
  readonly more: boolean
  readonly milliseconds: number
}

/** Null: all tenants. `onResult` is told of each rule as soon as it is checked. */
export async function audit(
  connectionString: string,
  tenantId: number | null,
  onResult: (result: CheckResult) => void = () => {},
): Promise<readonly CheckResult[]> {
  // A connection of its own: those of the pool end a statement after some seconds.
  const client = new pg.Client({ connectionString, application_name: 'entrepot audit' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    await client.query(`set local work_mem = '64MB'`)
    const results: CheckResult[] = []
    for (const check of CHECKS) {
      const result = await run(client, check, tenantId)
      onResult(result)
      results.push(result)
    }
    await client.query('commit')
    return results
  } finally {
    await client.end().catch(() => {})
  }
}

async function run(client: pg.Client, check: Check, tenantId: number | null): Promise<CheckResult> {
  const started = performance.now()
  const { rows } = await client.query<{
    tenant_id: number
    what: string
    figures: Readonly<Record<string, string | number | null>>
  }>(check.query, [tenantId, MOST_VIOLATIONS + 1])
  return {
    name: check.name,
    rule: check.rule,
    violations: rows
      .slice(0, MOST_VIOLATIONS)
      .map((row) => ({ tenantId: row.tenant_id, what: row.what, figures: row.figures })),
    more: rows.length > MOST_VIOLATIONS,
    milliseconds: Math.round(performance.now() - started),
  }
}
