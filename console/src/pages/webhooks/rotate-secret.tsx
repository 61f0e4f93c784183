/** A new secret for an address; for a while the old one signs besides it, so that no message is missed. */
import { Form, InputNumber } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { ShownSecret } from '../../parts/shown-secret'
import type { NewWebhookEndpoint } from '../../types'

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
  const [made, setMade] = useState<NewWebhookEndpoint | null>(null)
  const isShowing = useRef(false)
  if (made !== null) {
    return (
      <ShownSecret
        title={t('webhooks.secretTitle')}
        lead={t('webhooks.secretLead')}
        lost={t('webhooks.secretLost')}
        kept={t('webhooks.secretKept')}
        parts={made.secret === null ? null : { [t('webhooks.secret')]: made.secret }}
        close={close}
      />
    )
  }
  return (
    <ActDialog<{ hours: number }>
      title={t('webhooks.rotateTitle')}
      lead={t('webhooks.rotateLead')}
      confirm={t('webhooks.rotate')}
      initial={{ hours: USUAL_HOURS }}
      act={async ({ hours }, key) => {
        const body = { overlapSeconds: Math.round(hours * HOUR_SECONDS) }
        const rotated = await change<NewWebhookEndpoint>('POST', `${path}/rotate-secret`, body, key)
        isShowing.current = true
        setMade(rotated)
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
