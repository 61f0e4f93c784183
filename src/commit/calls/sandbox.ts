/**
 * Bad days on purpose: a caller whose credential is for trying things out asks for one by the recipient's name. Nobody
 * else's orders are looked at. See docs/sandbox.md.
 */
import type { AccountContext, NewOrder, Sandbox } from '../../order/calls.js'
import type { BadDay } from '../../order/order.js'
import type { Outcomes } from '../../order/outcome.js'
import { type Rejection, type Result, refuse } from '../../order/rejection.js'

type Placing = (account: AccountContext, order: NewOrder) => Promise<Result<Outcomes['place']>>

/** What is asked for: to be refused, to have something befall the order, or to lose the answer. */
type Fault =
  | { readonly refusal: (sandbox: Sandbox) => Rejection }
  | { readonly rehearsal: BadDay }
  | { readonly answer: Parameters<Sandbox['spoil']>[0] }

const RETRY_AFTER_SECONDS = 5

const FAULTS: Readonly<Record<string, Fault>> = {
  '429': {
    refusal: () => ({
      kind: 'rate_limited',
      of: 'credential',
      limit: '0, as fault:429 asks',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    }),
  },
  '500': { refusal: ({ requestId }) => ({ kind: 'internal', correlationId: requestId }) },
  'out-of-stock': { rehearsal: 'out_of_stock' },
  'refuse-after-accept': { rehearsal: 'late_refusal' },
  'late-shortage': { rehearsal: 'late_shortage' },
  'timeout-after-commit': { answer: 'lost' },
  slow: { answer: 'late' },
  garbage: { answer: 'garbled' },
}

export function withFaults(place: Placing): Placing {
  const placeOrFail = async (account: AccountContext, sandbox: Sandbox, order: NewOrder) => {
    const word = faultWord(order.address.recipient)
    if (word === null) return place(account, order)
    const fault = Object.hasOwn(FAULTS, word) ? FAULTS[word] : undefined
    if (fault === undefined) return place(account, { ...order, warnings: [...order.warnings, noFault(word)] })
    if ('refusal' in fault) return refuse(fault.refusal(sandbox))
    if ('rehearsal' in fault) return place(account, { ...order, rehearsal: fault.rehearsal })
    const placed = await place(account, order)
    // Who asks once more learns what became of it.
    if (placed.ok && !placed.value.replayed) sandbox.spoil(fault.answer)
    return placed
  }
  return (account, order) =>
    account.sandbox === undefined ? place(account, order) : placeOrFail(account, account.sandbox, order)
}

/** `fault:slow`, or `fault:slow Smith`, as some dialects want a second name. */
function faultWord(recipient: string): string | null {
  const match = /^\s*fault:([a-z0-9-]{1,40})(?:\s|$)/i.exec(recipient)
  return match?.[1]?.toLowerCase() ?? null
}

function noFault(word: string): string {
  return `there is no fault:${word}; there are ${Object.keys(FAULTS).join(', ')}`
}
