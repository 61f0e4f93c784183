/** A secret that is shown once: whoever closes this has kept it, or makes another one. */
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Copyable } from '../../parts/show'

export function ShownSecret({ secret, close }: { secret: string; close: () => void }) {
  const { t } = useTranslation()
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
