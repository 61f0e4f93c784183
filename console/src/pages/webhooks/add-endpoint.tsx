/** A new address to be told; its secret is shown once, and then kept by whoever runs the address. */

import { Form, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { Copyable } from '../../parts/show'
import type { NewWebhookEndpoint } from '../../types'

export function AddEndpoint({ done, close }: { done: () => void; close: () => void }) {
  const { t } = useTranslation()
  const [secret, setSecret] = useState<string | null>(null)
  const isShowing = useRef(false)
  const needed = [{ required: true, whitespace: true, message: t('common.needed') }]
  if (secret !== null) {
    return (
      <Modal
        open
        title={t('webhooks.secretTitle')}
        okText={t('webhooks.secretKept')}
        cancelButtonProps={{ hidden: true }}
        closable={false}
        mask={{ closable: false }}
        onOk={close}
      >
        <p className="dialog-lead">{t('webhooks.secretLead')}</p>
        <Copyable text={secret} />
      </Modal>
    )
  }
  return (
    <ActDialog<{ url: string }>
      title={t('webhooks.addTitle')}
      lead={t('webhooks.addLead')}
      confirm={t('webhooks.add')}
      act={async ({ url }, key) => {
        const made = await change<NewWebhookEndpoint>(
          'POST',
          '/v1/webhook-endpoints',
          { url: url.trim() },
          key,
        )
        isShowing.current = made.secret !== null
        setSecret(made.secret)
      }}
      done={done}
      // The secret is still to be shown.
      close={() => {
        if (!isShowing.current) close()
      }}
    >
      <Form.Item name="url" label={t('webhooks.url')} rules={needed}>
        <Input maxLength={2048} autoComplete="off" inputMode="url" />
      </Form.Item>
    </ActDialog>
  )
}
