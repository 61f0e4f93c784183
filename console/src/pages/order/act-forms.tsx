/** What has to be told for an act that needs more than a few words: pieces, packages, fulfilment orders, amounts. */
import { Button, Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PlusIcon } from '../../parts/icons'
import type { FulfilmentOrder, Order } from '../../types'
import { digitsOf, numberText, wordText } from '../../words'

/** Pieces by the number of their line, as they are typed. */
type TypedPieces = Readonly<Record<string, number | null | undefined>>

export interface TypedAct {
  readonly pieces?: TypedPieces
  readonly packages?: readonly { readonly weightGrams?: number | null; readonly pieces?: TypedPieces }[]
  readonly fulfilmentOrders?: readonly string[]
  readonly trackingNumber?: string
  readonly at?: Dayjs
  readonly status?: string
  readonly description?: string
  readonly city?: string
  readonly urls?: string
  readonly remark?: string
  readonly reason?: string
  readonly kind?: string
  readonly goods?: string
  readonly scope?: 'all' | 'some'
  /** In main units, such as 12.5 dollars. */
  readonly amount?: number | null
}

interface ActForm {
  readonly initial: TypedAct
  readonly fields: ReactNode
  body(typed: TypedAct): object
}

/** Of the order, or of one part of it. */
export interface ActTarget {
  readonly order: Order
  readonly part: FulfilmentOrder | null
}

export const ACT_FORMS = {
  split: (target: ActTarget): ActForm => ({
    initial: {},
    fields: <PieceFields name={['pieces']} lines={wantedLines(target)} />,
    body: ({ pieces }) => ({ lines: linesOf(pieces) }),
  }),
  packSeveral: (target: ActTarget): ActForm => ({
    initial: { packages: [{ pieces: everythingOf(target) }, {}] },
    fields: <PackageFields lines={wantedLines(target)} />,
    body: ({ packages = [] }) => ({
      packages: packages.map(({ weightGrams, pieces }, index) => ({
        packageNumber: String(index + 1),
        ...(typeof weightGrams === 'number' && { weightGrams }),
        lines: linesOf(pieces),
      })),
    }),
  }),
  merge: (target: ActTarget): ActForm => ({
    initial: { fulfilmentOrders: partsBeside(target).map(({ number }) => number) },
    fields: <MergeFields parts={partsBeside(target)} />,
    body: ({ fulfilmentOrders = [] }) => ({
      fulfilmentOrders: [target.part?.number, ...fulfilmentOrders].filter((one) => one !== undefined),
    }),
  }),
  track: ({ order, part }: ActTarget): ActForm => {
    const shipments = (part === null ? order.fulfilmentOrders : [part]).flatMap((one) => one.shipments)
    const numbers = [...new Set(shipments.map(({ trackingNumber }) => trackingNumber))]
    const [trackingNumber] = numbers
    return {
      initial: { at: dayjs(), status: 'in_transit', ...(trackingNumber !== undefined && { trackingNumber }) },
      fields: <TrackFields numbers={numbers} />,
      body: ({ trackingNumber, at, status, description, city }) => ({
        trackingNumber,
        events: [
          {
            at: (at ?? dayjs()).toISOString(),
            status,
            ...filled({ description, city }),
          },
        ],
      }),
    }
  },
  voucher: (): ActForm => ({
    initial: {},
    fields: <VoucherFields />,
    body: ({ urls = '', remark }) => ({
      urls: urls
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      ...filled({ remark }),
    }),
  }),
  requestAfterSale: ({ order }: ActTarget): ActForm => ({
    initial: { kind: 'refund', goods: hasLeft(order) ? 'shipped' : 'unshipped', scope: 'all' },
    fields: <AfterSaleFields order={order} />,
    body: ({ kind, goods, scope, pieces, amount, reason, remark }) => ({
      kind: goods === 'unshipped' ? 'refund' : kind,
      goods,
      ...(scope === 'some' && { lines: linesOf(pieces) }),
      ...amountOf(amount, order.currency),
      ...filled({ reason, remark }),
    }),
  }),
} as const

