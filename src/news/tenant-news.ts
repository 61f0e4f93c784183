/** What has changed of one tenant since it was last looked at; too much to be named is told as a whole. */
import {
  type Mark,
  readConnectionMarks,
  readEndpointMarks,
  readForwardingMarks,
  readImportMarks,
  readNoticeNews,
  readOrderNews,
  readRequestMarks,
} from '../store/news.js'
import type { Database } from '../store/pool.js'
import { TOPICS, type Topic } from '../wire/topics.js'

export interface NewsItem {
  readonly topic: Topic
  /** Null: there are too many to name, or nobody knows which. */
  readonly names: readonly string[] | null
}

/** More than so many are not named. */
const MOST_NAMED = 200

interface Standing {
  readonly topic: Topic
  readonly read: (database: Database, tenantId: number, most: number) => Promise<Mark[]>
  /** Only what was changed last is looked at. */
  readonly isWindow: boolean
  /** Whether problems come of it. */
  readonly hasTrouble: boolean
  readonly isNamed: boolean
}

const USUAL = { isWindow: false, hasTrouble: true, isNamed: true }

/** What no commit tells: compared with how it stood when it was last looked at. */
const STANDINGS: readonly Standing[] = [
  { ...USUAL, topic: 'forwardings', read: readForwardingMarks, isWindow: true },
  { ...USUAL, topic: 'imports', read: readImportMarks, hasTrouble: false },
  { ...USUAL, topic: 'deliveries', read: readEndpointMarks },
  { ...USUAL, topic: 'connections', read: readConnectionMarks },
  { ...USUAL, topic: 'requests', read: readRequestMarks, hasTrouble: false, isNamed: false },
]

type Marks = ReadonlyMap<string, Mark>

/** What was found, and counts as told once it has been asked for. */
export interface FoundStandings {
  told(): readonly NewsItem[]
}

interface Compared {
  readonly standing: Standing
  readonly before: Marks | undefined
  readonly after: Marks
}

export class TenantNews {
  readonly #database: Database
  readonly #tenantId: number
  readonly #marks = new Map<Topic, Marks>()
  /** All commits up to it have been told. */
  version: number

  constructor(database: Database, tenantId: number, version: number) {
    this.#database = database
    this.#tenantId = tenantId
    this.version = version
  }

  /** From now on, changes of these topics are noticed. */
  async notice(topics: ReadonlySet<Topic>): Promise<void> {
    for (const standing of STANDINGS) {
      if (!isWanted(standing, topics) || this.#marks.has(standing.topic)) continue
      const marks = await this.#read(standing)
      if (!this.#marks.has(standing.topic)) this.#marks.set(standing.topic, marks)
    }
  }

  /** What commits behind `from`, up to and with `to`, have changed. */
  async commits(from: number, to: number): Promise<readonly NewsItem[]> {
    const commits = { tenantId: this.#tenantId, from, to }
    const orders = await readOrderNews(this.#database, commits, MOST_NAMED)
    const notices = await readNoticeNews(this.#database, commits, MOST_NAMED)
    const news: NewsItem[] = [{ topic: 'stock', names: null }]
    if (notices === null || notices.length > 0) news.push({ topic: 'notices', names: notices })
    if (orders === null) {
      return [
        ...news,
        ...(['orders', 'queues', 'problems'] as const).map((topic) => ({ topic, names: null })),
      ]
    }
    if (orders.length === 0) return news
    const locations = new Set(orders.flatMap((one) => one.locations))
    news.push({ topic: 'orders', names: orders.map((one) => String(one.orderNumber)) })
    if (locations.size > 0) news.push({ topic: 'queues', names: [...locations].sort() })
    if (orders.some((one) => one.isTrouble)) news.push({ topic: 'problems', names: null })
    return news
  }

  /** What else has changed since it was last told. `wanted`: asked for whenever it counts, since others may begin. */
  async standings(wanted: () => ReadonlySet<Topic>): Promise<FoundStandings> {
    const found: Compared[] = []
    for (const standing of STANDINGS) {
      if (!isWanted(standing, wanted())) {
        this.#marks.delete(standing.topic)
        continue
      }
      const before = this.#marks.get(standing.topic)
      found.push({ standing, before, after: await this.#read(standing) })
    }
    return { told: () => found.flatMap((one) => this.#told(one)) }
  }

  #told({ standing, before, after }: Compared): NewsItem[] {
    const { topic, isNamed } = standing
    // Where somebody has begun to notice meanwhile, what they have noticed counts.
    if (this.#marks.get(topic) === before) this.#marks.set(topic, after)
    if (before === undefined) return []
    const { names, isTrouble } = compare(standing, before, after)
    const news: NewsItem[] = []
    if (names.length > 0) news.push({ topic, names: isNamed && names.length < MOST_NAMED ? names : null })
    if (isTrouble) news.push({ topic: 'problems', names: null })
    return news
  }

  async #read({ read }: Standing): Promise<Marks> {
    const marks = await read(this.#database, this.#tenantId, MOST_NAMED)
    return new Map(marks.map((one) => [one.name, one]))
  }
}

/** What whoever comes back has to read again, since nobody knows what of it has changed meanwhile. */
export const UNNUMBERED: readonly NewsItem[] = [
  ...STANDINGS.map(({ topic }) => ({ topic, names: null })),
  { topic: 'problems', names: null },
]

/** All that there is, read again. */
export const EVERYTHING: readonly NewsItem[] = TOPICS.map((topic) => ({ topic, names: null }))

function isWanted({ topic, hasTrouble }: Standing, topics: ReadonlySet<Topic>): boolean {
  return topics.has(topic) || (hasTrouble && topics.has('problems'))
}

/** Of a window, what is no longer in it has just become old. */
function compare(
  { isWindow }: Standing,
  before: Marks,
  after: Marks,
): { readonly names: readonly string[]; readonly isTrouble: boolean } {
  const changed = [...after.values()].filter((one) => before.get(one.name)?.mark !== one.mark)
  const gone = isWindow ? [] : [...before.values()].filter((one) => !after.has(one.name))
  const isTrouble =
    changed.some((one) => (before.get(one.name)?.trouble ?? '') !== one.trouble) ||
    (isWindow && changed.some((one) => !before.has(one.name) && one.mark !== '0')) ||
    gone.some((one) => one.trouble !== '')
  return { names: [...changed, ...gone].map((one) => one.name), isTrouble }
}
