/** The columns of the orders table. */
import type { TableColumnsType } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Money, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { Order } from '../../types'
import { countryText, numberText } from '../../words'

/** In the order in which they are shown. */
export const ORDER_COLUMNS = [
  'orderNumber',
  'sellerOrderNumber',
  'createdAt',
  'orderStatus',
  'fulfilmentStatus',
  'financialStatus',
  'refundStatus',
  'recipient',
  'country',
  'pieces',
  'total',
  'trackingNumbers',
  'account',
  'dialect',
  'salesChannel',
  'updatedAt',
] as const
export type OrderColumn = (typeof ORDER_COLUMNS)[number]

/** As many as a tablet has room for. */
export const USUAL_COLUMNS: readonly OrderColumn[] = [
  'orderNumber',
  'sellerOrderNumber',
  'createdAt',
  'orderStatus',
  'fulfilmentStatus',
  'recipient',
  'total',
]

export function useOrderColumns(): TableColumnsType<Order> {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  // biome-ignore lint/correctness/useExhaustiveDependencies: numbers and names are written by the language.
  return useMemo(
    () => ORDER_COLUMNS.map((name) => ({ key: name, title: t(`orderColumns.${name}`), ...CELLS[name] })),
    [t, language],
  )
}

const CELLS: Readonly<Record<OrderColumn, TableColumnsType<Order>[number]>> = {
  orderNumber: {
    render: (_, { orderNumber }) => (
      <Link className="code" to={`/orders/${orderNumber}`}>
        {orderNumber}
      </Link>
    ),
  },
  sellerOrderNumber: {
    render: (_, { sellerOrderNumber }) => <span className="code">{sellerOrderNumber}</span>,
  },
  createdAt: { render: (_, { createdAt }) => <Time at={createdAt} /> },
  orderStatus: { render: (_, { orderStatus }) => <Status group="orderStatus" word={orderStatus} /> },
  fulfilmentStatus: {
    render: (_, { fulfilmentStatus, fulfilmentOrders }) => {
      // What stops it says more than how far it has come.
      const stop = fulfilmentOrders.find(({ status }) => status === 'shortage' || status === 'hold')
      return stop === undefined ? (
        <Status group="fulfilmentStatus" word={fulfilmentStatus} />
      ) : (
        <Status group="partStatus" word={stop.status} />
      )
    },
  },
  financialStatus: {
    render: (_, { financialStatus }) => <Status group="financialStatus" word={financialStatus} />,
  },
  refundStatus: { render: (_, { refundStatus }) => <Status group="refundStatus" word={refundStatus} /> },
  recipient: {
    render: (_, { address }) => (
      <span className="recipient" title={address.recipient}>
        {address.recipient}
      </span>
    ),
  },
  country: {
    render: (_, { address }) => <abbr title={countryText(address.country)}>{address.country}</abbr>,
  },
  pieces: {
    align: 'right',
    className: 'number',
    render: (_, { lines }) => numberText(lines.reduce((sum, line) => sum + line.quantity, 0)),
  },
  total: {
    align: 'right',
    className: 'number',
    render: (_, { finalMinor, currency }) => <Money minor={finalMinor} currency={currency} />,
  },
  trackingNumbers: {
    render: (_, { fulfilmentOrders }) => (
      <span className="code">
        {fulfilmentOrders
          .flatMap(({ shipments }) => shipments.map(({ trackingNumber }) => trackingNumber))
          .join(', ')}
      </span>
    ),
  },
  account: { render: (_, { account }) => account },
  dialect: { render: (_, { dialect }) => dialect },
  salesChannel: { render: (_, { salesChannel }) => salesChannel },
  updatedAt: { render: (_, { updatedAt }) => <Time at={updatedAt} /> },
}
