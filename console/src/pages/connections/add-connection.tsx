/** A new connection: where the platform is, what it speaks, and the credentials that it has handed out. */
import { App, AutoComplete, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { objectIn, useObjectRule } from '../../json-object'
import { ActDialog } from '../../parts/act-dialog'
import { useChoices } from '../../reading'
import type { ServedDialect } from '../../types'

interface Typed {
  readonly name: string
  readonly dialect: string
  readonly baseUrl: string
  /** JSON, as the platform handed it out. */
  readonly credentials: string
}

const LONGEST_CREDENTIALS = 10_000

export function AddConnection({ done, close }: { done: () => void; close: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const dialects = useChoices<ServedDialect>('/v1/dialects')
  const families = [...new Set(dialects.map(({ family }) => family))]
  const needed = { required: true, whitespace: true, message: t('common.needed') }
  const add = async ({ name, dialect, baseUrl, credentials }: Typed, key: string) => {
    const body = {
      name: name.trim(),
      dialect: dialect.trim(),
      baseUrl: baseUrl.trim(),
      credentials: objectIn(credentials),
    }
    await change('POST', '/v1/connections', body, key)
    void message.success(t('connections.added', { name: body.name }))
  }
  const isObject = useObjectRule()
  return (
    <ActDialog<Typed>
      title={t('connections.addTitle')}
      lead={t('connections.addLead')}
      confirm={t('connections.add')}
      act={add}
      done={done}
      close={close}
    >
      <Form.Item name="name" label={t('connections.name')} rules={[needed]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="dialect"
        label={t('connections.dialect')}
        rules={[needed]}
        extra={t('connections.dialectHint')}
      >
        <AutoComplete maxLength={32} options={families.map((value) => ({ value }))} />
      </Form.Item>
      <Form.Item name="baseUrl" label={t('connections.baseUrl')} rules={[needed]}>
        <Input maxLength={2048} autoComplete="off" inputMode="url" />
      </Form.Item>
      <Form.Item
        name="credentials"
        label={t('connections.credentials')}
        rules={[needed, isObject]}
        extra={t('connections.credentialsHint')}
      >
        <Input.TextArea className="code" rows={4} maxLength={LONGEST_CREDENTIALS} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}
