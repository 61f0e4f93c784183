/** What lies in a parcel, for whoever opens it; its barcode lets the workbench find it again. */
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Barcode } from '../../parts/barcode'
import { LoadingPage } from '../../parts/fallback'
import { ProblemNote } from '../../parts/problem'
import { useReading } from '../../reading'
import type { FulfilmentOrder, Order, StockLocation } from '../../types'
import { wantedRows } from '../warehouse/counting'
import { useNames } from './names'
import { restOf } from './rest'
import { countryName, dayText, Sheet, useSheetTexts } from './sheet'

export function Component() {
  const { number = '' } = useParams()
  const [orderNumber = ''] = number.split('-')
  const { t } = useTranslation()
  const { value: order, problem, again } = useReading<Order>(`/v1/orders/${encodeURIComponent(orderNumber)}`)
  if (problem !== null) return <ProblemNote problem={problem} again={again} />
  if (order === null) return <LoadingPage />
  const part = order.fulfilmentOrders.find((one) => one.number === number)
  if (part === undefined) return <p className="sheet-page">{t('station.unknown', { text: number })}</p>
  return <Slip order={order} part={part} />
}

function Slip({ order, part }: { order: Order; part: FulfilmentOrder }) {
  const { t, language } = useSheetTexts()
  const { t: tools } = useTranslation()
  const location = useReading<StockLocation>(`/v1/stock-locations/${encodeURIComponent(part.location)}`)
  const rows = wantedRows(part)
  const names = useNames(rows.map(({ sku }) => sku))
  const { address } = order
  const town = [address.postalCode, address.city, address.province].filter((one) => one !== null).join(' ')
  const lines = [address.recipient, address.street1, address.street2, town]
  const rest = restOf(order.fulfilmentOrders, part)
  return (
    <Sheet
      title={t('paper.slip', { number: part.number })}
      warning={
        names.untold.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={tools('paper.namesUntold', { skus: names.untold.join(', ') })}
            action={<Button onClick={names.again}>{tools('common.again')}</Button>}
          />
        )
      }
    >
      <header className="sheet-head">
        <div>
          <h1>{t('paper.slipTitle')}</h1>
          <dl className="sheet-facts">
            <dt>{t('paper.order')}</dt>
            <dd>{order.sellerOrderNumber ?? order.orderNumber}</dd>
            <dt>{t('paper.ordered')}</dt>
            <dd>{dayText(language, order.createdAt)}</dd>
            <dt>{t('paper.from')}</dt>
            <dd>{location.value?.name ?? part.location}</dd>
          </dl>
        </div>
        <Barcode text={part.number} />
      </header>
      <h2>{t('paper.to')}</h2>
      <address>
        {lines
          .filter((line) => line !== null && line !== '')
          .map((line) => (
            <div key={line}>{line}</div>
          ))}
        <div>{countryName(language, address.country)}</div>
      </address>
      <table aria-label={t('paper.contents')}>
        <thead>
          <tr>
            <th scope="col">{t('paper.sku')}</th>
            <th scope="col">{t('paper.name')}</th>
            <th scope="col" className="number">
              {t('paper.quantity')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rowNumber, sku, quantity }) => (
            <tr key={rowNumber}>
              <td className="code">{sku}</td>
              <td>{names.bySku.get(sku)}</td>
              <td className="number">{quantity}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>{t('paper.pieces')}</td>
            <td className="number">{rows.reduce((sum, { quantity }) => sum + quantity, 0)}</td>
          </tr>
        </tfoot>
      </table>
      {rest !== null && (
        <p>
          <strong>
            {rest.isElsewhere
              ? t('paper.restElsewhere', { part: rest.part, parts: rest.parts, count: rest.locations })
              : t('paper.restApart', { part: rest.part, parts: rest.parts })}
          </strong>
        </p>
      )}
      {order.remark !== null && (
        <>
          <h2>{t('paper.remark')}</h2>
          <p>{order.remark}</p>
        </>
      )}
    </Sheet>
  )
}
