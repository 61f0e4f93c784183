/** A new stock location, or one that changes. */
import { App, Form, Input, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { CountrySelect } from '../../parts/country-select'
import type { StockLocation } from '../../types'

interface Typed {
  readonly code: string
  readonly name: string
  readonly country: string
  readonly region?: string | null
  readonly number?: number | null
  readonly priority: number
  readonly enabled: boolean
}

const USUAL_PRIORITY = 100
const MOST_PRIORITY = 1_000_000
const MOST_NUMBER = 2_147_483_647

interface EditLocationProps {
  /** Null: a new one. */
  readonly location: StockLocation | null
  readonly done: () => void
  readonly close: () => void
}

export function EditLocation({ location, done, close }: EditLocationProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const needed = { required: true, message: t('common.needed') }
  const put = async ({ code, region, number, ...typed }: Typed, key: string) => {
    const body = {
      ...typed,
      name: typed.name.trim(),
      ...((region ?? '').trim() !== '' && { region: (region ?? '').trim() }),
      ...(typeof number === 'number' && { number }),
    }
    await change('PUT', `/v1/stock-locations/${encodeURIComponent(code.trim())}`, body, key)
    void message.success(t('locations.saved', { code: code.trim() }))
  }
  return (
    <ActDialog<Typed>
      title={location === null ? t('locations.addTitle') : t('items.editTitle', { sku: location.code })}
      lead={t('locations.lead')}
      confirm={t('items.save')}
      initial={location ?? { priority: USUAL_PRIORITY, enabled: true }}
      act={put}
      done={done}
      close={close}
    >
      <div className="form-pair">
        <Form.Item name="code" label={t('locations.code')} rules={[{ ...needed, whitespace: true }]}>
          <Input maxLength={32} autoComplete="off" readOnly={location !== null} />
        </Form.Item>
        <Form.Item name="priority" label={t('locations.priority')} rules={[needed]}>
          <InputNumber className="whole" min={0} max={MOST_PRIORITY} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="name" label={t('locations.name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="country" label={t('locations.country')} rules={[needed]}>
        <CountrySelect />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="region" label={t('locations.region')}>
          <Input maxLength={32} autoComplete="off" />
        </Form.Item>
        <Form.Item name="number" label={t('locations.number')} tooltip={t('locations.numberHint')}>
          <InputNumber className="whole" min={1} max={MOST_NUMBER} precision={0} />
        </Form.Item>
      </div>
      <Form.Item
        name="enabled"
        label={t('locations.enabled')}
        valuePropName="checked"
        extra={t('locations.enabledHint')}
      >
        <Switch />
      </Form.Item>
    </ActDialog>
  )
}
