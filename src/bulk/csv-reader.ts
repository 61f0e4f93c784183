/** CSV as it comes: RFC 4180 in UTF-8, with or without a byte order mark, lines that end in LF or CRLF. */
import { CsvError, parse } from 'csv-parse'

export interface CsvRow {
  /** The line of the file that it begins on, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The file is no CSV from here on: what stands behind it can't be told apart. */
export class CsvFault extends Error {
  readonly line: number
  readonly problem: string

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`)
    this.line = line
    this.problem = problem
  }
}

/** Of one row, its separators included. */
const MOST_ROW_LENGTH = 65_536

const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is opened here is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'behind a closing quote there must be a comma or the end of the line',
  INVALID_OPENING_QUOTE: 'a quote stands within a value: quote the whole value, and double the quotes in it',
  CSV_MAX_RECORD_SIZE: `is longer than the limit of ${MOST_ROW_LENGTH} characters`,
}

/** The rows of each piece of the file together. Blank lines, and rows without any value, are left out. */
export async function* readCsv(content: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRow[]> {
  let rows: CsvRow[] = []
  let lastLine = 0
  // The parser counts a CRLF within quotes as two lines.
  let countedTwice = 0
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW_LENGTH,
    on_record: (cells: string[], { lines }: { lines: number }) => {
      const breaks = lines - countedTwice - lastLine > 1 ? breaksIn(cells) : NO_BREAKS
      countedTwice += breaks.crlf
      lastLine = lines - countedTwice
      const line = lastLine - breaks.all
      if (cells.some((cell) => cell !== '')) rows.push({ line, cells })
      return null
    },
  })
  // Whoever writes is told as well.
  parser.on('error', () => {})
  parser.resume()
  const write = (chunk: Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      parser.write(chunk, (error) => (error ? reject(error) : resolve())),
    )
  const end = () =>
    new Promise<void>((resolve, reject) => {
      parser.once('error', reject)
      parser.end(resolve)
    })
  const taken = (): readonly CsvRow[] => {
    const full = rows
    rows = []
    return full
  }
  try {
    for await (const chunk of content) {
      await write(chunk)
      if (rows.length > 0) yield taken()
    }
    await end()
  } catch (error) {
    // What stood before the fault was read well.
    if (rows.length > 0) yield taken()
    throw error instanceof CsvError ? faultOf(error, lastLine) : error
  } finally {
    parser.destroy()
  }
  if (rows.length > 0) yield taken()
}

function faultOf(error: CsvError, lastLine: number): CsvFault {
  const known = PROBLEMS[error.code]
  // Whoever opens a quote and doesn't close it wants to know where the row begins.
  return new CsvFault(lastLine + 1, known ?? 'is no CSV')
}

const NO_BREAKS = { all: 0, crlf: 0 }

function breaksIn(cells: readonly string[]): typeof NO_BREAKS {
  const text = cells.join(' ')
  return { all: text.split('\n').length - 1, crlf: text.split('\r\n').length - 1 }
}
