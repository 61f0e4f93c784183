/** Which dialect a path belongs to, and which operation serves it. */
import type { Dialect, Operation } from '../wire/dialect.js'

/** The dialect below whose roots a path lies; the longest root wins. */
export function dialectOf(dialects: readonly Dialect[], path: string): Dialect | undefined {
  let best: { dialect: Dialect; length: number } | undefined
  for (const dialect of dialects) {
    for (const root of dialect.roots) {
      if (!isBelow(path, root) || root.length <= (best?.length ?? -1)) continue
      best = { dialect, length: root.length }
    }
  }
  return best?.dialect
}

/** Segment by segment: `/v10` is not below `/v1`. */
function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`)
}

/** The path as it is served. */
export function rewrite(dialects: readonly Dialect[], url: string): string {
  for (const { rewritePath } of dialects) {
    const rewritten = rewritePath?.(url) ?? url
    if (rewritten !== url) return rewritten
  }
  return url
}

/** `/order/:id/refund` against a path, segment by segment. */
export function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at])
  )
}

/** Null: the path is none of these dialects'. Undefined: no operation of its dialect has it. */
export function operationAt(
  dialects: readonly Dialect[],
  method: string,
  path: string,
): { readonly dialect: Dialect; readonly operation: Operation | undefined } | null {
  const served = rewrite(dialects, path)
  const dialect = dialectOf(dialects, served)
  if (dialect === undefined) return null
  const operation = dialect.operations.find(
    (one) => one.method === method && one.paths.some((pattern) => matches(pattern, served)),
  )
  return { dialect, operation }
}
