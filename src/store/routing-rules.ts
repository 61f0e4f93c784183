/** The rules that send fulfilment orders to other platforms. */
import type { RoutingRuleRecord, RoutingRuleWish } from '../order/connection-calls.js'
import type { RoutingRule } from '../order/forwarding.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

const SELECT_RULES = `
  select r.rule_id as "ruleId", r.connection_id as "connectionId", c.name as connection, r.priority, r.location,
    r.sku_prefix as "skuPrefix", r.country, a.name as account
  from routing_rules r
  join connections c on c.tenant_id = r.tenant_id and c.connection_id = r.connection_id
  left join accounts a on a.tenant_id = r.tenant_id and a.account_id = r.account_id
  where r.tenant_id = $1`

/** A rule as it is kept, with the numbers of what it names. */
export type RuleRow = Omit<RoutingRuleWish, 'connection' | 'account'> &
  Pick<RoutingRule, 'connectionId' | 'accountId'>

/** What happens from now on is looked at for what is to be forwarded. The caller holds the tenant's lane. */
export async function createRule(
  database: Database,
  tenantId: number,
  wish: RuleRow,
  at: number,
): Promise<number> {
  const { rows } = await database.query<{ rule_id: number }>(
    `with watched as (
       insert into forwarding_positions (tenant_id, commit_version, order_number, version)
       select $1, version, 9007199254740991, 2147483647 from lanes where tenant_id = $1
       on conflict (tenant_id) do nothing)
     insert into routing_rules (tenant_id, rule_id, connection_id, priority, location, sku_prefix, country,
       account_id, created_at)
     select $1, coalesce(max(rule_id), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from routing_rules where tenant_id = $1
     returning rule_id`,
    [
      tenantId,
      wish.connectionId,
      wish.priority,
      wish.location,
      wish.skuPrefix,
      wish.country,
      wish.accountId,
      new Date(at),
    ],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a rule is made or the statement fails')
  return row.rule_id
}

export async function updateRule(
  database: Database,
  tenantId: number,
  ruleId: number,
  rule: RuleRow,
): Promise<void> {
  await database.query(
    `update routing_rules set connection_id = $3, priority = $4, location = $5, sku_prefix = $6, country = $7,
       account_id = $8
     where tenant_id = $1 and rule_id = $2`,
    [
      tenantId,
      ruleId,
      rule.connectionId,
      rule.priority,
      rule.location,
      rule.skuPrefix,
      rule.country,
      rule.accountId,
    ],
  )
}

export async function readRule(
  database: Database,
  tenantId: number,
  ruleId: number,
): Promise<RoutingRuleRecord | null> {
  const { rows } = await database.query<RoutingRuleRecord>(`${SELECT_RULES} and r.rule_id = $2`, [
    tenantId,
    ruleId,
  ])
  return rows[0] ?? null
}

/** In the order in which they were made. */
export async function listRules(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<RoutingRuleRecord>> {
  const { rows } = await database.query<RoutingRuleRecord>(
    `${SELECT_RULES} and ($2::bigint is null or r.rule_id > $2) order by r.rule_id limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows, slice, (one) => [one.ruleId])
}

export async function deleteRule(database: Database, tenantId: number, ruleId: number): Promise<void> {
  await database.query('delete from routing_rules where tenant_id = $1 and rule_id = $2', [tenantId, ruleId])
}

/** Those whose connection is on, with its prefix of numbers. */
export async function activeRules(
  database: Database,
  tenantId: number,
): Promise<readonly (RoutingRule & { readonly numberPrefix: string })[]> {
  const { rows } = await database.query<RoutingRule & { readonly numberPrefix: string }>({
    name: 'active_rules',
    text: `
      select r.rule_id as "ruleId", r.connection_id as "connectionId", r.priority, r.location,
        r.sku_prefix as "skuPrefix", r.country, r.account_id as "accountId", c.number_prefix as "numberPrefix"
      from routing_rules r
      join connections c on c.tenant_id = r.tenant_id and c.connection_id = r.connection_id
      where r.tenant_id = $1 and c.enabled`,
    values: [tenantId],
  })
  return rows
}
