/** What can be done with an order, or one part of it, as it stands; each is asked about before it is done. */

import { App, Button, Dropdown, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { DownIcon } from '../../parts/icons'
import { type Permission, useMay } from '../../permissions'
import { useChoices } from '../../reading'
import type { FulfilmentOrder, Order, StockLocation } from '../../types'

type Field = 'reason' | 'reasonNeeded' | 'carrier' | 'trackingNumber' | 'location'

interface Act {
  /** Its texts are `acts.<name>`. */
  readonly name: string
  /** The last part of its path. */
  readonly path: string
  readonly fields: readonly Field[]
  readonly danger?: true
  /** What its body says besides its fields. */
  readonly fixed?: Readonly<Record<string, unknown>>
  readonly may: Permission
}

const ON_PARTS: readonly (Act & { readonly from: readonly string[] })[] = [
  { name: 'allocate', path: 'allocate', fields: [], from: ['shortage'], may: 'warehouse' },
  { name: 'release', path: 'release', fields: [], from: ['hold'], may: 'warehouse' },
  { name: 'pack', path: 'pack', fields: [], from: ['allocated'], may: 'warehouse' },
  {
    name: 'handOver',
    path: 'hand-over',
    fields: ['carrier', 'trackingNumber'],
    from: ['packed'],
    may: 'warehouse',
  },
  { name: 'deliver', path: 'deliver', fields: [], from: ['handed_over'], may: 'warehouse' },
  {
    name: 'hold',
    path: 'hold',
    fields: ['reason'],
    from: ['drafted', 'shortage', 'allocated', 'packed'],
    may: 'warehouse',
  },
  {
    name: 'move',
    path: 'move',
    fields: ['location'],
    from: ['shortage', 'allocated'],
    may: 'warehouse',
  },
  {
    name: 'cancelPart',
    path: 'cancel',
    fields: ['reason'],
    danger: true,
    from: ['drafted', 'shortage', 'allocated', 'hold'],
    may: 'orders.change',
  },
]

function actsOnOrder(order: Order): readonly Act[] {
  const { financialStatus, orderStatus, fulfilmentOrders } = order
  const acts: Act[] = []
  if (orderStatus === 'cancelled') return acts
  if (['waiting', 'on_request', 'voucher_refused'].includes(financialStatus)) {
    acts.push({ name: 'pay', path: 'pay', fields: [], may: 'money' })
  }
  if (['voucher', 'confirming'].includes(financialStatus)) {
    const path = 'settle-payment'
    acts.push({ name: 'confirmPayment', path, fields: [], fixed: { approved: true }, may: 'money' })
    acts.push({
      name: 'refusePayment',
      path,
      fields: ['reasonNeeded'],
      fixed: { approved: false },
      danger: true,
      may: 'money',
    })
  }
  const hasLeft = fulfilmentOrders.some(({ shipments }) => shipments.length > 0)
  if (!hasLeft && orderStatus !== 'completed') {
    acts.push({ name: 'cancel', path: 'cancel', fields: ['reason'], danger: true, may: 'orders.change' })
  }
  return acts
}

interface ActionButtonsProps {
  readonly order: Order
  /** Null: of the order as a whole. */
  readonly part: FulfilmentOrder | null
  readonly done: () => void
}

/** The first is a button, since it is what usually comes next; the others are behind it. */
export function ActionButtons({ order, part, done }: ActionButtonsProps) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState<Act | null>(null)
  const possible =
    part === null ? actsOnOrder(order) : ON_PARTS.filter(({ from }) => from.includes(part.status))
  const acts = possible.filter((act) => may(act.may))
  const [first, ...others] = acts
  if (first === undefined) return null
  const target = part === null ? `/v1/orders/${order.orderNumber}` : `/v1/fulfilment-orders/${part.number}`
  const items = others.map((act) => ({
    key: act.name,
    label: t(`acts.${act.name}.button`),
    danger: act.danger === true,
    onClick: () => setAsked(act),
  }))
  return (
    <>
      <Button
        type={part !== null && first.danger !== true ? 'primary' : 'default'}
        danger={first.danger === true}
        size={part === null ? 'middle' : 'small'}
        onClick={() => setAsked(first)}
      >
        {t(`acts.${first.name}.button`)}
      </Button>
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button size={part === null ? 'middle' : 'small'}>
            {t('acts.more')} <DownIcon className="small-icon" />
          </Button>
        </Dropdown>
      )}
      {asked !== null && (
        <Asking
          act={asked}
          target={target}
          name={part === null ? String(order.orderNumber) : part.number}
          done={done}
          close={() => setAsked(null)}
        />
      )}
    </>
  )
}

interface AskingProps {
  readonly act: Act
  /** Path of what it is done with. */
  readonly target: string
  /** What a person knows it by. */
  readonly name: string
  readonly done: () => void
  readonly close: () => void
}

function Asking({ act, target, name, done, close }: AskingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  return (
    <ActDialog<Record<string, string | undefined>>
      title={t(`acts.${act.name}.title`, { name })}
      lead={t(`acts.${act.name}.lead`)}
      confirm={t(`acts.${act.name}.button`)}
      danger={act.danger === true}
      act={(values, key) => change('POST', `${target}/${act.path}`, { ...given(values), ...act.fixed }, key)}
      done={() => {
        void message.success(t(`acts.${act.name}.done`, { name }))
        done()
      }}
      close={close}
    >
      {act.fields.map((field) => (
        <ActField key={field} field={field} />
      ))}
    </ActDialog>
  )
}

/** What was typed, without what was left empty. */
function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = Object.entries(values).flatMap(([name, value]) => {
    const text = value?.trim() ?? ''
    return text === '' ? [] : [[name, text] as const]
  })
  return Object.fromEntries(filled)
}

const LONGEST = { reason: 200, carrier: 64, trackingNumber: 64 } as const

function ActField({ field }: { field: Field }) {
  const { t } = useTranslation()
  const needed = [{ required: true, whitespace: true, message: t('common.needed') }]
  if (field === 'location') {
    return (
      <Form.Item name="location" label={t('actFields.location')} rules={needed}>
        <LocationChoice />
      </Form.Item>
    )
  }
  const name = field === 'reasonNeeded' ? 'reason' : field
  return (
    <Form.Item name={name} label={t(`actFields.${name}`)} rules={field === 'reason' ? [] : needed}>
      <Input maxLength={LONGEST[name]} autoComplete="off" />
    </Form.Item>
  )
}

/** A field of a form: the form hands the value in. */
function LocationChoice(field: { id?: string; value?: string; onChange?: (value: string) => void }) {
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const options = locations
    .filter(({ enabled }) => enabled)
    .map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))
  return <Select {...field} showSearch={{ optionFilterProp: 'label' }} options={options} />
}
