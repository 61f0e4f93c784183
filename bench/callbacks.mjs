// Creating orders while an address is told of each, beside creating them while nobody is: the address is there for one
// run, and afterwards for as long as it takes until it has been told of all of them.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repositoryRoot, startServer } from './processes.mjs'

/** @typedef {{ messages: number, seconds: number, during: number }} Told */

const patienceMs = 300_000
const lookEveryMs = 200

/**
 * @param {{ call: (method: string, path: string, body: unknown) => Promise<string> }} native
 * @param {string} directory for the receiver's log
 */
export async function openReceiver(native, directory) {
  const receiver = await startServer({
    name: 'receiver',
    nodeArguments: [join(repositoryRoot, 'bench/receiver.mjs')],
    logPath: join(directory, 'receiver.log'),
  })
  const count = async () => Number(await (await fetch(receiver.url)).text())

  return {
    /**
     * @param {() => Promise<number>} run answers how many orders were made
     * @returns {Promise<Told>}
     */
    async telling(run) {
      const { id } = JSON.parse(
        await native.call('POST', '/v1/webhook-endpoints', { url: `${receiver.url}/` }),
      )
      const before = await count()
      const orders = await run()
      const during = (await count()) - before
      const startedAt = performance.now()
      while ((await count()) - before < orders) {
        if (performance.now() - startedAt > patienceMs) {
          throw new Error(`${(await count()) - before} of ${orders} orders were told`)
        }
        await sleep(lookEveryMs)
      }
      const seconds = (performance.now() - startedAt) / 1000
      const messages = (await count()) - before
      await native.call('DELETE', `/v1/webhook-endpoints/${id}`, {})
      return { messages, seconds, during }
    },
    stop: () => receiver.stop(),
  }
}

/** @param {readonly Told[]} all */
export function toldLines(all) {
  return all.map(({ messages, seconds, during }) => {
    const rate = Math.round((messages - during) / Math.max(seconds, 0.001)).toLocaleString('en-GB')
    return `told                     ${messages} orders, ${during} of them during the run, the rest ${rate} a second`
  })
}
