/**
 * Reads a file and asks for what it says, some groups of wishes at once, in the order of the file. What has been
 * answered up to a row is told as progress, so that an import can go on behind it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportProgress, RowFault } from '../order/bulk-calls.js'
import type { Rejection } from '../order/rejection.js'
import { CsvFault, type CsvRow, readCsv } from './csv-reader.js'
import { type Columns, type Header, readHeader } from './header.js'
import type { Asked, Wish } from './wish.js'

export const NOTHING_YET: ImportProgress = { rowsRead: 0, accepted: 0, repeated: 0, refused: 0 }

export interface RowReader {
  add(row: CsvRow): Wish | null
  end(): Wish | null
}

export interface ImportWork {
  readonly content: AsyncIterable<Uint8Array>
  readonly columns: Columns
  readonly rows: (header: Header) => RowReader
  /** Where to go on. */
  readonly from: ImportProgress
  readonly pace: Pace
  /** Called with what has been answered since the last call, in the order of the file. False: stop. */
  readonly landed: (progress: ImportProgress, faults: readonly RowFault[]) => Promise<boolean>
}

export interface Pace {
  /** Wishes that are asked for together. */
  readonly group: number
  /** Groups that are under way at once. */
  readonly groups: number
  /** How long a wish may wait for a hub that is overloaded, or a database that is away. */
  readonly patienceMs: number
}

/** `whole`: to the end of the file. */
export interface Ended {
  readonly progress: ImportProgress
  readonly whole: boolean
  /** Why the rest of the file can't be read. */
  readonly problem: string | null
}

interface Group {
  readonly wishes: readonly Wish[]
  readonly answers: Promise<readonly Asked[]>
}

export async function runImport(work: ImportWork): Promise<Ended> {
  const { pace } = work
  const flying: Group[] = []
  let progress = work.from
  let gathered: Wish[] = []
  const launch = (): void => {
    const wishes = gathered
    gathered = []
    const answers = askAll(wishes, pace.patienceMs)
    // It is looked at when those before it have landed.
    answers.catch(() => {})
    flying.push({ wishes, answers })
  }
  const land = async (): Promise<boolean> => {
    const group = flying.shift()
    if (group === undefined) return true
    const faults: RowFault[] = []
    progress = counted(progress, group.wishes, await group.answers, faults)
    return work.landed(progress, faults)
  }
  try {
    for await (const wishes of readWishes(work)) {
      for (const wish of wishes) {
        gathered.push(wish)
        if (gathered.length < pace.group) continue
        launch()
        if (flying.length >= pace.groups && !(await land())) return { progress, whole: false, problem: null }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    launch()
    while (flying.length > 0) if (!(await land())) break
    const fault = { line: error.line, column: null, value: null, problem: error.problem }
    await work.landed(progress, [fault])
    return { progress, whole: false, problem: error.message }
  } finally {
    // Whatever ends it, nothing is left under way.
    await Promise.allSettled(flying.map((group) => group.answers))
  }
  launch()
  while (flying.length > 0) if (!(await land())) return { progress, whole: false, problem: null }
  return { progress, whole: true, problem: null }
}

async function* readWishes({ content, columns, rows, from }: ImportWork): AsyncGenerator<readonly Wish[]> {
  let reader: RowReader | undefined
  let left = from.rowsRead
  for await (const block of readCsv(content)) {
    const wishes: Wish[] = []
    for (const row of block) {
      if (reader === undefined) {
        const header = readHeader(row, columns)
        if (Array.isArray(header)) throw headerFault(header)
        reader = rows(header)
      } else if (left > 0) {
        left -= 1
      } else {
        const wish = reader.add(row)
        if (wish !== null) wishes.push(wish)
      }
    }
    yield wishes
  }
  if (reader === undefined) throw new CsvFault(1, 'is missing: the first line names the columns')
  const last = reader.end()
  if (last !== null) yield [last]
}

function headerFault(faults: readonly RowFault[]): CsvFault {
  const told = faults.map(({ column, problem }) => `${column} ${problem}`)
  return new CsvFault(faults[0]?.line ?? 1, told.join('; '))
}

function counted(
  before: ImportProgress,
  wishes: readonly Wish[],
  answers: readonly Asked[],
  faults: RowFault[],
): ImportProgress {
  let { rowsRead, accepted, repeated, refused } = before
  for (const [index, wish] of wishes.entries()) {
    const answer = answers[index]
    rowsRead += wish.rows
    if (answer?.ok) {
      accepted += 1
      if (answer.value.replayed) repeated += 1
      continue
    }
    refused += 1
    if (wish.faults.length > 0) faults.push(...wish.faults)
    else if (answer !== undefined) faults.push(wish.faultOf(answer.rejection))
  }
  return { rowsRead, accepted, repeated, refused }
}

/** The hub, or its database, could not be had for too long: the same import may go on later. */
export class OutOfReach extends Error {
  constructor({ kind }: Rejection) {
    super(kind === 'overloaded' ? 'the hub is overloaded' : 'the database is away')
  }
}

const WAIT_MS = 100

async function askAll(wishes: readonly Wish[], patienceMs: number): Promise<readonly Asked[]> {
  const since = performance.now()
  const answers = await Promise.all(wishes.map(ask))
  for (const [index, wish] of wishes.entries()) {
    for (let answer = answers[index]; answer !== undefined && isPassing(answer); ) {
      if (performance.now() - since > patienceMs) throw new OutOfReach(answer.rejection)
      await sleep(WAIT_MS)
      answer = await ask(wish)
      answers[index] = answer
    }
  }
  return answers
}

function ask(wish: Wish): Promise<Asked> | Asked {
  return wish.faults.length > 0 ? FAULTY : wish.ask()
}

function isPassing(answer: Asked): answer is Extract<Asked, { ok: false }> {
  return !answer.ok && PASSING.has(answer.rejection.kind)
}

const PASSING: ReadonlySet<Rejection['kind']> = new Set(['overloaded', 'unavailable'])

/** Of what is told by its own faults. */
const FAULTY: Asked = { ok: false, rejection: { kind: 'unreadable_body', reason: 'faults' } }
