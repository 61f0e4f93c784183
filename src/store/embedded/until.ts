// Waiting for processes, which tell nobody but their parent when they end: look again until a deadline.

import { setTimeout } from 'node:timers/promises'

/** Resolves after the time given, or at once when the signal says so. */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {})
}

/** Resolves to true as soon as the condition holds, to false when it still doesn't after the time given. */
export async function until(
  milliseconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (!(await condition())) {
    if (Date.now() >= deadline) return false
    await delay(10)
  }
  return true
}

/** Whether the promise resolves in the time given; leaves no timer behind. */
export async function settlesWithin(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([promise.then(() => true), delay(milliseconds, timer.signal).then(() => false)])
  } finally {
    timer.abort()
  }
}
