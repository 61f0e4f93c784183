/** Money that came: it is added to the balance, and waiting orders are paid with it, oldest first. */
import { App, Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { Account } from '../../types'
import { digitsOf, moneyText } from '../../words'

interface Typed {
  /** In main units. */
  readonly amount: number
  readonly note?: string
}

const MOST_MINOR = 1_000_000_000_000

interface TopUpProps {
  readonly account: Account
  readonly done: () => void
  readonly close: () => void
}

export function TopUp({ account: { name, currency }, done, close }: TopUpProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const digits = digitsOf(currency)
  const unit = 10 ** digits
  const add = async ({ amount, note = '' }: Typed, key: string) => {
    const body = {
      amountMinor: Math.round(amount * unit),
      ...(note.trim() !== '' && { note: note.trim() }),
    }
    const path = `/v1/accounts/${encodeURIComponent(name)}/top-ups`
    const { balanceMinor } = await change<{ balanceMinor: number }>('POST', path, body, key)
    void message.success(t('account.toppedUp', { balance: moneyText(balanceMinor, currency) }))
  }
  return (
    <ActDialog<Typed>
      title={t('account.topUpTitle', { name })}
      lead={t('account.topUpLead')}
      confirm={t('account.topUp')}
      act={add}
      done={done}
      close={close}
    >
      <Form.Item
        name="amount"
        label={t('account.amountIn', { currency })}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <InputNumber className="whole" min={1 / unit} max={MOST_MINOR / unit} precision={digits} />
      </Form.Item>
      <Form.Item name="note" label={t('account.note')} extra={t('account.noteHint')}>
        <Input maxLength={200} />
      </Form.Item>
    </ActDialog>
  )
}
