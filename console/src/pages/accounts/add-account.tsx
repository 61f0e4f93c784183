/** A new account; its policies are set on its own page. */
import { App, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { useStockOwners } from '../../parts/account-choice'
import { ActDialog } from '../../parts/act-dialog'
import { USUAL_CURRENCIES, wordText } from '../../words'

interface Typed {
  readonly name: string
  readonly currency: string
  readonly payment: string
  readonly stockOwner?: string
}

interface AddAccountProps {
  readonly done: () => void
  readonly close: () => void
}

export function AddAccount({ done, close }: AddAccountProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const needed = { required: true, message: t('common.needed') }
  // Whoever draws on another's stock has none of its own that a third one could draw on.
  const owners = useStockOwners()
  const add = async ({ name, currency, payment, stockOwner }: Typed, key: string) => {
    const body = {
      name: name.trim(),
      currency: currency.trim().toUpperCase(),
      payment,
      ...(stockOwner !== undefined && { stockOwner }),
    }
    await change('POST', '/v1/accounts', body, key)
    void message.success(t('accounts.added', { name: body.name }))
  }
  return (
    <ActDialog<Typed>
      title={t('accounts.addTitle')}
      lead={t('accounts.addLead')}
      confirm={t('accounts.add')}
      initial={{ payment: 'balance', currency: 'USD' }}
      act={add}
      done={done}
      close={close}
    >
      <Form.Item name="name" label={t('locations.name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="currency" label={t('items.currency')} rules={[needed]}>
          <Select
            showSearch
            options={USUAL_CURRENCIES.map((value) => ({ value, label: value }))}
            popupMatchSelectWidth={false}
          />
        </Form.Item>
        <Form.Item name="payment" label={t('accounts.payment')} rules={[needed]}>
          <Select
            options={['balance', 'none'].map((value) => ({
              value,
              label: wordText('accountPayment', value),
            }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="stockOwner" label={t('accounts.stockOwner')} extra={t('accounts.stockOwnerHint')}>
        <Select
          allowClear
          placeholder={t('accounts.ownStock')}
          showSearch={{ optionFilterProp: 'label' }}
          options={owners.map((name) => ({ value: name, label: name }))}
        />
      </Form.Item>
    </ActDialog>
  )
}
