/** A new secret for an address; for a while the old one signs besides it, so that no message is missed. */
import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { SecretDialog } from '../../parts/secret-dialog'
import type { NewWebhookEndpoint } from '../../types'
import { endpointSecret } from './endpoint-secret'

const HOUR_SECONDS = 3_600
const USUAL_HOURS = 24
const MOST_HOURS = 168

interface RotateSecretProps {
  readonly path: string
  readonly done: () => void
  readonly close: () => void
}

export function RotateSecret({ path, done, close }: RotateSecretProps) {
  const { t } = useTranslation()
  return (
    <SecretDialog<{ hours: number }, NewWebhookEndpoint>
      title={t('webhooks.rotateTitle')}
      lead={t('webhooks.rotateLead')}
      confirm={t('webhooks.rotate')}
      initial={{ hours: USUAL_HOURS }}
      make={({ hours }, key) => {
        const body = { overlapSeconds: Math.round(hours * HOUR_SECONDS) }
        return change<NewWebhookEndpoint>('POST', `${path}/rotate-secret`, body, key)
      }}
      shown={(made) => endpointSecret(t, made)}
      done={done}
      close={close}
    >
      <Form.Item
        name="hours"
        label={t('webhooks.overlap')}
        extra={t('webhooks.overlapHint')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <InputNumber className="whole" min={0} max={MOST_HOURS} precision={2} />
      </Form.Item>
    </SecretDialog>
  )
}
