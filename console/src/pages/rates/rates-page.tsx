/** What a shipping method costs, by where it goes. */

import { App, Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { CountrySelect } from '../../parts/country-select'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { ShippingMethod, ShippingRate } from '../../types'
import { countryText, moneyText, numberText, wordText } from '../../words'
import { EditRate } from './edit-rate'
import { ratePath } from './rate-path'

const FILTERS = ['destination'] as const

export function Component() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { code = '' } = useParams()
  const path = `/v1/shipping-methods/${encodeURIComponent(code)}`
  const mayChange = useMay()('settings.change')
  const method = useReading<ShippingMethod>(path)
  const filters = useFilters(FILTERS)
  const list = useList<ShippingRate>(`${path}/rates`, filters)
  const [edited, setEdited] = useState<ShippingRate | 'new' | null>(null)
  const [removed, setRemoved] = useState<ShippingRate | null>(null)
  const priced = (minor: number, grams: number, currency: string) =>
    t('rates.for', { price: moneyText(minor, currency), grams: numberText(grams) })
  const columns: TableColumnsType<ShippingRate> = [
    {
      key: 'destination',
      title: t('rates.destination'),
      render: (_, { destination }) => <strong>{countryText(destination)}</strong>,
    },
    { key: 'origin', title: t('rates.origin'), render: (_, { origin }) => countryText(origin) },
    {
      key: 'first',
      title: t('rates.first'),
      render: (_, { firstMinor, firstGrams, currency }) => priced(firstMinor, firstGrams, currency),
    },
    {
      key: 'step',
      title: t('rates.step'),
      render: (_, { stepMinor, stepGrams, currency }) => priced(stepMinor, stepGrams, currency),
    },
    {
      key: 'days',
      title: t('rates.days'),
      className: 'number',
      render: (_, { daysMin, daysMax }) => (daysMin === daysMax ? daysMin : `${daysMin}–${daysMax}`),
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, rate) =>
        mayChange && (
          <span className="row-acts">
            <Button type="link" size="small" onClick={() => setEdited(rate)}>
              {t('items.edit')}
            </Button>
            <Button type="link" size="small" danger onClick={() => setRemoved(rate)}>
              {t('rules.remove')}
            </Button>
          </span>
        ),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t('rates.add')}
    </Button>
  )
  if (method.problem !== null) {
    return (
      <Page title={code}>
        <ProblemNote problem={method.problem} again={method.again} />
      </Page>
    )
  }
  return (
    <Page
      title={t('rates.title', { code })}
      note={method.value !== null && <MethodNote method={method.value} />}
      actions={add}
    >
      <div className="filters">
        <CountrySelect
          className="filter-wide"
          allowClear
          aria-label={t('rates.destination')}
          placeholder={t('rates.destination')}
          value={filters.values.destination ?? null}
          onChange={(destination?: string) => filters.set({ destination })}
        />
      </div>
      <ListTable<ShippingRate>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ origin, destination }) => `${origin} ${destination}`}
        label={t('rates.title', { code })}
        empty={
          <EmptyNote title={t('rates.emptyTitle')} advice={t('rates.emptyAdvice')}>
            {add || undefined}
          </EmptyNote>
        }
      />
      {edited !== null && (
        <EditRate
          method={code}
          rate={edited === 'new' ? null : edited}
          done={list.again}
          close={() => setEdited(null)}
        />
      )}
      {removed !== null && (
        <ActDialog
          title={t('rates.removeTitle')}
          lead={t('rates.removeLead', {
            origin: countryText(removed.origin),
            destination: countryText(removed.destination),
          })}
          confirm={t('rules.remove')}
          danger
          act={() => change('DELETE', ratePath(removed))}
          done={() => {
            void message.success(t('rates.removed'))
            list.again()
          }}
          close={() => setRemoved(null)}
        />
      )}
    </Page>
  )
}

function MethodNote({ method: { name, speed, purpose, enabled } }: { method: ShippingMethod }) {
  return (
    <>
      {[name, wordText('speed', speed), wordText('methodPurpose', purpose)].join(' · ')}{' '}
      <Status group="enabledState" word={enabled ? 'on' : 'off'} />
    </>
  )
}
