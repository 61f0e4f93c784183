/** A new connection: where the platform is, what it speaks, and the credentials that it has handed out. */
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'

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
  const needed = { required: true, whitespace: true, message: t('common.needed') }
  const add = async ({ name, dialect, baseUrl, credentials }: Typed, key: string) => {
    const body = {
      name: name.trim(),
      dialect: dialect.trim(),
      baseUrl: baseUrl.trim(),
      credentials: membersOf(credentials),
    }
    await change('POST', '/v1/connections', body, key)
    void message.success(t('connections.added', { name: body.name }))
  }
  const isObject = (_: unknown, typed: string | undefined) =>
    (typed ?? '').trim() === '' || membersOf(typed ?? '') !== null
      ? Promise.resolve()
      : Promise.reject(new Error(t('connections.notAnObject')))
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
        <Input maxLength={32} autoComplete="off" />
      </Form.Item>
      <Form.Item name="baseUrl" label={t('connections.baseUrl')} rules={[needed]}>
        <Input maxLength={2048} autoComplete="off" inputMode="url" />
      </Form.Item>
      <Form.Item
        name="credentials"
        label={t('connections.credentials')}
        rules={[needed, { validator: isObject }]}
        extra={t('connections.credentialsHint')}
      >
        <Input.TextArea className="code" rows={4} maxLength={LONGEST_CREDENTIALS} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}

/** Null: it is no object. */
function membersOf(typed: string): object | null {
  try {
    const read: unknown = JSON.parse(typed)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null
  } catch {
    return null
  }
}
