/** A new shipping method, or one that changes. */
import { App, Form, Input, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { ShippingMethod } from '../../types'
import { wordText } from '../../words'

const SPEEDS = ['standard', 'express', 'expedited'] as const
const PURPOSES = ['order', 'quote', 'carrier'] as const

interface EditMethodProps {
  /** Null: a new one. */
  readonly method: ShippingMethod | null
  readonly done: () => void
  readonly close: () => void
}

export function EditMethod({ method, done, close }: EditMethodProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const needed = { required: true, message: t('common.needed') }
  const put = async ({ code, name, ...typed }: ShippingMethod, key: string) => {
    const body = { ...typed, name: name.trim() }
    await change('PUT', `/v1/shipping-methods/${encodeURIComponent(code.trim())}`, body, key)
    void message.success(t('locations.saved', { code: code.trim() }))
  }
  return (
    <ActDialog<ShippingMethod>
      title={method === null ? t('shipping.addTitle') : t('items.editTitle', { sku: method.code })}
      lead={t('shipping.lead')}
      confirm={t('items.save')}
      initial={method ?? { speed: 'standard', purpose: 'order', enabled: true }}
      act={put}
      done={done}
      close={close}
    >
      <Form.Item name="code" label={t('locations.code')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={32} autoComplete="off" readOnly={method !== null} />
      </Form.Item>
      <Form.Item name="name" label={t('locations.name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="speed" label={t('shipping.speed')} rules={[needed]}>
          <Select options={SPEEDS.map((value) => ({ value, label: wordText('speed', value) }))} />
        </Form.Item>
        <Form.Item name="purpose" label={t('shipping.purpose')} rules={[needed]}>
          <Select options={PURPOSES.map((value) => ({ value, label: wordText('methodPurpose', value) }))} />
        </Form.Item>
      </div>
      <Form.Item name="enabled" label={t('shipping.enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActDialog>
  )
}
