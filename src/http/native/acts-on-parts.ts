/** What is done with fulfilment orders. */
import type { Operation } from '../../wire/dialect.js'
import { onPart } from './act-operation.js'
import * as wire from './wire-acts.js'

export const ON_PARTS: readonly Operation[] = [
  onPart(
    {
      name: 'holdPart',
      permission: 'warehouse',
      act: 'hold',
      summary: 'Hold a fulfilment order that is not handed over yet.',
      body: wire.HoldOrder,
    },
    ({ reason }, sequence) => ({
      kind: 'hold',
      sequence,
      hold: { kind: 'asked', reason: reason ?? 'asked for' },
    }),
  ),
  onPart(
    {
      name: 'releasePart',
      permission: 'warehouse',
      act: 'release',
      summary: 'Release it: it goes on where it was held.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'release', sequence }),
  ),
  onPart(
    {
      name: 'allocatePart',
      permission: 'warehouse',
      act: 'allocate',
      summary: 'Take the stock for a fulfilment order that was short of it, if there is enough by now.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'allocate', sequence }),
  ),
  onPart(
    { name: 'packPart', permission: 'warehouse', act: 'pack', summary: 'Pack it.', body: wire.PackPart },
    ({ packages }, sequence) => ({
      kind: 'pack',
      sequence,
      packages:
        packages?.map(({ weightGrams, ...one }) => ({ ...one, weightGrams: weightGrams ?? null })) ?? null,
    }),
  ),
  onPart(
    {
      name: 'handOverPart',
      permission: 'warehouse',
      act: 'hand-over',
      summary: 'Hand a package over to a carrier, or all that are left; their stock leaves.',
      body: wire.HandOverPart,
    },
    ({ carrier, trackingNumber, packageNumber }, sequence) => ({
      kind: 'hand_over',
      sequence,
      carrier,
      trackingNumber,
      packageNumber: packageNumber ?? null,
    }),
  ),
  onPart(
    {
      name: 'deliverPart',
      permission: 'warehouse',
      act: 'deliver',
      summary: 'Note that all of it has been delivered.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'deliver', sequence }),
  ),
  onPart(
    {
      name: 'cancelPart',
      permission: 'orders.change',
      act: 'cancel',
      summary: 'Cancel it, or pieces of it, before it is packed.',
      body: wire.CancelOrder,
    },
    ({ reason, lines }, sequence) => ({
      kind: 'cancel',
      sequence,
      reason: reason ?? null,
      pieces: lines ?? 'all',
    }),
  ),
  onPart(
    {
      name: 'splitPart',
      permission: 'warehouse',
      act: 'split',
      summary: 'Make a fulfilment order of its own of pieces that are not packed yet.',
      body: wire.SplitPart,
    },
    ({ lines }, sequence) => ({ kind: 'split', sequence, lines }),
  ),
  onPart(
    {
      name: 'movePart',
      permission: 'warehouse',
      act: 'move',
      summary: 'Move it to another location, which takes its stock, or is short of it.',
      body: wire.MovePart,
    },
    ({ location }, sequence) => ({ kind: 'move', sequence, location }),
  ),
]
