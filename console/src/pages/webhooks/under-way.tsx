/** How much is still to be delivered to an address, such as after a replay, and the way to stop it. */
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { useMay } from '../../permissions'
import type { WebhookEndpoint } from '../../types'
import { numberText } from '../../words'

interface UnderWayProps {
  readonly endpoint: WebhookEndpoint
  readonly done: () => void
}

export function UnderWay({ endpoint: { id, due, replaying }, done }: UnderWayProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayChange = useMay()('integration.change')
  const [asked, setAsked] = useState(false)
  if (due === 0 && replaying === null) return null
  return (
    <div className="under-way">
      <span role="status">
        {t('underWay.due', { count: due, number: numberText(due) })}
        {replaying !== null && (
          <>
            <br />
            {t('underWay.replaying', {
              told: numberText(replaying.told),
              commits: numberText(replaying.commits),
            })}
          </>
        )}
      </span>
      {mayChange && (
        <Button size="small" onClick={() => setAsked(true)}>
          {t('underWay.stop')}
        </Button>
      )}
      {asked && (
        <ActDialog
          title={t('underWay.stopTitle')}
          lead={t('underWay.stopLead')}
          confirm={t('underWay.stop')}
          danger
          act={async (_, key) => {
            const path = `/v1/webhook-endpoints/${id}/give-up`
            const { givenUp } = await change<{ givenUp: number }>('POST', path, {}, key)
            void message.success(t('underWay.stopped', { count: givenUp }))
          }}
          done={done}
          close={() => setAsked(false)}
        />
      )}
    </div>
  )
}
