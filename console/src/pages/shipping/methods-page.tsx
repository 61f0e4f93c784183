/** How orders are shipped; what each method costs is on a page of its own. */

import type { TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { CodedList } from '../../parts/coded-list'
import type { ShippingMethod } from '../../types'
import { wordText } from '../../words'
import { EditMethod } from './edit-method'

export function Component() {
  const { t } = useTranslation()
  const columns: TableColumnsType<ShippingMethod> = [
    { key: 'name', title: t('locations.name'), className: 'wraps', dataIndex: 'name' },
    { key: 'speed', title: t('shipping.speed'), render: (_, { speed }) => wordText('speed', speed) },
    {
      key: 'purpose',
      title: t('shipping.purpose'),
      render: (_, { purpose }) => wordText('methodPurpose', purpose),
    },
  ]
  return (
    <CodedList<ShippingMethod>
      path="/v1/shipping-methods"
      texts="shipping"
      columns={columns}
      showCode={({ code }) => (
        <Link to={ratesOf(code)}>
          <strong>{code}</strong>
        </Link>
      )}
      link={({ code }) => <Link to={ratesOf(code)}>{t('shipping.rates')}</Link>}
      form={(method, done, close) => <EditMethod method={method} done={done} close={close} />}
    />
  )
}

function ratesOf(code: string): string {
  return `/settings/shipping/${encodeURIComponent(code)}`
}
