import type { Dialect } from '../wire/dialect.js'
import type { Platforms } from './parts.js'

/** Dialects of which we have a client; under its family's name, the newest one of a family. */
export function platformsOf(dialects: readonly Dialect[]): Platforms {
  return new Map(
    dialects.flatMap(({ name, family, auth, upstream, receiving, privateFields }) => {
      if (upstream === undefined) return []
      const spoken = { auth, upstream, privateFields, ...(receiving !== undefined && { receiving }) }
      return [name, family].map((one) => [one, spoken] as const)
    }),
  )
}
