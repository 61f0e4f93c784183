import { vi } from 'vitest'

/** Patience for what another process or thread does: it ends a test that fails, and never slows one that passes. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 25_000, interval: 20 })
}
