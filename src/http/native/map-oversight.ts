/** Problems and the overview to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import {
  type HourlyCount,
  type OversightCalls,
  PROBLEM_KINDS,
  type ProblemKind,
  type ProblemRecord,
  type RefusedRequests,
} from '../../order/oversight-calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { Running, WireRequest } from '../../wire/dialect.js'
import { writeTime } from './map-orders.js'
import { readSlice, writeList } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { ListProblems, ReadOverview } from './wire-oversight.js'

const USUAL_HOURS = 24
/** Only for those who may read connections, webhooks and the request log. */
const OF_INTEGRATION: readonly ProblemKind[] = [
  'connection_failing',
  'endpoint_paused',
  'endpoint_failing',
  'requests_refused',
]

const problemList = requestReader({ query: ListProblems })

/** What the caller's role does not let them see is left out, and not counted. */
export async function listProblems(
  { engine, account, admitted }: Running,
  request: WireRequest,
): Promise<Result<unknown>> {
  if (account === null) throw new Error('an operation is served to an admitted caller')
  const asked = problemList(request, account)
  if (!asked.ok) return asked
  const { kind, limit, cursor } = asked.value.query
  const slice = readSlice({ limit, cursor }, ['number', 'number', 'number'])
  if (!slice.ok) return slice
  const maySeeAll = admitted?.may('integration.read') === true
  const visible = PROBLEM_KINDS.filter((one) => maySeeAll || !OF_INTEGRATION.includes(one))
  const counts = await engine.countProblems(account, { kinds: visible })
  if (!counts.ok) return counts
  // Looking for what there is none of would go through all that is alike.
  const kinds = counts.value.flatMap((one) =>
    one.count > 0 && (kind === undefined || one.kind === kind) ? [one.kind] : [],
  )
  const found = await engine.listProblems(account, { ...slice.value, kinds })
  return found.ok ? accept({ ...writeList(found.value, writeProblem), counts: counts.value }) : found
}

function writeProblem(problem: ProblemRecord) {
  const { kind, number, sequence, since, name, connectionId, refused, ...same } = problem
  const isOrder = sequence > 0
  return {
    kind,
    since: writeTime(since),
    ...same,
    orderNumber: isOrder ? number : null,
    fulfilmentOrder: isOrder ? `${number}-${sequence}` : null,
    connection: connectionId === null ? null : { id: connectionId, name: name ?? '' },
    webhookEndpoint:
      isOrder || connectionId !== null || refused !== null ? null : { id: number, url: name ?? '' },
    requests: refused === null ? null : writeRefused(refused, number),
  }
}

function writeRefused({ credentialId, ...same }: RefusedRequests, newest: number) {
  return { ...same, credential: credentialId, newest }
}

const overview = requestReader({ query: ReadOverview })

export function readOverviewQuery(
  request: WireRequest,
  account: AccountContext,
): Result<OversightCalls['readOverview']['input']> {
  return mapped(overview(request, account), ({ query }) => ({ hours: query.hours ?? USUAL_HOURS }))
}

export function writeOverview({
  hours,
  waiting,
  atRisk,
  ...counts
}: OversightCalls['readOverview']['output']) {
  return {
    hours: hours.map((hour) => writeTime(hour)),
    orders: counts.orders.map(writeHourly),
    refusals: counts.refusals.map(writeHourly),
    commits: counts.commits.map(writeHourly),
    waiting,
    atRisk,
  }
}

function writeHourly({ hour, ...same }: HourlyCount) {
  return { hour: writeTime(hour), ...same }
}