export type ActFormName = keyof typeof ACT_FORMS

interface PickedLine {
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
}

/** What of it is still to be shipped, line by line. */
function wantedLines({ part }: ActTarget): readonly PickedLine[] {
  const lines = new Map<number, PickedLine>()
  for (const { lineNumber, sku, quantity, cancelled } of part?.lines ?? []) {
    const left = quantity - cancelled + (lines.get(lineNumber)?.quantity ?? 0)
    if (left > 0) lines.set(lineNumber, { lineNumber, sku, quantity: left })
  }
  return [...lines.values()]
}

function everythingOf(target: ActTarget): TypedPieces {
  return Object.fromEntries(wantedLines(target).map(({ lineNumber, quantity }) => [lineNumber, quantity]))
}

function linesOf(pieces: TypedPieces = {}) {
  return Object.entries(pieces).flatMap(([lineNumber, quantity]) =>
    typeof quantity === 'number' && quantity > 0 ? [{ lineNumber: Number(lineNumber), quantity }] : [],
  )
}

/** Others that it can become one with. */
export function partsBeside({ order, part }: ActTarget): readonly FulfilmentOrder[] {
  return order.fulfilmentOrders.filter(
    (one) =>
      part !== null &&
      one.number !== part.number &&
      one.location === part.location &&
      one.status === part.status &&
      one.packages.length + one.shipments.length === 0,
  )
}

export function hasLeft({ fulfilmentOrders }: Order): boolean {
  return fulfilmentOrders.some(({ shipments }) => shipments.length > 0)
}

export function isHere({ fulfilmentOrders }: Order): boolean {
  return fulfilmentOrders.some(({ status }) => !['handed_over', 'delivered', 'cancelled'].includes(status))
}

/** Without what was left empty. */
export function filled(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, typed]) => {
      const text = typed?.trim() ?? ''
      return text === '' ? [] : [[name, text] as const]
    }),
  )
}

export function amountOf(amount: number | null | undefined, currency: string): { amountMinor?: number } {
  return typeof amount === 'number' ? { amountMinor: Math.round(amount * 10 ** digitsOf(currency)) } : {}
}

interface PieceFieldsProps {
  readonly name: readonly (string | number)[]
  readonly lines: readonly PickedLine[]
}

export function PieceFields({ name, lines }: PieceFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className="piece-fields">
      {lines.map(({ lineNumber, sku, quantity }) => (
        <Form.Item
          key={lineNumber}
          name={[...name, String(lineNumber)]}
          label={t('actFields.piecesOf', { sku, quantity: numberText(quantity) })}
        >
          <InputNumber className="whole" min={0} max={quantity} precision={0} />
        </Form.Item>
      ))}
    </div>
  )
}

const MOST_PACKAGES = 100
const MOST_GRAMS = 1_000_000_000

function PackageFields({ lines }: { lines: readonly PickedLine[] }) {
  const { t } = useTranslation()
  return (
    <Form.List name="packages">
      {(boxes, { add, remove }) => (
        <>
          {boxes.map(({ key, name }) => (
            <fieldset key={key} className="package-fields">
              <legend>{t('parcel.package', { number: name + 1 })}</legend>
              <PieceFields name={[name, 'pieces']} lines={lines} />
              <Form.Item name={[name, 'weightGrams']} label={t('actFields.weightGrams')}>
                <InputNumber className="whole" min={0} max={MOST_GRAMS} precision={0} />
              </Form.Item>
              {boxes.length > 1 && (
                <Button size="small" onClick={() => remove(name)}>
                  {t('actFields.removePackage', { number: name + 1 })}
                </Button>
              )}
            </fieldset>
          ))}
          <Button icon={<PlusIcon />} disabled={boxes.length >= MOST_PACKAGES} onClick={() => add({})}>
            {t('actFields.addPackage')}
          </Button>
          <Unpacked lines={lines} />
        </>
      )}
    </Form.List>
  )
}

