/** One message: what is sent, and when it was and will be tried. */
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from '../../parts/page'
import { Copyable, CopyButton, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { Delivery, WebhookDialect } from '../../types'
import { Attempts } from './attempts'

interface DeliveryDialogProps {
  readonly delivery: Delivery
  readonly dialect: WebhookDialect | null
  readonly close: () => void
}

export function DeliveryDialog({ delivery, dialect, close }: DeliveryDialogProps) {
  const { t } = useTranslation()
  const { event, subject, state, messageId, body, createdAt } = delivery
  return (
    <Modal open title={event} footer={null} onCancel={close} width={640}>
      <Facts>
        <Fact name={t('connections.state')}>
          <Status group="deliveryState" word={state} />
        </Fact>
        <Fact name={t('deliveries.subject')}>{subject}</Fact>
        <Fact name={t('deliveries.createdAt')}>
          <Time at={createdAt} />
        </Fact>
        <Fact name={t('deliveries.messageId')}>
          <Copyable text={messageId} />
        </Fact>
      </Facts>
      <h3 className="dialog-part">{t('deliveries.attempts')}</h3>
      <Attempts delivery={delivery} dialect={dialect} />
      <h3 className="dialog-part">
        {t('deliveries.body')} <CopyButton text={body} name={t('deliveries.body')} />
      </h3>
      <pre className="code sent-body">{body}</pre>
    </Modal>
  )
}
