/** A new item, or one whose name, price, weight or status changes. */
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change, withQuery } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { Item } from '../../types'
import { digitsOf, USUAL_CURRENCIES, wordText } from '../../words'
import { ITEM_STATUSES } from './item-statuses'

interface Typed {
  readonly sku: string
  readonly name: string
  /** In main units, such as 12.5 dollars. */
  readonly price: number
  readonly currency: string
  readonly weightGrams: number
  readonly status: string
}

interface EditItemProps {
  /** Null: a new one. */
  readonly item: Item | null
  /** Whose items; if not given, of the account for which the person acts. */
  readonly account?: string | undefined
  readonly done: () => void
  readonly close: () => void
}

const MOST_MINOR = 100_000_000

export function EditItem({ item, account, done, close }: EditItemProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [currency, setCurrency] = useState(item?.currency ?? 'USD')
  const digits = digitsOf(currency)
  const needed = { required: true, message: t('common.needed') }
  const currencies = [...new Set([...USUAL_CURRENCIES, currency])]
  const put = async ({ sku, name, price, weightGrams, status }: Typed, key: string) => {
    const body = {
      name: name.trim(),
      priceMinor: Math.round(price * 10 ** digits),
      currency,
      weightGrams,
      status,
    }
    const path = withQuery(`/v1/items/${encodeURIComponent(sku.trim())}`, { account })
    await change('PUT', path, body, key)
    void message.success(t('items.saved', { sku: sku.trim() }))
  }
  return (
    <ActDialog<Typed>
      title={item === null ? t('items.addTitle') : t('items.editTitle', { sku: item.sku })}
      confirm={t('items.save')}
      initial={{
        status: 'on_shelf',
        ...(item !== null && { ...item, price: item.priceMinor / 10 ** digits }),
        currency,
      }}
      act={put}
      done={done}
      close={close}
    >
      {account !== undefined && (
        <Form.Item label={t('stock.account')}>
          <Input value={account} readOnly />
        </Form.Item>
      )}
      <Form.Item name="sku" label={t('stock.sku')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={64} autoComplete="off" readOnly={item !== null} />
      </Form.Item>
      <Form.Item name="name" label={t('items.name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="price" label={t('items.price')} rules={[needed]}>
          <InputNumber className="whole" min={0} max={MOST_MINOR / 10 ** digits} precision={digits} />
        </Form.Item>
        <Form.Item name="currency" label={t('items.currency')} rules={[needed]}>
          <Select options={currencies.map((value) => ({ value, label: value }))} onChange={setCurrency} />
        </Form.Item>
        <Form.Item name="weightGrams" label={t('items.weightGrams')} rules={[needed]}>
          <InputNumber className="whole" min={0} max={1_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="status" label={t('items.status')} rules={[needed]}>
          <Select options={ITEM_STATUSES.map((value) => ({ value, label: wordText('itemStatus', value) }))} />
        </Form.Item>
      </div>
    </ActDialog>
  )
}
