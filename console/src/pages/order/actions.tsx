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
import {
  ACT_FORMS,
  type ActFormName,
  type ActTarget,
  filled,
  hasLeft,
  isHere,
  partsBeside,
  type TypedAct,
} from './act-forms'

type Field = 'reason' | 'reasonNeeded' | 'carrier' | 'trackingNumber' | 'location'

interface Act {
  /** Its texts are `acts.<name>`. */
  readonly name: string
  /** The last part of its path. */
  readonly path: string
  readonly fields: readonly Field[]
  readonly danger?: true
  /** Where it needs more than fields: what is asked, and how its body is made of that. */
  readonly form?: ActFormName
  /** Below the order, whatever it is about. */
  readonly onOrder?: true
  /** What its body says besides its fields. */
  readonly fixed?: Readonly<Record<string, unknown>>
  readonly may: Permission
}

interface ActOnPart extends Act {
  readonly from: readonly string[]
  /** What else must hold; nothing if not given. */
  readonly if?: (target: ActTarget) => boolean
}

const UNPACKED = ['drafted', 'shortage', 'hold', 'allocated']

const ON_PARTS: readonly ActOnPart[] = [
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
  {
    name: 'packSeveral',
    path: 'pack',
    fields: [],
    form: 'packSeveral',
    from: ['allocated'],
    may: 'warehouse',
  },
  { name: 'deliver', path: 'deliver', fields: [], from: ['handed_over'], may: 'warehouse' },
  {
    name: 'track',
    path: 'tracking',
    fields: [],
    form: 'track',
    onOrder: true,
    from: ['packed', 'handed_over', 'delivered'],
    if: ({ part }) => (part?.shipments ?? []).length > 0,
    may: 'warehouse',
  },
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
    from: UNPACKED,
    if: ({ part }) => isUnpacked(part),
    may: 'warehouse',
  },
  {
    name: 'split',
    path: 'split',
    fields: [],
    form: 'split',
    from: UNPACKED,
    if: ({ part }) => isSplittable(part),
    may: 'warehouse',
  },
  {
    name: 'merge',
    path: 'merge',
    fields: [],
    form: 'merge',
    onOrder: true,
    from: UNPACKED,
    if: (target) => isUnpacked(target.part) && partsBeside(target).length > 0,
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

function isUnpacked(part: FulfilmentOrder | null): boolean {
  return part !== null && part.packages.length + part.shipments.length === 0
}

/** One piece stays, and one goes. */
function isSplittable(part: FulfilmentOrder | null): boolean {
  const pieces = (part?.lines ?? []).reduce((sum, { quantity, cancelled }) => sum + quantity - cancelled, 0)
  return isUnpacked(part) && pieces > 1
}

function actsOnOrder(order: Order): readonly Act[] {
  const { financialStatus, orderStatus } = order
  const acts: Act[] = []
  if (orderStatus === 'cancelled') return acts
  if (['waiting', 'on_request', 'voucher_refused'].includes(financialStatus)) {
    acts.push({ name: 'pay', path: 'pay', fields: [], may: 'money' })
    acts.push({ name: 'voucher', path: 'voucher', fields: [], form: 'voucher', may: 'orders.change' })
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
  if (!hasLeft(order) && orderStatus !== 'completed') {
    acts.push({ name: 'cancel', path: 'cancel', fields: ['reason'], danger: true, may: 'orders.change' })
  }
  if (hasLeft(order) || (isHere(order) && orderStatus === 'processing')) {
    const form = 'requestAfterSale'
    acts.push({ name: form, path: 'after-sales', fields: [], form, may: 'orders.change' })
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
    part === null
      ? actsOnOrder(order)
      : ON_PARTS.filter((act) => act.from.includes(part.status) && act.if?.({ order, part }) !== false)
  const acts = possible.filter((act) => may(act.may))
  const [first, ...others] = acts
  if (first === undefined) return null
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
          target={{ order, part }}
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
  readonly target: ActTarget
  /** What a person knows it by. */
  readonly name: string
  readonly done: () => void
  readonly close: () => void
}

function Asking({ act, target, name, done, close }: AskingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { order, part } = target
  const root =
    part === null || act.onOrder ? `/v1/orders/${order.orderNumber}` : `/v1/fulfilment-orders/${part.number}`
  const path = `${root}/${act.path}`
  const form = act.form === undefined ? null : ACT_FORMS[act.form](target)
  const told = () => {
    void message.success(t(`acts.${act.name}.done`, { name }))
    done()
  }
  const texts = {
    title: t(`acts.${act.name}.title`, { name }),
    lead: t(`acts.${act.name}.lead`),
    confirm: t(`acts.${act.name}.button`),
    danger: act.danger === true,
    done: told,
    close,
  }
  if (form !== null) {
    return (
      <ActDialog<TypedAct>
        {...texts}
        initial={form.initial}
        act={(typed, key) => change('POST', path, form.body(typed), key)}
      >
        {form.fields}
      </ActDialog>
    )
  }
  return (
    <ActDialog<Record<string, string | undefined>>
      {...texts}
      act={(values, key) => change('POST', path, { ...filled(values), ...act.fixed }, key)}
    >
      {act.fields.map((field) => (
        <ActField key={field} field={field} />
      ))}
    </ActDialog>
  )
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
