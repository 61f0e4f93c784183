/** A new address to be told; its secret is shown once, and then kept by whoever runs the address. */

import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { SecretDialog } from '../../parts/secret-dialog'
import { useChoices } from '../../reading'
import type { Account, Credential, NewWebhookEndpoint, WebhookDialect } from '../../types'
import { choicesOf, type EndpointChoices, EndpointFields } from './endpoint-fields'
import { endpointSecret } from './endpoint-secret'

/** The hub's own words. */
const OWN = 'native'

interface Typed extends EndpointChoices {
  readonly dialect: string
  readonly account?: string
  readonly credential?: number
}

export function AddEndpoint({ done, close }: { done: () => void; close: () => void }) {
  const { t } = useTranslation()
  const dialects = useChoices<WebhookDialect>('/v1/webhook-dialects')
  const [chosen, setChosen] = useState(OWN)
  const needed = [{ required: true, message: t('common.needed') }]
  const dialect = dialects.find((one) => one.dialect === chosen) ?? null
  const signsOwn = dialect?.secret !== 'credential'
  const add = async ({ account, credential, ...typed }: Typed, key: string) => {
    const { events, ...choices } = choicesOf(typed)
    const body = {
      ...choices,
      dialect: chosen,
      ...(events !== null && { events }),
      ...(signsOwn && account !== undefined && { account }),
      ...(!signsOwn && { credential }),
    }
    const added = await change<NewWebhookEndpoint>('POST', '/v1/webhook-endpoints', body, key)
    return signsOwn ? added : null
  }
  return (
    <SecretDialog<Typed, NewWebhookEndpoint>
      title={t('webhooks.addTitle')}
      lead={t('webhooks.addLead')}
      confirm={t('webhooks.add')}
      initial={{ dialect: OWN }}
      make={add}
      shown={(made) => endpointSecret(t, made)}
      done={done}
      close={close}
    >
      <EndpointFields dialect={dialect} key={chosen} />
      <div className="form-pair">
        <Form.Item name="dialect" label={t('connections.dialect')} rules={needed}>
          <Select
            options={dialects.map((one) => ({ value: one.dialect, label: one.dialect }))}
            onChange={setChosen}
          />
        </Form.Item>
        {signsOwn ? (
          <ChosenAccount isNeeded={dialect?.scope === 'account'} />
        ) : (
          <ChosenCredential family={chosen} />
        )}
      </div>
    </SecretDialog>
  )
}

function ChosenAccount({ isNeeded }: { isNeeded: boolean }) {
  const { t } = useTranslation()
  const accounts = useChoices<Account>('/v1/accounts')
  return (
    <Form.Item
      name="account"
      label={t('credentials.account')}
      rules={[{ required: isNeeded, message: t('common.needed') }]}
    >
      <Select
        allowClear
        placeholder={isNeeded ? undefined : t('webhooks.allAccounts')}
        options={accounts.map(({ name }) => ({ value: name, label: name }))}
      />
    </Form.Item>
  )
}

/** Those that are not revoked, by their numbers, as their secrets are known to nobody. */
function ChosenCredential({ family }: { family: string }) {
  const { t } = useTranslation()
  const credentials = useChoices<Credential>('/v1/credentials')
  const usable = credentials.filter(({ dialect, revokedAt }) => dialect === family && revokedAt === null)
  return (
    <Form.Item
      name="credential"
      label={t('webhooks.credential')}
      rules={[{ required: true, message: t('common.needed') }]}
    >
      <Select
        options={usable.map(({ id, account, hint }) => ({
          value: id,
          label: `${id} · ${account} · …${hint}`,
        }))}
      />
    </Form.Item>
  )
}
