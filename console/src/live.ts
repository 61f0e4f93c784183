/**
 * What the hub tells as it happens: one stream for each tab, as long as it is looked at. Pages read again, without a
 * word, what the news concern. While the hub can't be heard, they read again every now and then.
 */
import { useEffect, useRef } from 'react'
import { TOPICS, type Topic } from '../../src/wire/topics.js'
import { withQuery } from './api'
import { follow, hubHeard, hubLost } from './heard'
import { afterTimeout, watchSilence } from './silence'

interface News {
  readonly topic: Topic | 'all'
  /** Null: any of them. */
  readonly names: readonly string[] | null
}

const hearers = new Set<(news: News) => void>()

function announce(news: News): void {
  for (const hear of [...hearers]) hear(news)
}

const announceAll = (): void => announce({ topic: 'all', names: null })

/** What was changed while a page was being opened, before the stream was. */
const SETTLED_MS = 3_000
const UNHEARD_MS = 15_000
const HIDDEN_MS = 10_000
const MOST_WAIT_MS = 120_000

/** What `ready` says. */
interface Ready {
  readonly heartbeatMs?: number
}

/**
 * `mayHaveChanged`: who has signed in, and with which role. Whoever is heard is told of that from then on, but not of
 * what came before; and whoever is refused is told why when asking.
 */
export function openStream(mayHaveChanged: () => void): () => void {
  let source: EventSource | null = null
  let lastId: string | undefined
  let isHeard = false
  let refusals = 0
  let opening: ReturnType<typeof setTimeout> | undefined
  let hiding: ReturnType<typeof setTimeout> | undefined
  let settling: ReturnType<typeof setTimeout> | undefined
  const silence = watchSilence(afterTimeout, () => {
    lose()
    close()
    open()
  })

  const lose = (): void => {
    hubLost()
    isHeard = false
  }
  const close = (): void => {
    clearTimeout(opening)
    silence.end()
    source?.close()
    source = null
    isHeard = false
  }
  const open = (): void => {
    if (source !== null) return
    const opened = new EventSource(withQuery('/v1/stream', { after: lastId }))
    source = opened
    silence.broken()
    const heard = ({ lastEventId }: MessageEvent<string>): void => {
      hubHeard()
      silence.broken()
      if (lastEventId !== '') lastId = lastEventId
    }
    opened.addEventListener('ping', heard)
    opened.addEventListener('ready', (event: MessageEvent<string>) => {
      isHeard = true
      refusals = 0
      // Whoever comes back is told what came meanwhile.
      if (lastId === undefined) settling = setTimeout(announceAll, SETTLED_MS)
      heard(event)
      const { heartbeatMs } = JSON.parse(event.data) as Ready
      if (heartbeatMs !== undefined) silence.beatsEvery(heartbeatMs)
      mayHaveChanged()
    })
    for (const topic of TOPICS) {
      opened.addEventListener(topic, (event: MessageEvent<string>) => {
        heard(event)
        const { names } = JSON.parse(event.data) as Pick<News, 'names'>
        announce({ topic, names })
      })
    }
    opened.addEventListener('error', () => {
      // Up to now there was nothing to tell.
      if (isHeard) hubHeard()
      lose()
      if (opened.readyState !== EventSource.CLOSED) return
      close()
      refusals += 1
      opening = setTimeout(open, Math.min(UNHEARD_MS * 2 ** (refusals - 1), MOST_WAIT_MS))
      mayHaveChanged()
    })
  }
  const look = (): void => {
    clearTimeout(hiding)
    if (document.visibilityState === 'visible') open()
    else hiding = setTimeout(close, HIDDEN_MS)
  }
  const unheard = setInterval(() => {
    if (!isHeard && document.visibilityState === 'visible') announceAll()
  }, UNHEARD_MS)
  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    clearInterval(unheard)
    clearTimeout(hiding)
    clearTimeout(settling)
    close()
  }
}

/** News come in bursts: what they concern is read once for all of them. */
const GATHERED_MS = 150
const STILL_ASKING_MS = 400

/** A person is being asked something: what it is about does not change under their hands. */
function isAsking(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some((one) => one.getClientRects().length > 0)
}

interface Hearing {
  /** Whether what has this name is shown; anything is, if not given. */
  readonly concerns?: (name: string) => boolean
  /** It is read no more often than this. */
  readonly everyMs?: number
  /** It belongs to the frame, not to what the page shows. */
  readonly isAside?: boolean
}

/** `topics`, with blanks between: what reads again when they are told of. */
export function useNews(
  topics: string,
  readAgain: () => void,
  { concerns, everyMs = 500, isAside = false }: Hearing = {},
): void {
  const latest = useRef({ readAgain, concerns })
  useEffect(() => {
    latest.current = { readAgain, concerns }
  })
  useEffect(() => {
    const wanted = topics.split(' ')
    let timer: ReturnType<typeof setTimeout> | undefined
    let readAt = Number.NEGATIVE_INFINITY
    const hear = ({ topic, names }: News): void => {
      if (timer !== undefined || (topic !== 'all' && !wanted.includes(topic))) return
      const { concerns: isShown } = latest.current
      if (names !== null && isShown !== undefined && !names.some(isShown)) return
      timer = setTimeout(readSoon, Math.max(GATHERED_MS, readAt + everyMs - performance.now()))
    }
    const readSoon = (): void => {
      if (isAsking()) {
        timer = setTimeout(readSoon, STILL_ASKING_MS)
        return
      }
      timer = undefined
      readAt = performance.now()
      latest.current.readAgain()
    }
    hearers.add(hear)
    return () => {
      hearers.delete(hear)
      clearTimeout(timer)
    }
  }, [topics, everyMs])
  useEffect(() => (isAside ? undefined : follow()), [isAside])
}
