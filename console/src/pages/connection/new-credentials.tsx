/** Other credentials for a platform: those that are kept are never shown. */
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { objectIn, useObjectRule } from '../../json-object'
import { ActDialog } from '../../parts/act-dialog'
import type { Connection } from '../../types'

interface Typed {
  /** JSON, as the platform handed it out. */
  readonly credentials?: string
  readonly pushSecret?: string
}

const LONGEST_CREDENTIALS = 10_000

interface NewCredentialsProps {
  readonly connection: Connection
  readonly done: () => void
  readonly close: () => void
}

export function NewCredentials({ connection, done, close }: NewCredentialsProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const isObject = useObjectRule()
  const save = async ({ credentials = '', pushSecret = '' }: Typed) => {
    const body = {
      ...(credentials.trim() !== '' && { credentials: objectIn(credentials) }),
      ...(pushSecret.trim() !== '' && { pushSecret: pushSecret.trim() }),
    }
    await change('PATCH', `/v1/connections/${connection.id}`, body)
    void message.success(t('connection.renewed'))
  }
  return (
    <ActDialog<Typed>
      title={t('connection.renewTitle', { name: connection.name })}
      lead={t('connection.renewLead')}
      confirm={t('connection.renew')}
      act={save}
      done={done}
      close={close}
    >
      <Form.Item
        name="credentials"
        label={t('connections.credentials')}
        rules={[
          isObject,
          ({ getFieldValue }) => ({
            validator: (_, typed?: string) =>
              (typed ?? '').trim() === '' && (getFieldValue('pushSecret') ?? '').trim() === ''
                ? Promise.reject(new Error(t('common.needed')))
                : Promise.resolve(),
          }),
        ]}
        dependencies={['pushSecret']}
        extra={t('connections.credentialsHint')}
      >
        <Input.TextArea className="code" rows={4} maxLength={LONGEST_CREDENTIALS} autoComplete="off" />
      </Form.Item>
      <Form.Item name="pushSecret" label={t('connection.pushSecret')} extra={t('connection.pushSecretHint')}>
        <Input.Password maxLength={256} autoComplete="new-password" />
      </Form.Item>
    </ActDialog>
  )
}
