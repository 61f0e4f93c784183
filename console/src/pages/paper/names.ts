/** The names of an order's items: a SKU that is unknown by now has none. */
import { useEffect, useState } from 'react'
import { read } from '../../api'
import { problemIn } from '../../reading'
import type { Item } from '../../types'

export interface Names {
  readonly bySku: ReadonlyMap<string, string>
  /** SKUs whose name was not told. */
  readonly untold: readonly string[]
  again(): void
}

/** The hub is asked for so many at once. */
const AT_ONCE = 4

type Found = Pick<Names, 'bySku' | 'untold'>

const NONE: Found = { bySku: new Map(), untold: [] }

export function useNames(skus: readonly string[]): Names {
  const [found, setFound] = useState(NONE)
  const [round, setRound] = useState(0)
  const wanted = [...new Set(skus)].sort().join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks for the same again.
  useEffect(() => {
    const aborting = new AbortController()
    readNames(wanted === '' ? [] : wanted.split('\n'), aborting.signal).then((names) => {
      if (!aborting.signal.aborted) setFound(names)
    })
    return () => aborting.abort()
  }, [wanted, round])
  return { ...found, again: () => setRound((before) => before + 1) }
}

/** Each for itself: one that fails takes no other along. */
async function readNames(skus: readonly string[], signal: AbortSignal): Promise<Found> {
  const bySku = new Map<string, string>()
  const untold: string[] = []
  const left = skus.values()
  const readSome = async () => {
    for (const sku of left) {
      if (signal.aborted) return
      try {
        bySku.set(sku, (await read<Item>(`/v1/items/${encodeURIComponent(sku)}`, signal)).name)
      } catch (error) {
        if (signal.aborted) return
        if (problemIn(error).status !== 404) untold.push(sku)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readSome))
  return { bySku, untold }
}
