// Files as they come: rows, lines and faults, whatever the bytes are; and text that is no formula.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvRow, readCsv } from '../../src/bulk/csv-reader.js'
import { formulaSafe, plainText } from '../../src/bulk/formulas.js'
import { ORDER_COLUMNS, OrderRows } from '../../src/bulk/order-rows.js'
import { NOTHING_YET, runImport } from '../../src/bulk/run-import.js'
import { readNewOrder } from '../../src/http/native/map-orders.js'
import type { RowFault } from '../../src/order/bulk-calls.js'
import { seeded } from '../support/mangle.js'

async function* pieces(...parts: readonly (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part as string)
}

async function rowsOf(...parts: readonly (string | Buffer)[]): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const block of readCsv(pieces(...parts))) rows.push(...block)
  return rows
}

describe('rows', () => {
  test('a byte order mark, CRLF and LF, quotes with separators, quotes and line breaks in them', async () => {
    expect(await rowsOf('\ufeffa,b\r\n1,"x, ""y"""\n\n,\n"two\nlines",3\n4,5')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x, "y"'] },
      { line: 5, cells: ['two\nlines', '3'] },
      { line: 7, cells: ['4', '5'] },
    ])
  })

  test('the same, in whatever pieces it comes', async () => {
    const file = Buffer.from('\ufeffName,Straße\r\n"a ""b""",日本\r\nc,"d\r\ne"\r\n')
    const whole = await rowsOf(file)
    expect(whole.map((row) => row.line)).toEqual([1, 2, 3])
    const single = Array.from(file, (byte) => Buffer.from([byte]))
    expect(await rowsOf(...single)).toEqual(whole)
  })

  test('values may be empty, quoted or not, also the last one; a row may end with the file', async () => {
    expect(await rowsOf('a,\n"",b\n"c",""\n,"d"\n"e""","""f","g""h"\r\ni,"j,\r\nk"')).toEqual([
      { line: 1, cells: ['a', ''] },
      { line: 2, cells: ['', 'b'] },
      { line: 3, cells: ['c', ''] },
      { line: 4, cells: ['', 'd'] },
      { line: 5, cells: ['e"', '"f', 'g"h'] },
      { line: 6, cells: ['i', 'j,\r\nk'] },
    ])
  })

  test('a CR that no LF follows is a part of its value', async () => {
    expect(await rowsOf('a\rb,c\r')).toEqual([{ line: 1, cells: ['a\rb', 'c\r'] }])
  })

  test('what a generator of CSV writes is read as it was, in whatever pieces', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', 'é', '日') })
    const written = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })),
        fc.integer({ min: 1, max: 9 }),
        async (table, size) => {
          const file = Buffer.from(table.map((cells) => `${cells.map(written).join(',')}\r\n`).join(''))
          const cut = Array.from({ length: Math.ceil(file.length / size) }, (_, index) =>
            file.subarray(index * size, (index + 1) * size),
          )
          const full = table.filter((cells) => cells.some((one) => one !== ''))
          expect((await rowsOf(...cut)).map((row) => row.cells)).toEqual(full)
        },
      ),
    )
  })

  test('nothing is nothing', async () => {
    expect(await rowsOf('')).toEqual([])
    expect(await rowsOf('\ufeff')).toEqual([])
    expect(await rowsOf('\r\n\r\n')).toEqual([])
  })

  test.each([
    ['a,b\n1,2\n3,"4\n5,6\n', 3, 'a quote that is opened here is never closed'],
    ['a,b\n1,2\n3,4"5\n', 3, 'a quote stands within a value'],
    ['a,b\n1,2\n3,"4"5\n', 3, 'behind a closing quote'],
    [`a,b\n1,2\n3,${'x'.repeat(70_000)}\n`, 3, 'is longer than the limit of 65536 characters'],
    [`a,b\n1,2\n3,"${'x\n'.repeat(70_000)}"\n`, 3, 'is longer than the limit of 65536 characters'],
  ])('what is no CSV ends the file where it begins: %#', async (file, line, problem) => {
    const rows: CsvRow[] = []
    const reading = async () => {
      for await (const block of readCsv(pieces(file))) rows.push(...block)
    }
    await expect(reading()).rejects.toMatchObject({ line, problem: expect.stringContaining(problem) })
    expect(rows.map((row) => row.line)).toEqual([1, 2])
  })
})

