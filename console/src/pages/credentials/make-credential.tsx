/** A new credential, which is shown once: whoever closes the dialog has copied it, or makes another one. */
import { Checkbox, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { SecretDialog } from '../../parts/secret-dialog'
import { useMay } from '../../permissions'
import { useChoices } from '../../reading'
import type { Account, NewCredential, ServedDialect } from '../../types'

interface Typed {
  readonly account: string
  readonly dialect: string
  readonly limit: 'usual' | 'none' | 'own'
  readonly capacity?: number
  readonly perSecond?: number
  readonly sandbox?: boolean
}

const MOST = 1_000_000
/** The API that the console itself calls. */
const OWN = 'native'

interface MakeCredentialProps {
  readonly accounts: readonly Account[]
  readonly done: () => void
  readonly close: () => void
}

export function MakeCredential({ accounts, done, close }: MakeCredentialProps) {
  const { t } = useTranslation()
  const may = useMay()
  const dialects = useChoices<ServedDialect>('/v1/dialects')
  const [limit, setLimit] = useState<Typed['limit']>('usual')
  const needed = { required: true, message: t('common.needed') }
  const families = [...new Set(dialects.map(({ family }) => family)), ...(may('people') ? [OWN] : [])]
  const make = ({ capacity, perSecond, limit: kind, ...typed }: Typed, key: string) => {
    const body = {
      ...typed,
      sandbox: typed.sandbox === true,
      ...(kind === 'none' && { limit: kind }),
      ...(kind === 'own' && { limit: { capacity, perSecond } }),
    }
    return change<NewCredential>('POST', '/v1/credentials', body, key)
  }
  return (
    <SecretDialog<Typed, NewCredential>
      title={t('credentials.make')}
      lead={t('credentials.makeLead')}
      confirm={t('credentials.makeConfirm')}
      initial={{ limit: 'usual', ...(accounts[0] !== undefined && { account: accounts[0].name }) }}
      make={make}
      shown={({ id, credential }) => ({
        title: t('credentials.madeTitle', { id }),
        lead: t('credentials.shownOnce'),
        lost: t('credentials.lost', { id }),
        kept: t('credentials.copied'),
        parts: credential,
      })}
      done={done}
      close={close}
    >
      <Form.Item name="account" label={t('credentials.account')} rules={[needed]}>
        <Select showSearch options={accounts.map(({ name }) => ({ value: name, label: name }))} />
      </Form.Item>
      <Form.Item name="dialect" label={t('credentials.dialect')} rules={[needed]}>
        <Select options={families.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="limit" label={t('credentials.limit')}>
        <Select
          onChange={setLimit}
          options={[
            { value: 'usual', label: t('credentials.usualLimit') },
            { value: 'none', label: t('credentials.noLimit') },
            { value: 'own', label: t('credentials.chosenLimit') },
          ]}
        />
      </Form.Item>
      {limit === 'own' && (
        <div className="form-pair">
          <Form.Item name="capacity" label={t('credentials.capacity')} rules={[needed]}>
            <InputNumber className="whole" min={1} max={MOST} precision={0} />
          </Form.Item>
          <Form.Item name="perSecond" label={t('credentials.perSecond')} rules={[needed]}>
            <InputNumber className="whole" min={1} max={MOST} precision={0} />
          </Form.Item>
        </div>
      )}
      <Form.Item name="sandbox" valuePropName="checked" extra={t('credentials.sandboxHint')}>
        <Checkbox>{t('credentials.sandbox')}</Checkbox>
      </Form.Item>
    </SecretDialog>
  )
}
