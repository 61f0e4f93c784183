// The types of chaos.mjs for the test, which is checked by tsc while the script itself runs unbuilt.
export interface ChaosRound {
  round: number
  killed: 'server' | 'database' | 'worker'
  killedAfterMs: number
  recoveryMs: number
  acknowledged: number
  repeatsAnswered: number
  refusedForStock: number
  lostAnswers: number
  refundsAsked: number
  violations: string[]
}

export interface ChaosOptions {
  rounds: number
  seed?: number
  seconds?: number
  connections?: number
  keep?: boolean
  log?: (line: string) => void
}

export function runChaos(
  options: ChaosOptions,
): Promise<{ rounds: ChaosRound[]; violations: string[]; directory: string }>
