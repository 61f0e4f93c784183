/** What was ordered. */
import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { Panel } from '../../parts/page'
import { Money } from '../../parts/show'
import type { Order } from '../../types'
import { numberText } from '../../words'

type Line = Order['lines'][number]

export function Lines({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { currency } = order
  const columns: TableColumnsType<Line> = [
    { key: 'number', title: t('line.number'), dataIndex: 'lineNumber', width: 64, className: 'number' },
    {
      key: 'sku',
      title: t('line.sku'),
      render: (_, { sku }) => (
        <Link className="code" to={withQuery('/stock', { sku })}>
          {sku}
        </Link>
      ),
    },
    {
      key: 'quantity',
      title: t('line.quantity'),
      align: 'right',
      className: 'number',
      render: (_, { quantity }) => numberText(quantity),
    },
    {
      key: 'price',
      title: t('line.price'),
      align: 'right',
      render: (_, { unitPriceMinor }) => <Money minor={unitPriceMinor} currency={currency} />,
    },
    {
      key: 'amount',
      title: t('line.amount'),
      align: 'right',
      render: (_, { unitPriceMinor, quantity }) => (
        <Money minor={unitPriceMinor * quantity} currency={currency} />
      ),
    },
  ]
  return (
    <Panel title={t('order.lines')}>
      <Table<Line>
        aria-label={t('order.lines')}
        size="small"
        columns={columns}
        dataSource={[...order.lines]}
        rowKey="lineNumber"
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Panel>
  )
}
