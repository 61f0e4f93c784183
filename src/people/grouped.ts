/** What comes while a statement is under way shares the next one, in its order, a statement a tenant. */

const MOST_AT_ONCE = 500

interface Waiting<J, R> {
  readonly tenantId: number
  readonly job: J
  readonly resolve: (outcome: R) => void
  readonly reject: (error: unknown) => void
}

/** `R`: the outcome of each job, in the order of the jobs. */
export class Grouped<J, R> {
  readonly #carryOut: (tenantId: number, jobs: readonly J[]) => Promise<readonly R[]>
  #waiting: Waiting<J, R>[] = []
  #isBusy = false

  constructor(carryOut: (tenantId: number, jobs: readonly J[]) => Promise<readonly R[]>) {
    this.#carryOut = carryOut
  }

  add(tenantId: number, job: J): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tenantId, job, resolve, reject })
      if (!this.#isBusy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE)
      for (const tenantId of new Set(batch.map((one) => one.tenantId))) {
        await this.#do(
          tenantId,
          batch.filter((one) => one.tenantId === tenantId),
        )
      }
    }
    this.#isBusy = false
  }

  async #do(tenantId: number, batch: readonly Waiting<J, R>[]): Promise<void> {
    try {
      const outcomes = await this.#carryOut(
        tenantId,
        batch.map((one) => one.job),
      )
      for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] as R)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
