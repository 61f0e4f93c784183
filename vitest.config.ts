import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** They take longest, and are begun first: what is begun last is waited for alone. */
const LONGEST = [
  'console/accessibility',
  'http/malformed-signed',
  'http/malformed-native',
  'console/journeys',
  'console/watching',
  'store/embedded',
  'http/malformed-trade-acts',
  'http/malformed-shopping',
  'cli/cli',
  'dialects/pandapon/pages',
  'dialects/golden',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return found < 0 ? LONGEST.length : found
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 25_000, interval: 20 } },
    maxWorkers: 2,
    // The modules of a worker are loaded once: no test changes what another one reads.
    isolate: false,
  },
})
