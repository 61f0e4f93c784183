/** Another name for the tenant, which its people then sign in with. */
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { useSession } from '../../session'

interface RenameTenantProps {
  /** Until now. */
  readonly name: string
  readonly done: () => void
  readonly close: () => void
}

export function RenameTenant({ name, done, close }: RenameTenantProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { refresh } = useSession()
  const needed = { required: true, message: t('common.needed') }
  return (
    <ActDialog<{ readonly name: string }>
      title={t('tenant.rename')}
      lead={t('tenant.renameLead')}
      confirm={t('items.save')}
      initial={{ name }}
      act={async (typed) => {
        await change('PATCH', '/v1/tenant', { name: typed.name.trim() })
      }}
      done={() => {
        void message.success(t('tenant.renamed'))
        refresh()
        done()
      }}
      close={close}
    >
      <Form.Item name="name" label={t('locations.name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}
