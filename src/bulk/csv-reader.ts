/**
 * CSV as it comes: RFC 4180 in UTF-8, with or without a byte order mark, lines that end in LF or CRLF. It is read line by
 * line, each as a text of its own: cells are slices of it, and one that is kept must not keep a piece of the file alive.
 */

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

const NEVER_CLOSED = 'a quote that is opened here is never closed'
const BEHIND_CLOSING = 'behind a closing quote there must be a comma or the end of the line'
const WITHIN_VALUE = 'a quote stands within a value: quote the whole value, and double the quotes in it'
const TOO_LONG = `is longer than the limit of ${MOST_ROW_LENGTH} characters`

/** The rows of each piece of the file together, or of parts of it. Blank lines, and rows without any value, are left out. */
export async function* readCsv(content: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRow[]> {
  const reader = new LineReader()
  // Pieces of a line that has not ended yet.
  let begun: Uint8Array[] = []
  let begunBytes = 0
  let isFirst = true
  const take = (line: Buffer, hasEnd: boolean): void => {
    const from = isFirst && line.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0
    isFirst = false
    reader.add(line.toString('utf8', from), hasEnd)
  }
  try {
    for await (const piece of content) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
      let from = 0
      for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
        const rest = bytes.subarray(from, end)
        take(begun.length === 0 ? rest : Buffer.concat([...begun, rest]), true)
        begun = []
        begunBytes = 0
        from = end + 1
        if (reader.rows.length >= MOST_TOGETHER) yield reader.taken()
      }
      if (from < bytes.length) {
        // Whoever gives the pieces may use their memory again.
        begun.push(Uint8Array.prototype.slice.call(bytes, from))
        begunBytes += bytes.length - from
        if (begunBytes > MOST_ROW_BYTES) throw reader.fault(TOO_LONG)
      }
      if (reader.rows.length > 0) yield reader.taken()
    }
    if (begun.length > 0) take(Buffer.concat(begun), false)
    reader.end()
  } catch (error) {
    // What stood before the fault was read well.
    if (reader.rows.length > 0) yield reader.taken()
    throw error
  }
  if (reader.rows.length > 0) yield reader.taken()
}

/** Whoever takes them may have more to do with each than to read it. */
const MOST_TOGETHER = 100

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const COMMA = 0x2c
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/** A character takes at most three bytes for each of the units that its length is counted in. */
const MOST_ROW_BYTES = 3 * MOST_ROW_LENGTH

/** Puts rows together from lines: a quoted value may go over several. */
class LineReader {
  rows: CsvRow[] = []
  #line = 0
  /** The row that is not at its end yet: the line that it begins on, its values so far, and the one that is open. */
  #first = 1
  #length = 0
  #cells: string[] = []
  #open: string | null = null

  taken(): readonly CsvRow[] {
    const full = this.rows
    this.rows = []
    return full
  }

  fault(problem: string): CsvFault {
    return new CsvFault(this.#open === null ? this.#line + 1 : this.#first, problem)
  }

  /** A line without its LF; `hasEnd`: it had one. */
  add(line: string, hasEnd: boolean): void {
    if (this.#open === null) {
      this.#first = this.#line + 1
      this.#length = 0
    }
    this.#length += line.length
    if (this.#length > MOST_ROW_LENGTH) throw new CsvFault(this.#first, TOO_LONG)
    this.#length += 1
    const end = hasEnd && line.charCodeAt(line.length - 1) === CR ? line.length - 1 : line.length
    if (this.#open === null && !line.includes('"')) {
      this.#line += 1
      if (end > 0) this.#keep((end === line.length ? line : line.slice(0, end)).split(','))
      return
    }
    this.#readQuoted(line, end)
    this.#line += 1
    if (this.#open !== null) return
    this.#keep(this.#cells)
    this.#cells = []
  }

  end(): void {
    if (this.#open !== null) throw new CsvFault(this.#first, NEVER_CLOSED)
  }

  #keep(cells: string[]): void {
    if (cells.some(isFull)) this.rows.push({ line: this.#first, cells })
  }

  /** A line that has quotes, or is within some. It ends at `end`, but for a value that goes on in the next line. */
  #readQuoted(line: string, end: number): void {
    const cells = this.#cells
    let at = 0
    for (;;) {
      if (this.#open !== null || line.charCodeAt(at) === QUOTE) {
        at = this.#readToQuote(line, this.#open === null ? at + 1 : at)
        if (at === -1) return
        if (at < end && line.charCodeAt(at) !== COMMA) throw new CsvFault(this.#first, BEHIND_CLOSING)
      } else {
        const comma = line.indexOf(',', at)
        const cell = line.slice(at, comma === -1 ? end : comma)
        if (cell.includes('"')) throw new CsvFault(this.#first, WITHIN_VALUE)
        cells.push(cell)
        at = comma === -1 ? end : comma
      }
      if (at >= end) return
      at += 1
    }
  }

  /** Reads a value up to its closing quote, and answers with the place behind that; -1: it goes on in the next line. */
  #readToQuote(line: string, from: number): number {
    let open = this.#open ?? ''
    let start = from
    for (let at = from; ; at = start) {
      const quote = line.indexOf('"', at)
      if (quote === -1) {
        this.#open = `${open}${line.slice(start)}\n`
        return -1
      }
      open = open === '' ? line.slice(start, quote) : open + line.slice(start, quote)
      if (line.charCodeAt(quote + 1) !== QUOTE) {
        this.#cells.push(open)
        this.#open = null
        return quote + 1
      }
      open += '"'
      start = quote + 2
    }
  }
}

function isFull(cell: string): boolean {
  return cell !== ''
}
