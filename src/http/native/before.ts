/** What an operation is about to change, as the API itself shows it: read by the operation that reads it. */
import type { Operation, Running, WireRequest } from '../../wire/dialect.js'

/** Each that changes something that can be read gets its reading. */
export function withBefore(operations: readonly Operation[]): Operation[] {
  return operations.map((operation) => {
    const readBefore = operation.method === 'GET' ? null : readerOf(operations, operation)
    return readBefore === null ? operation : { ...operation, readBefore }
  })
}

type Reading = NonNullable<Operation['readBefore']>

function readerOf(operations: readonly Operation[], { method, paths }: Operation): Reading | null {
  const [path] = paths
  // What is changed in part, without a name, is the only one of its kind.
  const isOnly = method === 'PATCH'
  if (!path.includes('/:') && !isOnly) return null
  const at = (wanted: string) =>
    operations.find((one) => one.method === 'GET' && one.paths[0] === wanted && !one.file) ?? null
  if (path.startsWith(PARTS)) {
    const order = at('/v1/orders/:orderNumber')
    return order === null ? null : (running, request) => partBefore(order, running, request)
  }
  // The thing itself, or the thing that the act is on.
  const thing = at(path) ?? at(path.slice(0, path.lastIndexOf('/')))
  return thing === null || !(isOnly || thing.paths[0].includes('/:'))
    ? null
    : (running, request) => readWith(thing, running, request)
}

async function readWith(operation: Operation, running: Running, request: WireRequest): Promise<unknown> {
  const found = await operation.run(running, { ...request, body: undefined })
  return found.ok ? found.value : null
}

const PARTS = '/v1/fulfilment-orders/:number'

interface Parted {
  readonly fulfilmentOrders?: readonly { readonly number: string }[]
}

/** A fulfilment order is read with its order, whose number its own begins with. */
async function partBefore(order: Operation, running: Running, request: WireRequest): Promise<unknown> {
  const { number = '' } = request.params
  const params = { orderNumber: number.split('-', 1)[0] ?? '' }
  const found = (await readWith(order, running, { ...request, params, query: {} })) as Parted | null
  return found?.fulfilmentOrders?.find((part) => part.number === number) ?? null
}
