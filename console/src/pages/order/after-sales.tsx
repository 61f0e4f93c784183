/** What is asked back of an order: how each stands, and what can be done about it now. */
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change, withQuery } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { Fact, Facts, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Copyable, Money, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { type Permission, useMay } from '../../permissions'
import { useChoices, useReading } from '../../reading'
import type { AfterSale, List, Order, StockLocation } from '../../types'
import { numberText, wordText } from '../../words'
import { AmountField, amountOf, filled } from './act-forms'

const MOST = 200

interface AfterSalesProps {
  readonly order: Order
  /** Raised when they have to be read again. */
  readonly round: number
  readonly done: () => void
}

export function AfterSales({ order, round, done }: AfterSalesProps) {
  const { t } = useTranslation()
  const isAny = order.afterSales.length > 0
  const path = withQuery('/v1/after-sales', { orderNumber: order.orderNumber, limit: MOST })
  const { value, problem, again, quietly } = useReading<List<AfterSale>>(isAny ? path : null)
  const shown = useRef(round)
  useEffect(() => {
    if (shown.current === round) return
    shown.current = round
    quietly()
  }, [round, quietly])
  if (!isAny) return null
  return (
    <Panel title={t('afterSales.title')}>
      <ProblemNote problem={problem} again={again} />
      {value === null && problem === null && <p className="soft">{t('common.loading')}</p>}
      {value?.data.map((one) => (
        <OneAfterSale key={one.afterSaleNumber} one={one} done={done} />
      ))}
    </Panel>
  )
}

function OneAfterSale({ one, done }: { one: AfterSale; done: () => void }) {
  const { t } = useTranslation()
  const { afterSaleNumber, kind, goods, status, lines, currency, parcel, received, messages } = one
  const name = t('money.afterSale', { kind: wordText('afterSaleKind', kind), number: afterSaleNumber })
  return (
    <section className="after-sale" aria-label={name}>
      <header className="trail-head">
        <strong>{name}</strong>
        <span className="panel-extra">
          <Status group="afterSaleStatus" word={status} />
          <AfterSaleButtons one={one} done={done} />
        </span>
      </header>
      <Facts>
        <Fact name={t('afterSales.goods')}>
          {t(`afterSaleGoods.${goods}`)}
          {lines.map(({ rowNumber, sku, quantity }) => (
            <div key={rowNumber}>
              <span className="number">{numberText(quantity)}</span> × <span className="code">{sku}</span>
            </div>
          ))}
        </Fact>
        <Fact name={t('afterSales.amount')}>
          {kind !== 'exchange' && <Money minor={one.amountMinor} currency={currency} />}
        </Fact>
        <Fact name={t('money.refunded')}>
          {one.refundedMinor > 0 && <Money minor={one.refundedMinor} currency={currency} />}
        </Fact>
        <Fact name={t('afterSales.asked')}>
          <Time at={one.createdAt ?? ''} />
        </Fact>
        <Fact name={t('actFields.reason')}>{one.reason}</Fact>
        <Fact name={t('order.remark')}>{one.remark}</Fact>
        <Fact name={t('afterSales.refusal')}>{one.refusal}</Fact>
        <Fact name={t('afterSales.reviewAt')}>
          {one.reviewAt !== null && status === 'requested' && <Time at={one.reviewAt} />}
        </Fact>
        <Fact name={t('afterSales.parcel')}>
          {parcel !== null && (
            <>
              {parcel.carrier} <Copyable text={parcel.trackingNumber} />
            </>
          )}
        </Fact>
        <Fact name={t('afterSales.received')}>
          {received.length > 0 &&
            received.map(({ rowNumber, sku, quantity, condition, location }) => (
              <div key={`${rowNumber} ${condition} ${location}`}>
                <span className="number">{numberText(quantity)}</span> × <span className="code">{sku}</span>{' '}
                {wordText('condition', condition)} <span className="soft">{location}</span>
              </div>
            ))}
        </Fact>
        <Fact name={t('afterSales.replacement')}>
          {one.replacementOrderNumber !== null && (
            <Link to={`/orders/${one.replacementOrderNumber}`}>{one.replacementOrderNumber}</Link>
          )}
        </Fact>
      </Facts>
      {messages.length > 0 && (
        <ol className="trail">
          {messages.map(({ at, by, text }) => (
            <li key={`${at} ${text}`}>
              <div className="trail-head">
                <span>{t(`messageBy.${by}`)}</span>
                <Time at={at ?? ''} />
              </div>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

interface Typed {
  readonly amount?: number | null
  readonly reason?: string
  readonly carrier?: string
  readonly trackingNumber?: string
  readonly text?: string
  /** Pieces by condition, by the number of their line. */
  readonly goods?: Readonly<Record<string, Readonly<Record<string, number | null | undefined>>>>
  readonly location?: string
}

const CONDITIONS = ['sellable', 'defective', 'scrapped'] as const

interface Act {
  /** Its texts are `afterSaleActs.<name>`. */
  readonly name: 'approve' | 'refuse' | 'sendBack' | 'receive' | 'message' | 'withdraw'
  readonly path: string
  readonly may: Permission
  readonly danger?: true
}

const OPEN = ['requested', 'approved', 'sent_back']

function actsOn({ status, kind }: AfterSale): readonly Act[] {
  const comesBack = kind !== 'refund' && (status === 'approved' || status === 'sent_back')
  return [
    ...(status === 'requested'
      ? ([
          { name: 'approve', path: 'approve', may: 'money' },
          { name: 'refuse', path: 'refuse', may: 'orders.change', danger: true },
        ] as const)
      : []),
    ...(comesBack
      ? ([
          { name: 'receive', path: 'receive', may: 'warehouse' },
          { name: 'sendBack', path: 'send-back', may: 'orders.change' },
        ] as const)
      : []),
    { name: 'message', path: 'messages', may: 'orders.change' },
    ...(OPEN.includes(status)
      ? ([{ name: 'withdraw', path: 'withdraw', may: 'orders.change', danger: true }] as const)
      : []),
  ]
}

function AfterSaleButtons({ one, done }: { one: AfterSale; done: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useMay()
  const [asked, setAsked] = useState<Act | null>(null)
  const { afterSaleNumber, currency } = one
  const name = String(afterSaleNumber)
  return (
    <span className="after-sale-acts">
      {actsOn(one)
        .filter((act) => may(act.may))
        .map((act) => (
          <Button key={act.name} size="small" danger={act.danger === true} onClick={() => setAsked(act)}>
            {t(`afterSaleActs.${act.name}.button`)}
          </Button>
        ))}
      {asked !== null && (
        <ActDialog<Typed>
          title={t(`afterSaleActs.${asked.name}.title`, { name })}
          lead={t(`afterSaleActs.${asked.name}.lead`)}
          confirm={t(`afterSaleActs.${asked.name}.button`)}
          danger={asked.danger === true}
          initial={asked.name === 'receive' ? { goods: allSellable(one) } : {}}
          act={(typed, key) =>
            change('POST', `/v1/after-sales/${name}/${asked.path}`, bodyOf(asked, typed, currency), key)
          }
          done={() => {
            void message.success(t(`afterSaleActs.${asked.name}.done`, { name }))
            done()
          }}
          close={() => setAsked(null)}
        >
          <Fields of={asked} one={one} />
        </ActDialog>
      )}
    </span>
  )
}

interface AskedLine {
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
}

function askedLines({ lines }: AfterSale): readonly AskedLine[] {
  const asked = new Map<number, AskedLine>()
  for (const { lineNumber, sku, quantity } of lines) {
    const before = asked.get(lineNumber)?.quantity ?? 0
    asked.set(lineNumber, { lineNumber, sku, quantity: before + quantity })
  }
  return [...asked.values()]
}

function allSellable(one: AfterSale): NonNullable<Typed['goods']> {
  return Object.fromEntries(
    askedLines(one).map(({ lineNumber, quantity }) => [String(lineNumber), { sellable: quantity }]),
  )
}

function returnedOf({ goods = {}, location }: Typed): readonly object[] {
  return Object.entries(goods).flatMap(([lineNumber, pieces]) =>
    CONDITIONS.flatMap((condition) => {
      const quantity = pieces[condition] ?? 0
      const returned = { lineNumber: Number(lineNumber), quantity, condition }
      return quantity === 0 ? [] : [location === undefined ? returned : { ...returned, location }]
    }),
  )
}

function bodyOf({ name }: Act, typed: Typed, currency: string): object {
  const { amount, reason, carrier, trackingNumber, text } = typed
  switch (name) {
    case 'approve':
      return amountOf(amount, currency)
    case 'refuse':
      return filled({ reason })
    case 'sendBack':
      return filled({ carrier, trackingNumber })
    case 'message':
      return filled({ text })
    case 'withdraw':
      return {}
    case 'receive':
      return { goods: returnedOf(typed), ...amountOf(amount, currency) }
  }
}

function Fields({ of: { name }, one }: { of: Act; one: AfterSale }): ReactNode {
  const { t } = useTranslation()
  const may = useMay()
  const needed = [{ required: true, whitespace: true, message: t('common.needed') }]
  if (name === 'approve' && one.kind !== 'exchange') {
    return <AmountField currency={one.currency} help={t('actFields.amountGrantedHelp')} />
  }
  if (name === 'refuse') {
    return (
      <Form.Item name="reason" label={t('actFields.reason')} rules={needed}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    )
  }
  if (name === 'message') {
    return (
      <Form.Item name="text" label={t('actFields.text')} rules={needed}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
    )
  }
  if (name === 'sendBack') {
    return (
      <>
        <Form.Item name="carrier" label={t('actFields.carrier')} rules={needed}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="trackingNumber" label={t('actFields.trackingNumber')} rules={needed}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
      </>
    )
  }
  if (name !== 'receive') return null
  return (
    <>
      <ReturnedFields one={one} />
      {may('money') && one.kind !== 'exchange' && (
        <AmountField currency={one.currency} help={t('actFields.amountPaidHelp')} />
      )}
    </>
  )
}

function ReturnedFields({ one }: { one: AfterSale }) {
  const { t } = useTranslation()
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  return (
    <>
      {askedLines(one).map(({ lineNumber, sku, quantity }) => (
        <fieldset key={lineNumber} className="package-fields">
          <legend>{t('actFields.piecesOf', { sku, quantity: numberText(quantity) })}</legend>
          <div className="form-three">
            {CONDITIONS.map((condition) => (
              <Form.Item
                key={condition}
                name={['goods', String(lineNumber), condition]}
                label={wordText('condition', condition)}
              >
                <InputNumber className="whole" min={0} max={quantity} precision={0} />
              </Form.Item>
            ))}
          </div>
        </fieldset>
      ))}
      <Form.Item name="location" label={t('actFields.location')} extra={t('actFields.returnLocationHelp')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={locations.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
        />
      </Form.Item>
    </>
  )
}
