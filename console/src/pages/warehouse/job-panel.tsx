/** What a fulfilment order wants, how much of it has been counted, and its packages and papers. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Panel } from '../../parts/page'
import { Status } from '../../parts/status'
import type { FulfilmentOrder } from '../../types'
import { numberText } from '../../words'
import type { Box } from './boxes'
import { wantedRows } from './counting'
import type { Job } from './job'

export function JobPanel({ job: { order, part, counted, boxes } }: { job: Job }) {
  const { t } = useTranslation()
  const isPacked = part.status === 'packed'
  return (
    <Panel
      title={t('part.title', { number: part.number, location: part.location })}
      extra={<Status group="partStatus" word={part.status} />}
    >
      <ul className="station-rows">
        {wantedRows(part).map(({ rowNumber, sku, quantity }) => {
          const there = isPacked ? quantity : (counted[rowNumber] ?? 0)
          return (
            <li key={rowNumber} className={there === quantity ? 'complete' : ''}>
              <span className="code">{sku}</span>
              <span className="number">
                {t('station.of', { there: numberText(there), quantity: numberText(quantity) })}
              </span>
            </li>
          )
        })}
      </ul>
      {(isPacked ? part.packages.length > 1 : boxes.length > 0) && <Boxes part={part} boxes={boxes} />}
      {order.remark !== null && <p className="station-remark">{order.remark}</p>}
      <p className="station-papers">
        <Link to={`/paper/packing-slip/${part.number}`} target="_blank">
          {t('work.packingSlip')}
        </Link>
        {order.label !== null && (
          <Link to={`/paper/label/${order.orderNumber}`} target="_blank">
            {t('order.label')}
          </Link>
        )}
        <Link to={`/orders/${order.orderNumber}`}>{t('order.title', { number: order.orderNumber })}</Link>
      </p>
    </Panel>
  )
}

/** Those that are closed; once they are packed, those that their carrier has yet to get. */
function Boxes({ part, boxes }: { part: FulfilmentOrder; boxes: readonly Box[] }) {
  const { t } = useTranslation()
  const closed =
    part.status === 'packed'
      ? part.packages.map(({ packageNumber, weightGrams }) => ({ packageNumber, weightGrams }))
      : boxes.map(({ weightGrams }, index) => ({ packageNumber: String(index + 1), weightGrams }))
  return (
    <ul className="station-boxes" aria-label={t('station.boxes')}>
      {closed.map(({ packageNumber, weightGrams }) => (
        <li key={packageNumber}>
          {t('parcel.package', { number: packageNumber })}
          {weightGrams !== null && ` · ${t('parcel.grams', { grams: numberText(weightGrams) })}`}
        </li>
      ))}
    </ul>
  )
}
