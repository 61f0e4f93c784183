/** The names of a few items: a SKU that is unknown by now has none. */
import { useEffect, useState } from 'react'
import { Refused, read } from '../../api'
import { problemIn } from '../../reading'
import type { Item } from '../../types'

export type Names = ReadonlyMap<string, string>

export function useNames(skus: readonly string[]): Names {
  const [names, setNames] = useState<Names>(new Map())
  const wanted = [...new Set(skus)].sort().join('\n')
  useEffect(() => {
    const aborting = new AbortController()
    const nameOf = async (sku: string): Promise<readonly [string, string]> => {
      try {
        const path = `/v1/items/${encodeURIComponent(sku)}`
        return [sku, (await read<Item>(path, aborting.signal)).name]
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 404) return [sku, '']
        throw error
      }
    }
    const all = wanted === '' ? [] : wanted.split('\n')
    Promise.all(all.map(nameOf)).then(
      (found) => setNames(new Map(found)),
      (error: unknown) => {
        if (!aborting.signal.aborted) problemIn(error)
      },
    )
    return () => aborting.abort()
  }, [wanted])
  return names
}
