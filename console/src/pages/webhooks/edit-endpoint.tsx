/** Another address, or other events. */
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { WebhookDialect, WebhookEndpoint } from '../../types'
import { choicesOf, type EndpointChoices, EndpointFields } from './endpoint-fields'

interface EditEndpointProps {
  readonly endpoint: WebhookEndpoint
  readonly dialect: WebhookDialect | null
  readonly done: () => void
  readonly close: () => void
}

export function EditEndpoint({ endpoint, dialect, done, close }: EditEndpointProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { id, url, events, options } = endpoint
  const save = async (typed: EndpointChoices) => {
    await change('PATCH', `/v1/webhook-endpoints/${id}`, choicesOf(typed))
    void message.success(t('webhooks.saved'))
  }
  return (
    <ActDialog<EndpointChoices>
      title={t('webhooks.editTitle')}
      lead={t('webhooks.editLead')}
      confirm={t('items.save')}
      initial={{ url, events: events ?? [], options: JSON.stringify(options, null, 2) }}
      act={save}
      done={done}
      close={close}
    >
      <EndpointFields dialect={dialect} />
    </ActDialog>
  )
}
