/** A new routing rule, or one that changes. */
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { CountrySelect } from '../../parts/country-select'
import { useChoices } from '../../reading'
import type { Account, Connection, RoutingRule, StockLocation } from '../../types'

interface Typed {
  readonly connection: number
  readonly location?: string | null
  readonly skuPrefix?: string | null
  readonly country?: string | null
  readonly account?: string | null
  readonly priority: number
}

const USUAL_PRIORITY = 100
const MOST_PRIORITY = 1_000_000

interface EditRuleProps {
  /** Null: a new one. */
  readonly rule: RoutingRule | null
  readonly done: () => void
  readonly close: () => void
}

export function EditRule({ rule, done, close }: EditRuleProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const connections = useChoices<Connection>('/v1/connections')
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const accounts = useChoices<Account>('/v1/accounts')
  const needed = [{ required: true, message: t('common.needed') }]
  const save = async ({ connection, priority, skuPrefix, ...typed }: Typed, key: string) => {
    const body = {
      connection: String(connection),
      priority,
      skuPrefix: (skuPrefix ?? '').trim() === '' ? null : skuPrefix?.trim(),
      location: typed.location ?? null,
      country: typed.country ?? null,
      account: typed.account ?? null,
    }
    if (rule === null) await change('POST', '/v1/routing-rules', body, key)
    else await change('PATCH', `/v1/routing-rules/${rule.id}`, body)
    void message.success(t('rules.added'))
  }
  return (
    <ActDialog<Typed>
      title={t(rule === null ? 'rules.addTitle' : 'rules.editTitle')}
      lead={t('rules.addLead')}
      confirm={t(rule === null ? 'rules.add' : 'items.save')}
      initial={rule === null ? { priority: USUAL_PRIORITY } : { ...rule, connection: rule.connection.id }}
      act={save}
      done={done}
      close={close}
    >
      <Form.Item name="connection" label={t('rules.connection')} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={connections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="location" label={t('stock.location')}>
        <Select
          allowClear
          placeholder={t('rules.any')}
          options={locations.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
        />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="skuPrefix" label={t('rules.skuPrefix')}>
          <Input maxLength={64} autoComplete="off" placeholder={t('rules.any')} />
        </Form.Item>
        <Form.Item name="country" label={t('rules.country')}>
          <CountrySelect allowClear placeholder={t('rules.any')} />
        </Form.Item>
        <Form.Item name="account" label={t('rules.account')}>
          <Select
            allowClear
            placeholder={t('rules.any')}
            options={accounts.map(({ name }) => ({ value: name, label: name }))}
          />
        </Form.Item>
        <Form.Item name="priority" label={t('rules.priority')} rules={needed}>
          <InputNumber className="whole" min={0} max={MOST_PRIORITY} precision={0} />
        </Form.Item>
      </div>
    </ActDialog>
  )
}
