/** What can be chosen of an address, when it is made and later. */
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { objectIn, useObjectRule } from '../../json-object'
import type { WebhookDialect } from '../../types'

export interface EndpointChoices {
  readonly url: string
  readonly events?: readonly string[]
  /** JSON. */
  readonly options?: string
}

const LONGEST_URL = 2048
const LONGEST_OPTIONS = 20_000

/** `dialect` null: not known yet. */
export function EndpointFields({ dialect }: { dialect: WebhookDialect | null }) {
  const { t } = useTranslation()
  const isObject = useObjectRule()
  const needed = { required: true, whitespace: true, message: t('common.needed') }
  return (
    <>
      <Form.Item name="url" label={t('webhooks.url')} rules={[needed]}>
        <Input maxLength={LONGEST_URL} autoComplete="off" inputMode="url" />
      </Form.Item>
      <Form.Item name="events" label={t('webhooks.events')} extra={t('webhooks.eventsHint')}>
        <Select
          mode="multiple"
          allowClear
          placeholder={t('webhooks.usualEvents', { count: dialect?.usualEvents.length ?? 0 })}
          options={(dialect?.events ?? []).map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      {(dialect?.options.length ?? 0) > 0 && (
        <Form.Item
          name="options"
          label={t('webhooks.options')}
          rules={[isObject]}
          extra={t('webhooks.optionsHint', { names: dialect?.options.join(', ') ?? '' })}
        >
          <Input.TextArea className="code" rows={3} maxLength={LONGEST_OPTIONS} autoComplete="off" />
        </Form.Item>
      )}
    </>
  )
}

/** As the hub takes them; no events are the usual ones. */
export function choicesOf({ url, events = [], options = '' }: EndpointChoices) {
  return {
    url: url.trim(),
    events: events.length === 0 ? null : events,
    ...(options.trim() !== '' && { options: objectIn(options) }),
  }
}
