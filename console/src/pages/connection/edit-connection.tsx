/** Where a platform is, at what pace it is asked, and what only its requests have. */
import { App, Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { objectIn, useObjectRule } from '../../json-object'
import { ActDialog } from '../../parts/act-dialog'
import type { Connection } from '../../types'

interface Typed {
  readonly name: string
  readonly baseUrl: string
  readonly storeName?: string
  readonly marketplace?: string
  readonly numberPrefix?: string
  readonly callsPerSecond?: number | null
  /** JSON. */
  readonly settings: string
}

const LONGEST_SETTINGS = 100_000
const MOST_CALLS = 1_000

interface EditConnectionProps {
  readonly connection: Connection
  readonly done: () => void
  readonly close: () => void
}

export function EditConnection({ connection, done, close }: EditConnectionProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const needed = { required: true, whitespace: true, message: t('common.needed') }
  const isObject = useObjectRule()
  const save = async (typed: Typed) => {
    const store = { name: typed.storeName?.trim() ?? '', marketplace: typed.marketplace?.trim() ?? '' }
    const body = {
      name: typed.name.trim(),
      baseUrl: typed.baseUrl.trim(),
      store: store.name === '' ? null : store,
      numberPrefix: typed.numberPrefix?.trim() ?? '',
      callsPerSecond: typed.callsPerSecond ?? null,
      settings: objectIn(typed.settings) ?? {},
    }
    await change('PATCH', `/v1/connections/${connection.id}`, body)
    void message.success(t('locations.saved', { code: body.name }))
  }
  const { name, baseUrl, store, numberPrefix, callsPerSecond, settings } = connection
  return (
    <ActDialog<Typed>
      title={t('items.editTitle', { sku: name })}
      confirm={t('items.save')}
      initial={{
        name,
        baseUrl,
        storeName: store?.name ?? '',
        marketplace: store?.marketplace ?? '',
        numberPrefix,
        callsPerSecond,
        settings: JSON.stringify(settings, null, 2),
      }}
      act={save}
      done={done}
      close={close}
    >
      <Form.Item name="name" label={t('connections.name')} rules={[needed]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="baseUrl" label={t('connections.baseUrl')} rules={[needed]}>
        <Input maxLength={2048} autoComplete="off" inputMode="url" />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="storeName" label={t('connection.store')}>
          <Input maxLength={128} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="marketplace"
          label={t('connection.marketplace')}
          dependencies={['storeName']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value?: string) =>
                (getFieldValue('storeName') ?? '') !== '' && (value ?? '') === ''
                  ? Promise.reject(new Error(t('common.needed')))
                  : Promise.resolve(),
            }),
          ]}
        >
          <Input maxLength={32} autoComplete="off" />
        </Form.Item>
        <Form.Item name="numberPrefix" label={t('connection.numberPrefix')}>
          <Input maxLength={12} autoComplete="off" />
        </Form.Item>
        <Form.Item name="callsPerSecond" label={t('connection.pace')}>
          <InputNumber
            className="whole"
            min={1}
            max={MOST_CALLS}
            precision={0}
            placeholder={t('connection.usualPace')}
          />
        </Form.Item>
      </div>
      <Form.Item
        name="settings"
        label={t('connection.settings')}
        rules={[isObject]}
        extra={t('connection.settingsHint')}
      >
        <Input.TextArea className="code" rows={4} maxLength={LONGEST_SETTINGS} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}
