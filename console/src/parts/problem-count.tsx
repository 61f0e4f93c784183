/** How many problems wait for a person, beside the way to them. */
import { useTranslation } from 'react-i18next'
import { useNews } from '../live'
import { useMay } from '../permissions'
import { useReading } from '../reading'
import type { Problems } from '../types'
import { numberText } from '../words'

const EVERY_MS = 2_000
/** There is no room for more. */
const MOST_SHOWN = 999

/** The link keeps its name: what is counted is said beside it. */
export function ProblemCount() {
  const { t } = useTranslation()
  const may = useMay()
  const { value, quietly } = useReading<Problems>(may('orders.read') ? '/v1/problems?limit=1' : null)
  useNews('problems', quietly, { everyMs: EVERY_MS, isAside: true })
  const count = value?.counts.reduce((sum, one) => sum + one.count, 0) ?? 0
  if (count === 0) return null
  return (
    <span className="side-count number" aria-hidden="true" title={t('nav.problemCount', { count })}>
      {count > MOST_SHOWN ? `${numberText(MOST_SHOWN)}+` : numberText(count)}
    </span>
  )
}
