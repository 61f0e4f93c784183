/** A JSON text as lines, each of which knows whether a field at fault stands in it. */

export interface JsonLine {
  readonly text: string
  readonly depth: number
  /** `here`: this is at fault; `missing`: something that should be in it. */
  readonly fault: 'here' | 'missing' | null
}

/** Numbers keep their digits: the text is not parsed into values. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs

type Fault = JsonLine['fault']

/** Faults by the path of what they are to be marked at: itself, or the nearest that is there. */
function marksOf(known: ReadonlySet<string>, paths: readonly string[]): Map<string, Fault> {
  const marks = new Map<string, Fault>()
  for (const path of paths) {
    if (known.has(plain(path))) {
      marks.set(plain(path), 'here')
      continue
    }
    const parts = plain(path).split('.')
    while (parts.length > 0 && !known.has(parts.join('.'))) parts.pop()
    if (!marks.has(parts.join('.'))) marks.set(parts.join('.'), 'missing')
  }
  return marks
}

/** `items[0].sku` as `items.0.sku`. */
function plain(path: string): string {
  return path.replace(/\[(\d+)\]/g, '.$1').replace(/^\./, '')
}

interface Walked {
  readonly path: string
  readonly text: string
  readonly depth: number
}

export function linesOf(text: string, paths: readonly string[]): readonly JsonLine[] {
  const walked = walk(text, '', 0, '')
  const known = new Set(walked.map(({ path }) => path))
  const marks = marksOf(known, paths)
  const marked = new Set<string>()
  return walked.map(({ path, text: line, depth }) => {
    const fault = marked.has(path) ? null : (marks.get(path) ?? null)
    marked.add(path)
    return { text: line, depth, fault }
  })
}

function walk(text: string, path: string, depth: number, lead: string): Walked[] {
  const lines: Walked[] = []
  const open: { path: string; isList: boolean; count: number }[] = []
  let at = path
  let before = lead
  const say = (line: string) => {
    lines.push({ path: at, text: before + line, depth: depth + open.length })
    before = ''
  }
  const entered = () => {
    const top = open.at(-1)
    if (top?.isList) at = join(top.path, String(top.count))
  }
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token)
  tokens.forEach((token, index) => {
    const [first] = token
    if (first === '}' || first === ']') {
      const top = open.pop()
      at = top?.path ?? path
      say(token)
    } else if (first === ',') {
      const last = lines.pop()
      if (last !== undefined) lines.push({ ...last, text: `${last.text},` })
      const top = open.at(-1)
      if (top !== undefined) top.count += 1
    } else if (first === '"' && tokens[index + 1] === ':') {
      at = join(open.at(-1)?.path ?? path, JSON.parse(token) as string)
      before = `${token}: `
    } else if (first !== ':') {
      entered()
      if (first === '{' || first === '[') {
        say(token)
        open.push({ path: at, isList: first === '[', count: 0 })
      } else {
        const inner = first === '"' ? innerJson(token) : null
        if (inner === null) say(token)
        else lines.push(...nested(inner))
      }
    }
  })
  return lines

  /** JSON in a text, which some APIs take: between its quotes. */
  function nested(inner: string): Walked[] {
    const found = walk(inner, at, depth + open.length, `${before}"`)
    before = ''
    const last = found.pop()
    return last === undefined ? [] : [...found, { ...last, text: `${last.text}"` }]
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function innerJson(token: string): string | null {
  if (!/^"\s*(\{|\[)/.test(token)) return null
  try {
    const text = JSON.parse(token) as string
    JSON.parse(text)
    return text
  } catch {
    return null
  }
}
