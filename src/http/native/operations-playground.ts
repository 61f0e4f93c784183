/** What the native API serves for trying the others, as a table. */
import { accept, type Result } from '../../order/rejection.js'
import { composedOperation, type Operation, type Running, type WireRequest } from '../../wire/dialect.js'
import type { Play } from '../../wire/playground.js'
import { listOf } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import * as wire from './wire-playground.js'

export const PLAYGROUND: readonly Operation[] = [
  composedOperation({
    name: 'listExamples',
    method: 'GET',
    paths: ['/v1/examples'],
    summary: 'List exchanges that show each API, to begin with in the playground.',
    permission: 'integration.read',
    reply: listOf(wire.Example),
    run: async ({ playground }) => accept({ data: await playground.examples(), nextCursor: null }),
  }),
  {
    ...composedOperation({
      name: 'play',
      method: 'POST',
      paths: ['/v1/playground'],
      summary:
        'Sign a request to any API of the hub as its client would, send it, and show the answer and programs.',
      permission: 'integration.change',
      body: wire.Play,
      reply: wire.Played,
      run: async (running, request) => {
        const play = readPlay(running, request)
        return play.ok ? running.playground.play(play.value) : play
      },
    }),
    // What is sent is in the request log, like all else that its credential asks.
    recordsParts: true,
  },
]

const playReader = requestReader({ body: wire.Play })
const MOST_PARTS = 10
const LONGEST_PART = 500

function readPlay({ account }: Running, request: WireRequest): Result<Play> {
  if (account === null) throw new Error('an operation is served to an admitted caller')
  const asked = playReader(request, account)
  if (!asked.ok) return asked
  const { credential, ...sent } = asked.value.body
  const parts = credential === undefined ? null : Object.entries(credential)
  if (parts !== null && (parts.length === 0 || parts.length > MOST_PARTS)) {
    return fault('credential', `must have 1 to ${MOST_PARTS} parts`)
  }
  const wrong = parts?.find(([, value]) => typeof value !== 'string' || value.length > LONGEST_PART)
  if (wrong !== undefined)
    return fault(`credential.${wrong[0]}`, `must be a text of at most ${LONGEST_PART} characters`)
  return mapped(asked, () => ({
    ...sent,
    body: sent.body ?? null,
    contentType: sent.contentType ?? 'application/json',
    credential: credential ?? null,
    address: request.address,
  }))
}
