/** A new password of one's own. */
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../api'
import { ActDialog } from './act-dialog'

interface Typed {
  readonly currentPassword: string
  readonly newPassword: string
  readonly repeated: string
}

const LEAST = 10
const MOST = 200

export default function OwnPassword({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const needed = { required: true, message: t('common.needed') }
  return (
    <ActDialog<Typed>
      title={t('ownPassword.title')}
      lead={t('ownPassword.lead')}
      confirm={t('ownPassword.confirm')}
      act={({ currentPassword, newPassword }) =>
        change('POST', '/v1/session/password', { currentPassword, newPassword })
      }
      done={() => void message.success(t('ownPassword.done'))}
      close={close}
    >
      <Form.Item name="currentPassword" label={t('ownPassword.current')} rules={[needed]}>
        <Input.Password maxLength={MOST} autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={t('ownPassword.next')}
        rules={[needed, { min: LEAST, message: t('people.tooShort') }]}
      >
        <Input.Password maxLength={MOST} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('ownPassword.repeated')}
        dependencies={['newPassword']}
        rules={[
          needed,
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              (value ?? '') === '' || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('ownPassword.different'))),
          }),
        ]}
      >
        <Input.Password maxLength={MOST} autoComplete="new-password" />
      </Form.Item>
    </ActDialog>
  )
}
