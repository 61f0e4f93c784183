/** What the orders table can be narrowed by; the finding of one order is in find-order.tsx. */
import { Button, DatePicker, Tag } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/choice'
import type { Filters } from '../../parts/list'
import { useChoices, useReading } from '../../reading'
import type { Account } from '../../types'
import { wordText } from '../../words'

const STATUSES = {
  orderStatus: ['waiting_payment', 'processing', 'completed', 'cancelled'],
  fulfilmentStatus: ['none', 'waiting_to_ship', 'partially_shipped', 'fully_shipped', 'completed'],
  financialStatus: ['none', 'waiting', 'on_request', 'voucher', 'voucher_refused', 'confirming', 'paid'],
  refundStatus: ['none', 'refunding', 'partially_refunded', 'refunded'],
  partStatus: ['drafted', 'shortage', 'hold', 'allocated', 'packed', 'handed_over', 'delivered', 'cancelled'],
} as const
type Axis = keyof typeof STATUSES

/** What was found by is shown as a tag that can be taken away. */
export const FOUND_BY = ['sellerOrderNumber', 'trackingNumber', 'sku', 'recipient'] as const

export const ORDER_FILTERS: readonly string[] = [
  ...Object.keys(STATUSES),
  ...FOUND_BY,
  'account',
  'dialect',
  'createdFrom',
  'createdTo',
]

interface Documents {
  readonly documents: readonly { readonly name: string; readonly title: string }[]
}

export function OrderFilters({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const { values, set } = filters
  const accounts = useChoices<Account>('/v1/accounts')
  const dialects = useReading<Documents>('/openapi/index.json').value?.documents ?? []
  const { createdFrom, createdTo } = values
  const choice = (
    name: string,
    options: readonly { readonly value: string; readonly label: string }[],
    isSearched = false,
  ) => (
    <Choice
      key={name}
      label={t(`orderColumns.${name}`)}
      value={values[name]}
      options={options}
      isSearched={isSearched}
      isNarrow
      onChange={(value) => set({ [name]: value })}
    />
  )
  return (
    <>
      {(Object.keys(STATUSES) as Axis[]).map((axis) =>
        choice(
          axis,
          STATUSES[axis].map((value) => ({ value, label: wordText(axis, value) })),
        ),
      )}
      {choice(
        'account',
        accounts.map(({ name }) => ({ value: name, label: name })),
        true,
      )}
      {choice(
        'dialect',
        dialects.map(({ name, title }) => ({ value: name, label: title })),
        true,
      )}
      <DatePicker.RangePicker
        className="filter-wide"
        aria-label={t('orderColumns.createdAt')}
        allowEmpty={[true, true]}
        placeholder={[t('orders.createdFrom'), t('orders.createdTo')]}
        value={[
          createdFrom === undefined ? null : dayjs(createdFrom),
          createdTo === undefined ? null : dayjs(createdTo),
        ]}
        onChange={(range) =>
          set({
            createdFrom: range?.[0]?.startOf('day').toISOString(),
            createdTo: range?.[1]?.endOf('day').toISOString(),
          })
        }
      />
      {FOUND_BY.filter((name) => values[name] !== undefined).map((name) => (
        <Tag key={name} closable className="found-by" onClose={() => set({ [name]: undefined })}>
          {t('orders.foundBy', { what: t(`findBy.${name}`), value: values[name] })}
        </Tag>
      ))}
      {filters.isFiltered && (
        <Button type="link" onClick={filters.clear}>
          {t('list.clearFilters')}
        </Button>
      )}
    </>
  )
}
