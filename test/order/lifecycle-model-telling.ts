/** Answers compared, and stories told for people. */
import { isDeepStrictEqual } from 'node:util'
import type { Command } from '../../src/order/command.js'
import type { Decision } from '../../src/order/decision.js'
import type { Verdict } from './lifecycle-model.js'

/** How a decision differs from what the model says; null: not at all. */
export function differenceOf(verdict: Verdict, decision: Decision): string | null {
  const given = decision.ok ? (decision.replayed ? 'replayed' : 'accepted') : decision.rejection
  const meant = verdict.says === 'refused' ? verdict.refusal : verdict.says
  if (typeof meant === 'string' || typeof given === 'string') {
    if (meant !== given) return `${write(given)} instead of ${write(meant)}`
    if (verdict.says !== 'replayed' || verdict.afterSaleNumber === null || !decision.ok) return null
    const { outcome } = decision
    const number = 'afterSaleNumber' in outcome ? outcome.afterSaleNumber : undefined
    return number === verdict.afterSaleNumber ? null : `it names after-sale ${number}`
  }
  const named = Object.fromEntries(Object.entries(given).filter(([name]) => name in meant))
  return isDeepStrictEqual(named, meant) ? null : `${write(given)} instead of ${write(meant)}`
}

export function write(value: unknown): string {
  return JSON.stringify(value)
}

/** A command in few words, for whoever reads a story that went wrong. */
export function tell(command: Command): string {
  const { caller, ...rest } = command
  const { kind, key, ...fields } = rest
  const boring = ['skus', 'address', 'dialect', 'contentHash', 'warnings', 'images']
  const told = Object.entries(fields).filter(([name, value]) => value !== null && !boring.includes(name))
  const by = `account ${caller.accountId}${key === null ? '' : `, key ${key.key}`}`
  const where = command.kind === 'place' ? ` to ${command.address.country}` : ''
  return `${kind}${where} (${by}) ${write(Object.fromEntries(told))}`
}
