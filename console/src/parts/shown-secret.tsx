/** A secret that is shown once: whoever closes this has kept it, and nothing else closes it. */
import { Alert, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from './page'
import { Copyable } from './show'

export interface ShownSecretProps {
  readonly title: string
  /** What it is for. */
  readonly lead: string
  /** What to do where it was made before, and the answer that showed it never came. */
  readonly lost: string
  /** The word on the button. */
  readonly kept: string
  /** Its parts by their names; null: it is lost. */
  readonly parts: Readonly<Record<string, string>> | null
  readonly close: () => void
}

export function ShownSecret({ title, lead, lost, kept, parts, close }: ShownSecretProps) {
  const { t } = useTranslation()
  const isLost = parts === null
  return (
    <Modal
      open
      title={title}
      okText={isLost ? t('common.back') : kept}
      cancelButtonProps={{ hidden: true }}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      onOk={close}
    >
      <Alert
        className="problem"
        type={isLost ? 'error' : 'warning'}
        showIcon
        role={isLost ? 'alert' : 'status'}
        title={isLost ? lost : lead}
      />
      <Facts>
        {Object.entries(parts ?? {}).map(([name, value]) => (
          <Fact key={name} name={name}>
            <Copyable text={value} />
          </Fact>
        ))}
      </Facts>
    </Modal>
  )
}
