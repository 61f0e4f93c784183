/** A new rate, or one that changes. */
import { App, Form, type FormInstance, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { CountrySelect } from '../../parts/country-select'
import type { ShippingRate } from '../../types'
import { countryText, digitsOf, USUAL_CURRENCIES } from '../../words'
import { ratePath } from './rate-path'

interface Typed {
  readonly origin: string
  readonly destination: string
  readonly currency: string
  /** In main units. */
  readonly first: number
  readonly firstGrams: number
  readonly step: number
  readonly stepGrams: number
  readonly daysMin: number
  readonly daysMax: number
}

const MOST_MINOR = 100_000_000
const MOST_GRAMS = 1_000_000
const MOST_DAYS = 365

interface EditRateProps {
  readonly method: string
  /** Null: a new one. */
  readonly rate: ShippingRate | null
  readonly done: () => void
  readonly close: () => void
}

export function EditRate({ method, rate, done, close }: EditRateProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [currency, setCurrency] = useState(rate?.currency ?? 'USD')
  const digits = digitsOf(currency)
  const isNew = rate === null
  const needed = { required: true, message: t('common.needed') }
  const currencies = [...new Set([...USUAL_CURRENCIES, currency])]
  const put = async ({ origin, destination, first, step, ...typed }: Typed, key: string) => {
    const minor = (amount: number) => Math.round(amount * 10 ** digits)
    const body = { ...typed, currency, firstMinor: minor(first), stepMinor: minor(step) }
    await change('PUT', ratePath({ method, origin, destination }), body, key)
    void message.success(t('rates.saved', { destination: countryText(destination) }))
  }
  const notBelowLeast = ({ getFieldValue }: Pick<FormInstance<Typed>, 'getFieldValue'>) => ({
    validator: (_: unknown, most: number | null) =>
      (most ?? 0) < (getFieldValue('daysMin') ?? 0)
        ? Promise.reject(new Error(t('rates.daysOrder')))
        : Promise.resolve(),
  })
  const amount = (name: 'first' | 'step') => (
    <Form.Item name={name} label={t(`rates.${name}`)} rules={[needed]}>
      <InputNumber className="whole" min={0} max={MOST_MINOR / 10 ** digits} precision={digits} />
    </Form.Item>
  )
  const weight = (name: 'firstGrams' | 'stepGrams') => (
    <Form.Item name={name} label={t(`rates.${name}`)} rules={[needed]}>
      <InputNumber className="whole" min={1} max={MOST_GRAMS} precision={0} />
    </Form.Item>
  )
  return (
    <ActDialog<Typed>
      title={isNew ? t('rates.addTitle', { method }) : t('rates.editTitle', { method })}
      lead={t('rates.lead')}
      confirm={t('items.save')}
      initial={{
        firstGrams: 500,
        stepGrams: 500,
        ...(rate !== null && {
          ...rate,
          first: rate.firstMinor / 10 ** digits,
          step: rate.stepMinor / 10 ** digits,
        }),
        currency,
      }}
      act={put}
      done={done}
      close={close}
    >
      <div className="form-pair">
        <Form.Item name="origin" label={t('rates.origin')} rules={[needed]}>
          <CountrySelect disabled={!isNew} />
        </Form.Item>
        <Form.Item name="destination" label={t('rates.destination')} rules={[needed]}>
          <CountrySelect disabled={!isNew} />
        </Form.Item>
        {amount('first')}
        {weight('firstGrams')}
        {amount('step')}
        {weight('stepGrams')}
        <Form.Item name="daysMin" label={t('rates.daysMin')} rules={[needed]}>
          <InputNumber className="whole" min={0} max={MOST_DAYS} precision={0} />
        </Form.Item>
        <Form.Item
          name="daysMax"
          label={t('rates.daysMax')}
          dependencies={['daysMin']}
          rules={[needed, notBelowLeast]}
        >
          <InputNumber className="whole" min={0} max={MOST_DAYS} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="currency" label={t('items.currency')} rules={[needed]}>
        <Select options={currencies.map((value) => ({ value, label: value }))} onChange={setCurrency} />
      </Form.Item>
    </ActDialog>
  )
}
