/** What a page shows of the hub: read when its path changes, and again when asked. */
import { App } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ownProblem, type Problem, Refused, read } from './api'
import { problemText } from './said/refusal'
import type { List } from './types'

export interface Reading<T> {
  /** Of the path before, while the next is being read. */
  readonly value: T | null
  readonly problem: Problem | null
  readonly busy: boolean
  again(): void
  /** Again, without being seen at it; if that fails, what is shown stays. */
  quietly(): void
}

const resuming = new Set<() => void>()

/** After a session that had ended has begun anew: what was refused meanwhile is read. */
export function readAfterSignIn(): void {
  for (const resume of [...resuming]) resume()
}

function useResuming(resume: () => void): void {
  useEffect(() => {
    resuming.add(resume)
    return () => {
      resuming.delete(resume)
    }
  }, [resume])
}

/** Null: nothing is read. */
export function useReading<T>(path: string | null): Reading<T> {
  const [state, setState] = useState<State<T>>(NOTHING_YET)
  const [round, setRound] = useState({ number: 0, isQuiet: false })
  const flight = useRef({ isUnderWay: false, isDirty: false })
  const again = useCallback(() => setRound(({ number }) => ({ number: number + 1, isQuiet: false })), [])
  // What is under way is let come in, however often there are news: it is read once more behind it.
  const quietly = useCallback(() => {
    if (flight.current.isUnderWay) flight.current.isDirty = true
    else setRound(({ number }) => ({ number: number + 1, isQuiet: true }))
  }, [])
  useResuming(quietly)
  const lastPath = useRef<string | null>(null)
  useEffect(() => {
    flight.current = { isUnderWay: path !== null, isDirty: false }
    if (path === null) {
      setState({ value: null, problem: null, busy: false })
      return
    }
    const aborting = new AbortController()
    const isQuiet = round.isQuiet && lastPath.current === path
    lastPath.current = path
    const over = () => {
      const { isDirty } = flight.current
      flight.current = { isUnderWay: false, isDirty: false }
      if (isDirty) quietly()
    }
    if (!isQuiet) setState(({ value }) => ({ value, problem: null, busy: true }))
    read<T>(path, aborting.signal).then(
      (value) => {
        if (aborting.signal.aborted) return
        setState({ value, problem: null, busy: false })
        over()
      },
      (error: unknown) => {
        if (aborting.signal.aborted) return
        const problem = problemIn(error)
        setState((before) => failed(before, problem, isQuiet))
        over()
      },
    )
    return () => aborting.abort()
  }, [path, round, quietly])
  return { ...state, again, quietly }
}

const NOTHING_YET = { value: null, problem: null, busy: true } as const

type State<T> = Omit<Reading<T>, 'again' | 'quietly'>

function failed<T>(before: State<T>, problem: Problem, isQuiet: boolean): State<T> {
  // It is asked who is there; then it is read.
  if (problem.status === 401) return before
  return isQuiet && before.value !== null && !before.busy ? before : { value: null, problem, busy: false }
}

/** What can be shown of an error; a bug is told to the browser besides. */
export function problemIn(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  reportError(error)
  return ownProblem('page_failed')
}

const ROWS = 250
const MAY_NOT = 403
/** Of a list that is read as a whole. */
const MOST_ROWS = 2_000

/** A short list as a whole, such as that of locations: at most 2,000 rows, if not told otherwise. */
export async function readAll<T>(
  path: string,
  signal?: AbortSignal,
  mostRows = MOST_ROWS,
): Promise<readonly T[]> {
  const rows: T[] = []
  let cursor: string | null = null
  while (rows.length < mostRows) {
    const joint = path.includes('?') ? '&' : '?'
    const page: List<T> = await read(
      `${path}${joint}limit=${ROWS}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      signal,
    )
    rows.push(...page.data)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return rows
}

/**
 * As `readAll`, for what a page offers to choose from: nothing, until it is there or if it may not be seen; a failure is
 * told in passing. `round`: raised when it has to be read again.
 */
export function useChoices<T>(path: string, round = 0): readonly T[] {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [rows, setRows] = useState<readonly T[]>([])
  const [resumed, setResumed] = useState(0)
  useResuming(useCallback(() => setResumed((times) => times + 1), []))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same path again.
  useEffect(() => {
    const aborting = new AbortController()
    readAll<T>(path, aborting.signal).then(setRows, (error: unknown) => {
      if (aborting.signal.aborted) return
      const problem = problemIn(error)
      if (problem.status === MAY_NOT) return
      // Choices of one page fail together.
      void message.error({ key: 'choices', content: t('list.noChoices', { detail: problemText(problem) }) })
    })
    return () => aborting.abort()
  }, [path, round, resumed])
  return rows
}
