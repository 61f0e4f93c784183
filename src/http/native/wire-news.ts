/** The native API on the wire: news. */
import { Type } from 'typebox'
import { code, wholeNumber } from '../../wire/fields.js'
import { TOPICS, type Topic } from '../../wire/topics.js'

/** With their commas. */
const LONGEST_TOPICS = 200
const MOST_POSITION = 8_640_000_000_000_000

const topicsProblem = (value: string) => {
  const wrong = value.split(',').find((one) => !isTopic(one))
  return wrong === undefined ? null : `"${wrong.slice(0, 40)}" is none of ${TOPICS.join(', ')}`
}

export function isTopic(text: string): text is Topic {
  return TOPICS.some((one) => one === text)
}

const position = (description: string) =>
  Type.Optional(wholeNumber(0, MOST_POSITION, { fromText: true, description }))

export const FollowNews = Type.Object({
  topics: Type.Optional(
    code(LONGEST_TOPICS, {
      blankIsAbsent: false,
      check: topicsProblem,
      description: `Only of these, with commas between: ${TOPICS.join(', ')}; all that the caller may read if not given`,
    }),
  ),
  after: position('The id of the last event that was heard, where the header Last-Event-ID can not be sent'),
})

export const LastEventId = Type.Object({ 'Last-Event-ID': position('') })

export const EventStream = Type.String({
  description:
    'Server-sent events. `ready` comes first: { topics, heartbeatMs }; `ping` comes as often as that says, with nothing. Each other one is named for its topic, with { names }: which have changed (orders by number, queues by location, forwardings by fulfilment order, notices by number, imports, deliveries by webhook endpoint and connections by id), or null: more than can be named, or nobody knows which, as with problems, stock and requests.',
})