test('text that looks like a formula is made safe, and comes back as it was', () => {
  expect(['=1+1', '+1', '-1', '@a', "'=1", '\t=1'].map(formulaSafe)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@a",
    "''=1",
    "'\t=1",
  ])
  expect(["it's", "'quoted'", 'a=b', ''].map(formulaSafe)).toEqual(["it's", "'quoted'", 'a=b', ''])
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '1') }),
      (text) => {
        expect(plainText(formulaSafe(text))).toBe(text)
        expect(formulaSafe(text)).not.toMatch(/^[=+\-@\t\r]/)
      },
    ),
  )
})

const GOOD = [
  'sellerOrderNumber,recipient,country,sku,quantity,location,remark',
  ...Array.from({ length: 20 }, (_, index) => `N-${index >> 1},"Ann, 吴",US,MUG,${index + 1},,"says ""hi"""`),
].join('\r\n')

interface Taken {
  readonly placed: string[]
  readonly faults: RowFault[]
  readonly rowsRead: number
  readonly problem: string | null
}

async function takeIn(file: Buffer): Promise<Taken> {
  const placed: string[] = []
  const faults: RowFault[] = []
  const { progress, problem } = await runImport({
    content: pieces(file),
    columns: ORDER_COLUMNS,
    rows: (header) =>
      new OrderRows(header, {
        readOrder: readNewOrder,
        place: async ({ order }) => {
          placed.push(order.sellerOrderNumber ?? '')
          return { ok: true, value: { replayed: false } }
        },
      }),
    from: NOTHING_YET,
    pace: { group: 3, groups: 2, patienceMs: 0 },
    landed: async (_progress, found) => {
      faults.push(...found)
      return true
    },
  })
  return { placed, faults, rowsRead: progress.rowsRead, problem }
}

test('consecutive rows of one number are one order', async () => {
  const { placed, faults, rowsRead, problem } = await takeIn(Buffer.from(GOOD))
  expect({ placed, faults, rowsRead, problem }).toEqual({
    placed: Array.from({ length: 10 }, (_, index) => `N-${index}`),
    faults: [],
    rowsRead: 20,
    problem: null,
  })
})

test('whatever is broken in a file, it is read to its end or to a fault that is told', {
  timeout: 60_000,
}, async () => {
  const seed = 20260117
  const random = seeded(seed)
  const letters = [...Buffer.from(',",\n\r\'=+-@x0é\u0000'), 0xff, 0xc3, 0x00]
  for (let round = 0; round < 2_000; round++) {
    const bytes = [...Buffer.from(GOOD)]
    for (let change = 1 + Math.floor(random() * 5); change > 0; change--) {
      const at = Math.floor(random() * bytes.length)
      const letter = letters[Math.floor(random() * letters.length)] ?? 0
      if (random() < 0.3) bytes.splice(at, 1 + Math.floor(random() * 30))
      else if (random() < 0.5) bytes.splice(at, 0, letter)
      else bytes[at] = letter
    }
    const { placed, faults, problem } = await takeIn(Buffer.from(bytes))
    const told = `seed ${seed}, round ${round}`
    expect(new Set(placed).size + faults.length, told).toBeGreaterThan(0)
    if (problem !== null) expect(problem, told).toMatch(/^line \d+: /)
    for (const fault of faults) {
      expect(fault.line, told).toBeGreaterThan(0)
      expect(fault.problem, told).not.toBe('')
      expect([...(fault.value ?? '')].length, told).toBeLessThanOrEqual(41)
    }
  }
})
