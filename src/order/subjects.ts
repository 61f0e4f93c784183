/**
 * Which orders a call was about: those that it made or changed, and those that it meant to, so that what was asked of
 * an order can be found by it, refusals included.
 */
import type { AccountContext, CallName, Calls, Engine, NewOrder, OrderName } from './calls.js'
import type { Result } from './rejection.js'

/** An order by its number; or by its seller's one, where it was not found, or is not there. */
export type Subject = string

/** Of one request. */
export const MOST_SUBJECTS = 50
/** Stands for any scope of seller's numbers: the caller named none. */
const ANY_SCOPE = '*'

interface Named {
  readonly accountId: number
  readonly family: string
  readonly sellerOrderNumber: string | null
  readonly numberScope: string
}

/** All that an order may have been called. */
export function subjectsOfOrder({
  orderNumber,
  ...named
}: Named & { readonly orderNumber: number }): Subject[] {
  const { sellerOrderNumber, numberScope } = named
  if (sellerOrderNumber === null) return [String(orderNumber)]
  const called = [numberScope, ANY_SCOPE].map((scope) => sellerSubject({ ...named, numberScope: scope }))
  return [String(orderNumber), ...called.flat()]
}

function sellerSubject({ accountId, family, sellerOrderNumber, numberScope }: Named): Subject[] {
  return sellerOrderNumber === null ? [] : [`${accountId}/${family}/${numberScope}/${sellerOrderNumber}`]
}

interface Asked<N extends CallName> {
  readonly account: AccountContext
  readonly input: Calls[N]['input']
  readonly answer: Result<Calls[N]['output']>
}

/** Calls that only read are about nothing. */
export function subjectsOf<N extends CallName>(call: N, asked: Asked<N>): readonly Subject[] {
  const read = SUBJECTS[call]
  if (read === undefined) return []
  const found = [...taken(asked.answer), ...read(asked)]
  return found.length < 2 ? found : [...new Set(found)].slice(0, MOST_SUBJECTS)
}

/** The same engine, which tells which orders its calls were about. */
export function telling(engine: Engine, tell: (subjects: readonly Subject[]) => void): Engine {
  return new Proxy(engine, {
    get: (calls, name, receiver) =>
      isTold(name) ? tellingCall(calls, name, tell) : Reflect.get(calls, name, receiver),
  })
}

function isTold(name: string | symbol): name is keyof typeof SUBJECTS {
  return Object.hasOwn(SUBJECTS, name)
}

function tellingCall<N extends CallName>(
  engine: Engine,
  call: N,
  tell: (subjects: readonly Subject[]) => void,
) {
  return async (account: AccountContext, input: Calls[N]['input']): Promise<Result<Calls[N]['output']>> => {
    const answer = await engine[call](account, input)
    tell(subjectsOf(call, { account, input, answer }))
    return answer
  }
}

/** What was refused because of another order is about that one as well. */
function taken(answer: Result<unknown>): Subject[] {
  if (answer.ok || answer.rejection.kind !== 'seller_number_taken') return []
  return [String(answer.rejection.orderNumber)]
}

const SUBJECTS: { readonly [N in CallName]?: (asked: Asked<N>) => Subject[] } = {
  placeOrder: ({ account, input, answer }) => placed(account, input, numberIn(answer)),
  placeAndShow: ({ account, input, answer }) => placed(account, input, answer.ok ? answer.value.order : null),
  placeForAccount: ({ account, input, answer }) =>
    // Another account's numbers are not the caller's.
    placed(account, input.account === null ? input.order : null, numberIn(answer)),
  placeEach: ({ account, input, answer }) =>
    input.orders.flatMap((order, index) => {
      const one = answer.ok ? answer.value[index] : undefined
      return placed(account, order, one === undefined ? null : numberIn(one))
    }),
  placeFromCart: ({ answer }) =>
    answer.ok ? answer.value.flatMap(({ outcome }) => placed(null, null, numberIn(outcome))) : [],
  cancelOrder: ({ account, input, answer }) =>
    named(account, input.family, input.name, answer.ok ? answer.value.order : null),
  actOnOrder: ({ account, input, answer }) =>
    named(account, input.family, input.name, answer.ok ? answer.value.order : null),
  actOnOrders: ({ account, input: { family, orders }, answer }) =>
    orders.flatMap(({ name }, index) => {
      const one = answer.ok ? answer.value[index] : undefined
      return named(account, family, name, one?.ok ? one.value.order : null)
    }),
  actOnAfterSale: ({ answer }) => (answer.ok ? [String(answer.value.order.orderNumber)] : []),
  labelOrder: ({ account, input, answer }) => named(account, input.family, input.name, numberIn(answer)),
  annotateOrders: ({ account, input: { family, numberScope, notes } }) =>
    notes.flatMap(({ sellerOrderNumber }) =>
      named(account, family, { sellerOrderNumber, numberScope }, null),
    ),
  actOnAnyOrder: ({ input }) => [String(input.orderNumber)],
  actOnAnyAfterSale: ({ answer }) => placed(null, null, numberIn(answer)),
  retryForwarding: ({ input }) => [String(input.orderNumber)],
  settleForwarding: ({ input }) => [String(input.orderNumber)],
}

interface Numbered {
  readonly orderNumber: number
}

function numberIn(answer: Result<Numbered>): Numbered | null {
  return answer.ok ? answer.value : null
}

function placed(account: AccountContext | null, order: NewOrder | null, found: Numbered | null): Subject[] {
  if (found !== null) return [String(found.orderNumber)]
  if (account === null || order === null) return []
  const { family, sellerOrderNumber, numberScope = '' } = order
  return sellerSubject({ accountId: account.accountId, family, sellerOrderNumber, numberScope })
}

function named(account: AccountContext, family: string, name: OrderName, found: Numbered | null): Subject[] {
  if (found !== null) return [String(found.orderNumber)]
  if ('orderNumber' in name) return [String(name.orderNumber)]
  const { sellerOrderNumber, numberScope = ANY_SCOPE } = name
  return sellerSubject({ accountId: account.accountId, family, sellerOrderNumber, numberScope })
}
