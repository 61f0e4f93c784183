/** Inbound notices of all of a tenant's accounts, and what happens to them at their location. */
import { hash } from 'node:crypto'
import type { Serving } from '../../order/calls.js'
import type { InboundNotice, NoticeCount } from '../../order/notice.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { NoticeAct, NoticePick, NoticeRecord, SetupCalls } from '../../order/setup-calls.js'
import { findNotices, listNoticeEvents, listNotices } from '../../store/notices.js'
import type { Pool } from '../../store/pool.js'
import type { Lanes } from '../lanes.js'
import { patiently } from './patience.js'
import { accountNamed, claimForOther } from './setup-orders.js'
import { freeing } from './shortages.js'

type AnyNoticeCalls = Pick<
  SetupCalls,
  'putAnyNotice' | 'readAnyNotice' | 'listAnyNotices' | 'actOnNotice' | 'listNoticeEvents'
>

export function anyNoticeCalls(pool: Pool, lanes: Lanes, clock: () => number): Serving<AnyNoticeCalls> {
  return {
    putAnyNotice: async (caller, { account: name, number, scope, dialect, wish }) => {
      const named = await accountNamed(pool, caller, name)
      if (!named.ok) return named
      const { tenantId, accountId, ownerId } = named.value
      const announced = await lanes.of(tenantId).submit({
        kind: 'announce_notice',
        caller: { accountId, ownerId },
        key: null,
        name: { number, scope },
        dialect,
        contentHash: hash('sha256', JSON.stringify(wish), 'base64url'),
        wish,
      })
      if (!announced.ok) return announced
      return patiently(async () => {
        const [notice] = await findNotices(pool, tenantId, { number, scope, accountId })
        return notice === undefined ? refuse(noNotice(number)) : accept(notice)
      })
    },
    readAnyNotice: ({ tenantId }, pick) => pickNotice(pool, tenantId, pick),
    listAnyNotices: async ({ tenantId }, { account, location, status, ...slice }) =>
      accept(await listNotices(pool, tenantId, { account, location, status }, slice)),
    listNoticeEvents: async ({ tenantId }, { number, account, scope, ...slice }) => {
      const picked = await pickNotice(pool, tenantId, { number, account, scope })
      if (!picked.ok) return picked
      return accept(await listNoticeEvents(pool, tenantId, picked.value, slice))
    },
    actOnNotice: async (caller, { act, key, ...pick }) => {
      const { tenantId } = caller
      const picked = await pickNotice(pool, tenantId, pick)
      if (!picked.ok) return picked
      const notice = picked.value
      const { accountId, ownerId, number, scope, location } = notice
      const reused = await claimForOther(pool, caller, accountId, key, clock())
      if (reused !== null) return refuse(reused)
      const counts = act.kind === 'receive_notice' ? countsOf(notice, act) : accept([])
      if (!counts.ok) return counts
      const lane = lanes.of(tenantId)
      const about = { caller: { accountId, ownerId }, key, name: { number, scope } }
      const skus = [...new Set(counts.value.map((count) => count.sku))]
      const command =
        act.kind === 'receive_notice'
          ? {
              kind: act.kind,
              ...about,
              counts: counts.value,
              ...(act.version !== null && { version: act.version }),
            }
          : { kind: act.kind, ...about }
      const freed = skus.length > 0 ? [{ tenantId, ownerId, location, skus }] : []
      const done = await freeing(pool, lane, command, freed)
      if (!done.ok) return done
      return patiently(() => pickNotice(pool, tenantId, { ...pick, scope, account: notice.account }))
    },
  }
}

/** All that was announced, if nothing is said. */
function countsOf(
  { rows }: InboundNotice,
  { counts }: Extract<NoticeAct, { kind: 'receive_notice' }>,
): Result<readonly NoticeCount[]> {
  if (counts === null) {
    return accept(rows.map(({ rowNumber, sku, quantity }) => ({ rowNumber, sku, received: quantity })))
  }
  const skus = new Map(rows.map((row) => [row.rowNumber, row.sku]))
  const index = counts.findIndex((count) => !skus.has(count.rowNumber))
  const strange = counts[index]
  if (strange !== undefined) {
    const problem = `is ${strange.rowNumber}, and there is no such row`
    return refuse({ kind: 'invalid_field', faults: [{ path: `rows[${index}].rowNumber`, problem }] })
  }
  return accept(counts.map((count) => ({ ...count, sku: skus.get(count.rowNumber) ?? '' })))
}

/** Numbers are an account's own, and may be a shop's: where several have one, it must be said which is meant. */
async function pickNotice(pool: Pool, tenantId: number, pick: NoticePick): Promise<Result<NoticeRecord>> {
  const [notice, ...others] = await findNotices(pool, tenantId, pick)
  if (notice === undefined) return refuse(noNotice(pick.number))
  const [other] = others
  if (other === undefined) return accept(notice)
  const path = others.some((one) => one.account !== notice.account) ? 'account' : 'scope'
  const names = [notice, ...others].map((one) => `${one.account} "${one.scope}"`).join(', ')
  const problem = `is required: there are several notices ${pick.number} (account and scope: ${names})`
  return refuse({ kind: 'invalid_field', faults: [{ path, problem, rule: 'required' }] })
}

function noNotice(number: string) {
  return { kind: 'not_found', what: 'inbound notice', id: number } as const
}
