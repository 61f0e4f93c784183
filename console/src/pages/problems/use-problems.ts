/** The problem queue, page by page, with how much there is of each kind. */
import { useSearchParams } from 'react-router'
import { withQuery } from '../../api'
import type { Filters } from '../../parts/list'
import { useReading } from '../../reading'
import type { Problems } from '../../types'

const ROWS = 50

export function useProblems(filters: Filters) {
  const [search] = useSearchParams()
  const cursor = search.get('cursor') ?? undefined
  const reading = useReading<Problems>(withQuery('/v1/problems', { ...filters.values, limit: ROWS, cursor }))
  return { ...reading, isFirst: cursor === undefined }
}
