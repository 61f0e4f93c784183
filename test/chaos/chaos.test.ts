// A short chaos run against the built server: `npm test` builds dist/ first; run by hand, this file needs
// `npm run build` before it. Longer ones: `npm run chaos -- --rounds 50`.
import { describe, expect, it } from 'vitest'
import { runChaos } from './chaos.mjs'

describe('chaos', () => {
  it('loses nothing and does nothing twice when the server, its database and a worker are killed', async () => {
    const { rounds, violations } = await runChaos({ rounds: 3, seed: 20_220_801, seconds: 3 })
    expect(violations).toEqual([])
    expect(rounds.map((round) => round.killed)).toEqual(['server', 'database', 'worker'])
    // A run that never interrupted anything would prove nothing.
    const last = rounds.at(-1)
    expect(last?.acknowledged).toBeGreaterThan(100)
    expect(last?.repeatsAnswered).toBeGreaterThan(0)
    expect(last?.refusedForStock).toBeGreaterThan(0)
    expect(last?.refundsAsked).toBeGreaterThan(10)
  }, 180_000)
})
