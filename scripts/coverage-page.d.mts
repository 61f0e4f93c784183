interface CoveredDialect {
  readonly name: string
  readonly title: string
  readonly family: string
  readonly operations: readonly {
    readonly name: string
    readonly method: string
    readonly paths: readonly string[]
    readonly summary: string
  }[]
  readonly notServed: readonly {
    readonly method: string
    readonly path: string
    readonly reason: string
    readonly successor: string | null
  }[]
  readonly rewritePath?: (path: string) => string
}

interface Example {
  readonly family: string
  readonly name: string
  readonly method: string
  readonly path: string
}

export function coverageOf(
  dialects: readonly CoveredDialect[],
  examples: readonly Example[],
): { page: string; missing: string[] }
