/** One order: how it stands, what it is of, where it ships from, what happened to it, and what can be done now. */

import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { withQuery } from '../../api'
import { useNews } from '../../live'
import { LoadingPage } from '../../parts/fallback'
import { ReloadIcon } from '../../parts/icons'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Copyable, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import { saidText } from '../../said'
import type { Forwarding, List, Order } from '../../types'
import { wordText } from '../../words'
import { ActionButtons } from './actions'
import { AfterSales } from './after-sales'
import { Address, Amounts, Extra, Origin } from './facts'
import { Lines } from './lines'
import { Part } from './part'
import { Timeline } from './timeline'
import { WireView } from './wire-view'

export function Component() {
  const { orderNumber = '' } = useParams()
  // Another order is another page: nothing of the one before is shown with it.
  return <OrderPage key={orderNumber} orderNumber={orderNumber} />
}

const AXES = ['orderStatus', 'financialStatus', 'fulfilmentStatus', 'refundStatus'] as const

/** Of the parts of one order. */
const MOST_FORWARDINGS = 250

function OrderPage({ orderNumber }: { orderNumber: string }) {
  const { t } = useTranslation()
  const path = `/v1/orders/${encodeURIComponent(orderNumber)}`
  const { value: order, problem, again, quietly } = useReading<Order>(path)
  const forwardings = useReading<List<Forwarding>>(
    withQuery('/v1/forwardings', { order: orderNumber, limit: MOST_FORWARDINGS }),
  )
  const [round, setRound] = useState(0)
  const may = useMay()
  const reload = () => {
    again()
    forwardings.again()
    setRound((before) => before + 1)
  }
  const reloadQuietly = () => {
    quietly()
    setRound((before) => before + 1)
  }
  useNews('orders', reloadQuietly, { concerns: (name) => name === orderNumber })
  useNews('forwardings', forwardings.quietly, { concerns: (name) => name.startsWith(`${orderNumber}-`) })
  if (order === null && problem === null) return <LoadingPage />
  const title = t('order.title', { number: orderNumber })
  if (order === null) {
    return (
      <Page title={title}>
        <ProblemNote problem={problem} again={reload} />
      </Page>
    )
  }
  return (
    <Page
      title={title}
      note={
        order.sellerOrderNumber === null ? (
          <Time at={order.createdAt} />
        ) : (
          <>
            <Copyable text={order.sellerOrderNumber} /> · <Time at={order.createdAt} />
          </>
        )
      }
      actions={
        <>
          <Button icon={<ReloadIcon />} onClick={reload} aria-label={t('common.reload')} />
          <ActionButtons order={order} part={null} done={reload} />
        </>
      }
    >
      <dl className="axes">
        {AXES.map((axis) => (
          <div key={axis}>
            <dt>{t(`orderColumns.${axis}`)}</dt>
            <dd>
              <Status group={axis} word={order[axis]} />
            </dd>
          </div>
        ))}
      </dl>
      <Attention order={order} />
      <div className="order-columns">
        <div>
          <Lines order={order} />
          <ProblemNote problem={forwardings.problem} again={forwardings.again} />
          {order.fulfilmentOrders.map((part) => (
            <Part
              key={part.number}
              order={order}
              part={part}
              forwarding={forwardings.value?.data.find((one) => one.fulfilmentOrder === part.number)}
              done={reload}
            />
          ))}
          <AfterSales order={order} round={round} done={reload} />
          <Timeline order={order} round={round} />
          {may('integration.read') && <WireView order={order} round={round} />}
        </div>
        <div>
          <Amounts order={order} />
          <Address order={order} />
          <Origin order={order} />
          <Extra order={order} />
        </div>
      </div>
    </Page>
  )
}

/** What a person has to know first. */
function Attention({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { holds, warnings, cancelReason } = order
  if (holds.length + warnings.length === 0 && cancelReason === null) return null
  return (
    <div className="notes">
      <strong>{t('order.attention')}</strong>
      <ul>
        {holds.map(({ kind, reason }) => (
          <li key={`${kind} ${reason}`}>
            {wordText('holdKind', kind)} <span className="soft">{saidText(reason)}</span>
          </li>
        ))}
        {cancelReason !== null && <li>{t('order.cancelReason', { reason: saidText(cancelReason) })}</li>}
        {warnings.map((warning) => (
          <li key={warning} className="soft">
            {saidText(warning)}
          </li>
        ))}
      </ul>
    </div>
  )
}
