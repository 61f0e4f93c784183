/** Where goods lie: stock locations, in the order in which they are preferred. */

import type { TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { CodedList } from '../../parts/coded-list'
import { numberColumn } from '../../parts/columns'
import type { StockLocation } from '../../types'
import { countryText } from '../../words'
import { EditLocation } from './edit-location'

export function Component() {
  const { t } = useTranslation()
  const columns: TableColumnsType<StockLocation> = [
    { key: 'name', title: t('locations.name'), className: 'wraps', dataIndex: 'name' },
    { key: 'country', title: t('locations.country'), render: (_, { country }) => countryText(country) },
    { key: 'region', title: t('locations.region'), dataIndex: 'region' },
    numberColumn('priority', t('locations.priority'), ({ priority }) => priority),
  ]
  return (
    <CodedList<StockLocation>
      path="/v1/stock-locations"
      texts="locations"
      columns={columns}
      link={({ code }) => <Link to={withQuery('/stock', { location: code })}>{t('items.stock')}</Link>}
      form={(location, done, close) => <EditLocation location={location} done={done} close={close} />}
    />
  )
}
