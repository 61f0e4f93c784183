import type { Dialect } from '../wire/dialect.js'
import type { Platforms } from './parts.js'

/** Families of which we have a client; of several dialects, the newest one's. */
export function platformsOf(dialects: readonly Dialect[]): Platforms {
  return new Map(
    dialects.flatMap(({ family, auth, upstream }) =>
      upstream === undefined ? [] : [[family, { auth, upstream }] as const],
    ),
  )
}
