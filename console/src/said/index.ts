/**
 * What the hub says in words of its own, such as why a field is refused, in the language that is chosen. The tables
 * name each text as the hub writes it, `is no {name}`; what stands in a hole is shown as it is, unless the hole's name
 * says that it is such a text itself.
 */
import i18next from 'i18next'

interface Phrase {
  readonly said: RegExp
  readonly names: readonly string[]
  readonly shown: string
  /** How much of it is fixed: the text with more goes first. */
  readonly fixed: number
}

/** Such a text where it is one, and else as it is. */
const SAID: ReadonlySet<string> = new Set(['problem', 'reason', 'rest', 'sent'])
/** One of the table's texts without holes: a word for a thing, or for how it stands. */
const WORDS: ReadonlySet<string> = new Set(['state', 'what'])
/** Others' texts may be of any length; the hub's own are not. */
const LONGEST = 1_000
const DEEPEST = 4

const HOLE = /\{(\w+)\}/g

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function compile(table: Readonly<Record<string, string>>): readonly Phrase[] {
  const words = Object.keys(table).filter((said) => !said.includes('{'))
  const word = `(${words.map(literal).join('|')})`
  const phrases = Object.entries(table).map(([said, shown]) => {
    // Every second one is a hole's name.
    const parts = said.split(HOLE)
    const names = parts.filter((_, index) => index % 2 === 1)
    const pattern = parts.map((part, index) => {
      if (index % 2 === 0) return literal(part)
      return WORDS.has(part) ? word : '([\\s\\S]+?)'
    })
    const fixed = said.replace(HOLE, '').length
    return { said: new RegExp(`^${pattern.join('')}$`), names, shown, fixed }
  })
  return phrases.sort((one, other) => other.fixed - one.fixed)
}

const learned = new Map<string, readonly Phrase[]>()

/** A language's table has to be known before anything is said in it. */
export function learn(language: string, table: Readonly<Record<string, string>>): void {
  learned.set(language, compile(table))
}

/** Null: the hub says nothing like it, as far as is known. */
export function translated(text: string, language: string, depth = 0): string | null {
  if (text.length > LONGEST || depth > DEEPEST) return null
  for (const { said, names, shown } of learned.get(language) ?? []) {
    const found = said.exec(text)
    if (found === null) continue
    const holes = Object.fromEntries(
      names.map((name, index) => {
        const value = found[index + 1] ?? ''
        const isSaid = SAID.has(name) || WORDS.has(name)
        return [name, isSaid ? (translated(value, language, depth + 1) ?? value) : value]
      }),
    )
    return shown.replace(HOLE, (_, name: string) => holes[name] ?? '')
  }
  return several(text, language, depth)
}

/** What is at fault in a field, behind its name: `lines[0].sku is required, but is missing`. */
const FAULT = /^(\S+) ((?:is|are|has|must|was|names|contains|differs|would|does|makes|hold|name) [\s\S]+)$/

/** Words one after the other, faults one after the other, or a fault behind its field. */
function several(text: string, language: string, depth: number): string | null {
  const [, field, fault = ''] = FAULT.exec(text) ?? []
  const why = field === undefined ? null : translated(fault, language, depth + 1)
  if (why !== null) return `${field} ${why}`
  for (const [between, shown] of BETWEEN) {
    const parts = text.split(between)
    if (parts.length === 1) continue
    const told = parts.map((part) => translated(part, language, depth + 1))
    if (!told.includes(null)) return told.join(shown)
  }
  return null
}

const BETWEEN = [
  ['; ', '；'],
  [', ', '、'],
] as const

/** As the hub says it where no text is known, such as what a person wrote. */
export function saidText(text: string): string {
  return translated(text, i18next.language) ?? text
}
