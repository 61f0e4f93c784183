/** How an import goes, for whoever started it: progress on stderr, faults and the outcome on stdout. */
import type { Watcher } from '../bulk/carry-out.js'
import type { Ended } from '../bulk/run-import.js'
import type { ImportKind, ImportProgress, RowFault } from '../order/bulk-calls.js'
import type { HeldImport } from '../store/imports.js'

const WORDS: Readonly<Record<ImportKind, string>> = { orders: 'orders', stock: 'stock levels' }
const TELL_EVERY_MS = 1_000

export class ImportDisplay {
  readonly #words: string
  readonly #since = performance.now()
  #first = 0
  #toldAt = performance.now()

  constructor(kind: ImportKind) {
    this.#words = WORDS[kind]
  }

  begin({ importId, progress }: HeldImport): void {
    if (progress.rowsRead === 0) console.log(`import ${importId} begins`)
    else console.log(`import ${importId} goes on behind row ${count(progress.rowsRead)}`)
  }

  watcher(from: ImportProgress): Watcher {
    this.#first = from.accepted
    return (progress, faults) => {
      for (const fault of faults) console.log(wording(fault))
      const now = performance.now()
      if (now - this.#toldAt >= TELL_EVERY_MS) {
        this.#toldAt = now
        console.error(`${count(progress.rowsRead)} rows: ${this.#told(progress)}, ${this.#rate(progress)}/s`)
      }
      return true
    }
  }

  failed(error: unknown): void {
    console.error(error instanceof Error ? error.message : String(error))
  }

  end({ progress, problem }: Ended, dryRun: boolean): void {
    if (problem !== null) console.log(`the file ends here for an import: ${problem}`)
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1)
    const verb = dryRun ? 'looked at' : 'read'
    console.log(`${count(progress.rowsRead)} rows ${verb} in ${seconds} s: ${this.#told(progress)}`)
    if (dryRun) console.log('nothing was changed')
  }

  #told({ accepted, repeated, refused }: ImportProgress): string {
    const before = repeated === 0 ? '' : ` (${count(repeated)} of them were so before)`
    return `${count(accepted)} ${this.#words} accepted${before}, ${count(refused)} refused`
  }

  #rate({ accepted }: ImportProgress): string {
    return count(Math.round(((accepted - this.#first) * 1000) / (performance.now() - this.#since)))
  }
}

function wording({ line, column, value, problem }: RowFault): string {
  const at = [`line ${line}`, ...(column === null ? [] : [column])].join(', ')
  return `${at}${value === null ? '' : ` "${printable(value)}"`}: ${problem}`
}

/** A file's text must not steer the terminal. */
function printable(value: string): string {
  return value.replace(/\p{Cc}/gu, '�')
}

function count(number: number): string {
  return number.toLocaleString('en')
}
