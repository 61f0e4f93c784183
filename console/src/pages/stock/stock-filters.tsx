/** The filters of levels and movements. */
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/choice'
import type { Filters } from '../../parts/list'
import { useChoices } from '../../reading'
import type { StockLocation } from '../../types'

export function SkuFilter({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const { sku = '' } = filters.values
  const [typed, setTyped] = useState(sku)
  useEffect(() => setTyped(sku), [sku])
  return (
    <div className="find">
      <Input.Search
        allowClear
        maxLength={64}
        aria-label={t('stock.findSku')}
        placeholder={t('stock.findSku')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={(text) => filters.set({ sku: text.trim() })}
      />
    </div>
  )
}

export function LocationFilter({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  return (
    <Choice
      label={t('stock.location')}
      value={filters.values.location}
      options={locations.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
      isSearched
      onChange={(location) => filters.set({ location })}
    />
  )
}
