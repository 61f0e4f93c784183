/** What is sent anew to an address: what was given up, or everything from an event or a moment on. */
import { App, DatePicker, Form, InputNumber, Radio } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'

const FROM = ['givenUp', 'fromEvent', 'fromMoment'] as const
type From = (typeof FROM)[number]

interface Typed {
  readonly from: From
  readonly orderNumber?: number
  readonly version?: number
  readonly moment?: Dayjs
}

interface ReplayProps {
  readonly path: string
  readonly done: () => void
  readonly close: () => void
}

export function Replay({ path, done, close }: ReplayProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [from, setFrom] = useState<From>('givenUp')
  const needed = [{ required: true, message: t('common.needed') }]
  const replay = async ({ orderNumber, version, moment }: Typed, key: string) => {
    const body =
      from === 'fromEvent'
        ? { orderNumber, version }
        : from === 'fromMoment'
          ? { from: moment?.toISOString() }
          : {}
    const { requeued } = await change<{ requeued: number }>('POST', `${path}/replay`, body, key)
    void message.success(t('deliveries.replayed', { count: requeued }))
  }
  return (
    <ActDialog<Typed>
      title={t('deliveries.replayTitle')}
      lead={t(`deliveries.${from}Lead`)}
      confirm={t('deliveries.replay')}
      initial={{ from, version: 1 }}
      act={replay}
      done={done}
      close={close}
    >
      <Form.Item name="from" label={t('deliveries.what')}>
        <Radio.Group
          className="radio-list"
          onChange={({ target }) => setFrom(target.value)}
          options={FROM.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
        />
      </Form.Item>
      {from === 'fromEvent' && (
        <div className="form-pair">
          <Form.Item name="orderNumber" label={t('orderColumns.orderNumber')} rules={needed}>
            <InputNumber className="whole" min={1} max={Number.MAX_SAFE_INTEGER} precision={0} />
          </Form.Item>
          <Form.Item name="version" label={t('deliveries.version')} rules={needed}>
            <InputNumber className="whole" min={1} max={2_147_483_647} precision={0} />
          </Form.Item>
        </div>
      )}
      {from === 'fromMoment' && (
        <Form.Item name="moment" label={t('deliveries.momentLabel')} rules={needed}>
          <DatePicker className="whole" showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
      )}
    </ActDialog>
  )
}
