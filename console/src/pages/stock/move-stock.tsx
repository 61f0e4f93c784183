/** Stock that came, or a count that differs from what the hub knows. */
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { useStockOwners } from '../../parts/account-choice'
import { ActDialog } from '../../parts/act-dialog'
import { useChoices } from '../../reading'
import type { StockLocation } from '../../types'
import { signedText } from '../../words'

export interface Moving {
  /** `receive`: pieces came. `adjust`: more or fewer are there than was thought. */
  readonly kind: 'receive' | 'adjust'
  /** Whose stock, or of the account whose it uses; if not given, of the one for which the person acts. */
  readonly account?: string | undefined
  /** The account is a mere proposal. */
  readonly isFree?: boolean
  readonly sku?: string
  readonly location?: string
}

interface Typed {
  readonly account?: string
  readonly sku: string
  readonly location: string
  readonly quantity: number
  readonly reason: string
}

/** The most that the hub moves at once. */
const MOST = 100_000_000

interface MoveStockProps {
  readonly moving: Moving
  readonly done: () => void
  readonly close: () => void
}

export function MoveStock({ moving, done, close }: MoveStockProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const owners = useStockOwners()
  const { kind, account, isFree = false, sku, location } = moving
  const needed = { required: true, message: t('common.needed') }
  const move = async (typed: Typed, key: string) => {
    const body = { ...typed, sku: typed.sku.trim(), reason: typed.reason.trim() }
    await change('POST', '/v1/stock-movements', body, key)
    const moved = { sku: body.sku, location: body.location, quantity: signedText(body.quantity) }
    void message.success(t('stock.moved', moved))
  }
  return (
    <ActDialog<Typed>
      title={t(`stock.${kind}Title`)}
      lead={t(`stock.${kind}Lead`)}
      confirm={t(`stock.${kind}Confirm`)}
      initial={{
        ...(account !== undefined && { account }),
        ...(sku !== undefined && { sku }),
        ...(location !== undefined && { location }),
        ...(kind === 'receive' && { reason: t('stock.receiveReason') }),
      }}
      act={move}
      done={done}
      close={close}
    >
      {owners.length > 1 && (
        <Form.Item name="account" label={t('stock.account')} rules={[needed]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            disabled={account !== undefined && !isFree}
            options={owners.map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      )}
      <Form.Item name="sku" label={t('stock.sku')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={64} autoComplete="off" readOnly={sku !== undefined} />
      </Form.Item>
      <Form.Item name="location" label={t('stock.location')} rules={[needed]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          disabled={location !== undefined}
          options={locations.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
        />
      </Form.Item>
      <Form.Item
        name="quantity"
        label={t(`stock.${kind}Quantity`)}
        rules={[
          needed,
          {
            validator: (_, value: unknown) =>
              value === 0 ? Promise.reject(new Error(t('stock.notZero'))) : Promise.resolve(),
          },
        ]}
      >
        <InputNumber
          className="whole"
          precision={0}
          min={kind === 'receive' ? 1 : -MOST}
          max={MOST}
          inputMode="numeric"
        />
      </Form.Item>
      <Form.Item name="reason" label={t('stock.reason')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </ActDialog>
  )
}
