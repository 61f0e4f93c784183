/**
 * The engine against the model of it: random stories of what happens to orders, folded over a snapshot as a lane does.
 * After each command, both must have come to the same, in every status, piece, sum and event.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from './lifecycle-model.js'
import { LONGEST, opening, stories } from './lifecycle-model-intents.js'
import { Run } from './lifecycle-model-run.js'
import { tell } from './lifecycle-model-telling.js'

const SEED = Number(process.env.MODEL_SEED ?? 20_260_117)
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 2_000)

function word(verdict: Verdict): string {
  return verdict.says === 'refused' ? verdict.refusal.kind : verdict.says
}

/** What can be said to each command, besides that it is done. */
const ANSWERS: Readonly<Record<string, string>> = {
  place:
    'replayed key_reused not_found seller_number_taken unknown_store no_line_orderable unknown_sku ' +
    'sku_not_orderable out_of_stock no_shipping_rate',
  review: 'replayed not_found',
  cancel: 'replayed key_reused not_found more_than_left not_allowed_in_state',
  expire: 'replayed not_found',
  hold: 'replayed key_reused not_found not_allowed_in_state',
  release: 'replayed key_reused not_found',
  allocate: 'replayed key_reused not_found not_allowed_in_state',
  label: 'replayed key_reused not_found not_allowed_in_state',
  serve_waiting: 'replayed',
  announce_notice: 'replayed key_reused not_found not_allowed_in_state',
  confirm_notice: 'replayed key_reused not_found not_allowed_in_state',
  receive_notice: 'replayed key_reused not_found not_allowed_in_state stock_out_of_range',
  close_notice: 'replayed key_reused not_found not_allowed_in_state',
  withdraw_notice: 'replayed key_reused not_found not_allowed_in_state',
  annotate: 'replayed key_reused not_found',
  pack: 'replayed key_reused not_found not_allowed_in_state invalid_field',
  hand_over: 'replayed key_reused not_found not_allowed_in_state',
  deliver: 'replayed key_reused not_found not_allowed_in_state',
  track: 'replayed key_reused not_found',
  split: 'replayed key_reused not_found not_allowed_in_state more_than_left invalid_field',
  merge: 'replayed key_reused not_found not_allowed_in_state invalid_field',
  move: 'replayed key_reused not_found not_allowed_in_state',
  pay: 'replayed key_reused not_found not_allowed_in_state insufficient_balance',
  submit_voucher: 'replayed key_reused not_found not_allowed_in_state',
  settle_payment: 'replayed key_reused not_found not_allowed_in_state',
  request_after_sale: 'replayed key_reused not_found not_allowed_in_state more_than_left',
  decide_after_sale: 'replayed key_reused not_found not_allowed_in_state more_than_left',
  act_on_after_sale: 'replayed key_reused not_found not_allowed_in_state more_than_left',
  receive_return: 'replayed key_reused not_found not_allowed_in_state more_than_left invalid_field',
  review_refunds: 'replayed not_found',
  count_stock: 'replayed key_reused not_found stock_out_of_range',
  move_stock: 'replayed key_reused not_found stock_out_of_range',
  top_up: 'replayed key_reused not_found invalid_field',
  pay_waiting: 'not_found',
}

const seen = new Map<string, number>()

describe('the engine', () => {
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

  it(`does as its model in ${SEQUENCES} stories of up to ${LONGEST} commands (seed ${SEED})`, {
    timeout: 3_600_000,
  }, () => {
    console.log(`seed ${SEED}`)
    fc.assert(
      fc.property(fc.noBias(stories), ({ policy, intents, ...start }) => {
        const run = new Run(policy)
        for (const command of opening(start)) expect(run.step(command).broken).toEqual([])
        const told: string[] = []
        for (const intent of intents) {
          const command = run.command(intent)
          const { verdict, broken } = run.step(command)
          told.push(`${tell(command)} → ${word(verdict)}`)
          if (broken.length > 0) expect.fail([...told, ...broken].join('\n'))
          note(`${command.kind} ${word(verdict)}`)
        }
        const broken = run.atTheEnd()
        if (broken.length > 0) expect.fail([...told, ...broken].join('\n'))
      }),
      { seed: SEED, numRuns: SEQUENCES },
    )
  })

  // Else a promise may be kept for want of a trial.
  it.runIf(SEQUENCES >= 2_000)('comes by everything that can be said to each command', () => {
    const seldom = Object.entries(ANSWERS).flatMap(([kind, refusals]) =>
      [`${kind} accepted`, ...refusals.split(' ').map((refusal) => `${kind} ${refusal}`)].filter(
        (answer) => (seen.get(answer) ?? 0) < (answer.endsWith(' accepted') ? 50 : 2),
      ),
    )
    expect(seldom.map((answer) => `${answer}: ${seen.get(answer) ?? 0}`)).toEqual([])
    const known = Object.entries(ANSWERS).flatMap(([kind, refusals]) =>
      ['accepted', ...refusals.split(' ')].map((word) => `${kind} ${word}`),
    )
    expect([...seen.keys()].filter((answer) => !known.includes(answer))).toEqual([])
  })
})