/** What is in no package yet, or in too many. */
function Unpacked({ lines }: { lines: readonly PickedLine[] }) {
  const { t } = useTranslation()
  const boxes = Form.useWatch<TypedAct['packages']>('packages') ?? []
  const wrong = lines.flatMap(({ lineNumber, sku, quantity }) => {
    const packed = boxes.reduce((sum, box) => sum + (box?.pieces?.[lineNumber] ?? 0), 0)
    return packed === quantity ? [] : [t('actFields.packedOf', { sku, packed, quantity })]
  })
  return (
    <p role="status" className="soft">
      {wrong.length === 0 ? t('actFields.allPacked') : wrong.join(' · ')}
    </p>
  )
}

function MergeFields({ parts }: { parts: readonly FulfilmentOrder[] }) {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="fulfilmentOrders"
      label={t('actFields.mergeWith')}
      rules={[{ required: true, message: t('common.needed') }]}
    >
      <Checkbox.Group options={parts.map(({ number }) => ({ value: number, label: number }))} />
    </Form.Item>
  )
}

const TRACKING_STATUSES = [
  'announced',
  'picked_up',
  'arrived',
  'departed',
  'in_customs',
  'in_transit',
  'available_for_pickup',
  'out_for_delivery',
  'delivery_attempted',
  'delivered',
  'exception',
  'returning',
  'returned',
] as const

function TrackFields({ numbers }: { numbers: readonly string[] }) {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('common.needed') }]
  return (
    <>
      <Form.Item name="trackingNumber" label={t('actFields.trackingNumber')} rules={needed}>
        <Select options={numbers.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="status" label={t('actFields.status')} rules={needed}>
          <Select
            options={TRACKING_STATUSES.map((value) => ({ value, label: wordText('trackingStatus', value) }))}
          />
        </Form.Item>
        <Form.Item name="at" label={t('actFields.at')} rules={needed}>
          <DatePicker className="whole" showTime={{ format: 'HH:mm' }} allowClear={false} />
        </Form.Item>
      </div>
      <Form.Item name="description" label={t('actFields.description')}>
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
      <Form.Item name="city" label={t('address.city')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </>
  )
}

function VoucherFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item
        name="urls"
        label={t('actFields.urls')}
        rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
      >
        <Input.TextArea rows={3} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="remark" label={t('order.remark')}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  )
}

function AfterSaleFields({ order }: { order: Order }) {
  const { t } = useTranslation()
  const goods = Form.useWatch<string>('goods')
  const scope = Form.useWatch<string>('scope')
  const choices = [...(isHere(order) ? ['unshipped'] : []), ...(hasLeft(order) ? ['shipped'] : [])]
  const kinds = goods === 'unshipped' ? ['refund'] : ['refund', 'return', 'exchange']
  return (
    <>
      <div className="form-pair">
        <Form.Item name="goods" label={t('actFields.goods')}>
          <Select options={choices.map((value) => ({ value, label: t(`afterSaleGoods.${value}`) }))} />
        </Form.Item>
        <Form.Item name="kind" label={t('actFields.kind')}>
          <Select options={kinds.map((value) => ({ value, label: wordText('afterSaleKind', value) }))} />
        </Form.Item>
      </div>
      <Form.Item name="scope" label={t('actFields.scope')}>
        <Select
          options={(['all', 'some'] as const).map((value) => ({
            value,
            label: t(`afterSaleScope.${value}`),
          }))}
        />
      </Form.Item>
      {scope === 'some' && <PieceFields name={['pieces']} lines={order.lines} />}
      <AmountField currency={order.currency} help={t('actFields.amountAskedHelp')} />
      <Form.Item name="reason" label={t('actFields.reason')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="remark" label={t('order.remark')}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  )
}

const MOST_MINOR = 1_000_000_000_000

export function AmountField({ currency, help }: { currency: string; help: string }) {
  const { t } = useTranslation()
  const digits = digitsOf(currency)
  return (
    <Form.Item name="amount" label={t('actFields.amount', { currency })} extra={help}>
      <InputNumber className="whole" min={0} max={MOST_MINOR / 10 ** digits} precision={digits} />
    </Form.Item>
  )
}
