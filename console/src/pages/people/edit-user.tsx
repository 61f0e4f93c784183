/** A new user, or one whose role or password changes, or who is turned off. */
import { App, Form, Input, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { ALLOWED } from '../../../../src/http/roles.js'
import { change } from '../../api'
import { useAccountNames } from '../../parts/account-choice'
import { ActDialog } from '../../parts/act-dialog'
import type { User } from '../../types'
import { wordText } from '../../words'

interface Typed {
  readonly username: string
  readonly role: User['role']
  /** Undefined or null: the tenant's first. */
  readonly account?: string | null
  readonly password?: string
  readonly enabled: boolean
}

const LEAST_PASSWORD = 10

interface EditUserProps {
  /** Null: a new one. */
  readonly user: User | null
  readonly done: () => void
  readonly close: () => void
}

export function EditUser({ user, done, close }: EditUserProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const names = useAccountNames()
  const needed = { required: true, message: t('common.needed') }
  const save = async ({ username, role, account = null, password = '', enabled }: Typed, key: string) => {
    const secret = password === '' ? {} : { password }
    if (user === null) await change('POST', '/v1/users', { username, role, account, ...secret }, key)
    else {
      const path = `/v1/users/${encodeURIComponent(username)}`
      await change('PATCH', path, { role, account, enabled, ...secret })
    }
    void message.success(t('people.saved', { username }))
  }
  return (
    <ActDialog<Typed>
      title={user === null ? t('people.addTitle') : t('people.editTitle', { username: user.username })}
      confirm={t('people.save')}
      initial={user ?? { role: 'operator', enabled: true }}
      act={save}
      done={done}
      close={close}
    >
      <Form.Item name="username" label={t('people.username')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={32} autoComplete="off" readOnly={user !== null} />
      </Form.Item>
      <Form.Item name="role" label={t('people.role')} rules={[needed]}>
        <Select options={Object.keys(ALLOWED).map((value) => ({ value, label: wordText('roles', value) }))} />
      </Form.Item>
      <Form.Item name="account" label={t('people.account')} extra={t('people.accountHint')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('people.firstAccount')}
          options={names.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={t(user === null ? 'people.password' : 'people.newPassword')}
        rules={[...(user === null ? [needed] : []), { min: LEAST_PASSWORD, message: t('people.tooShort') }]}
      >
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
      {user !== null && (
        <Form.Item name="enabled" label={t('people.enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </ActDialog>
  )
}
