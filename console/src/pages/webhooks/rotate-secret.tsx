/** A new secret for an address; for a while the old one signs besides it, so that no message is missed. */
import { Form, InputNumber } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { NewWebhookEndpoint } from '../../types'
import { ShownSecret } from './shown-secret'

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
  const [secret, setSecret] = useState<string | null>(null)
  const isShowing = useRef(false)
  if (secret !== null) return <ShownSecret secret={secret} close={close} />
  return (
    <ActDialog<{ hours: number }>
      title={t('webhooks.rotateTitle')}
      lead={t('webhooks.rotateLead')}
      confirm={t('webhooks.rotate')}
      initial={{ hours: USUAL_HOURS }}
      act={async ({ hours }, key) => {
        const body = { overlapSeconds: Math.round(hours * HOUR_SECONDS) }
        const made = await change<NewWebhookEndpoint>('POST', `${path}/rotate-secret`, body, key)
        isShowing.current = made.secret !== null
        setSecret(made.secret)
      }}
      done={done}
      close={() => {
        if (!isShowing.current) close()
      }}
    >
      <Form.Item
        name="hours"
        label={t('webhooks.overlap')}
        extra={t('webhooks.overlapHint')}
        rules={[{ required: true, message: t('common.needed') }]}
      >
        <InputNumber className="whole" min={0} max={MOST_HOURS} precision={2} />
      </Form.Item>
    </ActDialog>
  )
}
