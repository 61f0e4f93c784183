/** The facts beside an order: its money, where it goes, where it came from, and what else it carried. */
import { useTranslation } from 'react-i18next'
import { Facts, Panel } from '../../parts/page'
import { Copyable, Money, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { Order } from '../../types'
import { countryText, wordText } from '../../words'

export function Amounts({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { currency, goodsMinor, freightMinor, finalMinor, refundedMinor, paidAt, payBy, voucher } = order
  const money = (minor: number) => <Money minor={minor} currency={currency} />
  return (
    <Panel title={t('order.money')}>
      <Facts
        rows={[
          [t('money.goods'), money(goodsMinor)],
          [t('money.freight'), money(freightMinor)],
          [
            t('money.total'),
            <strong key="total" className="total">
              {money(finalMinor)}
            </strong>,
          ],
          [t('money.refunded'), refundedMinor > 0 ? money(refundedMinor) : null],
          [t('money.paidAt'), paidAt === null ? null : <Time at={paidAt} />],
          [t('money.payBy'), payBy === null || paidAt !== null ? null : <Time at={payBy} />],
          [t('money.voucher'), voucher === null ? null : <Vouchers urls={voucher.urls} />],
          ...order.afterSales.map(
            ({ afterSaleNumber, kind, status, amountMinor }) =>
              [
                t('money.afterSale', { kind: wordText('afterSaleKind', kind), number: afterSaleNumber }),
                <span key={afterSaleNumber}>
                  {money(amountMinor)} <Status group="afterSaleStatus" word={status} />
                </span>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  )
}

/** Addresses that a buyer gave: only those of the web are links. */
function Vouchers({ urls }: { urls: readonly string[] }) {
  const { t } = useTranslation()
  return urls.map((url, index) =>
    isWebAddress(url) ? (
      <a key={url} href={url} target="_blank" rel="noreferrer noopener">
        {t('money.voucherLink', { number: index + 1 })}
      </a>
    ) : (
      <span key={url}>{url}</span>
    ),
  )
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

export function Address({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { address } = order
  return (
    <Panel title={t('order.address')}>
      <Facts
        rows={[
          [t('address.recipient'), <Copyable key="recipient" text={address.recipient} />],
          [t('address.phone'), address.phone],
          [t('address.street1'), address.street1],
          [t('address.street2'), address.street2],
          [t('address.city'), address.city],
          [t('address.province'), address.province],
          [t('address.postalCode'), address.postalCode],
          [t('address.country'), countryText(address.country)],
          [t('address.ioss'), address.ioss],
          [t('address.vat'), address.vat],
        ]}
      />
    </Panel>
  )
}

export function Origin({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { account, dialect, salesChannel, storeNumber, speed, remark, label, due } = order
  return (
    <Panel title={t('order.origin')}>
      <Facts
        rows={[
          [t('orderColumns.account'), account],
          [t('orderColumns.dialect'), dialect],
          [t('orderColumns.salesChannel'), salesChannel],
          [t('order.storeNumber'), storeNumber],
          [t('order.speed'), speed === null ? null : wordText('speed', speed)],
          [t('order.remark'), remark],
          [t('order.label'), label === null ? null : <LabelLink orderNumber={order.orderNumber} label={label} />],
          [
            t('order.due'),
            due === null ? null : (
              <>
                {wordText('due', due.kind)} · <Time at={due.at} />
              </>
            ),
          ],
          [t('orderColumns.updatedAt'), <Time key="updated" at={order.updatedAt} />],
        ]}
      />
    </Panel>
  )
}

function LabelLink({ orderNumber, label }: { orderNumber: number; label: NonNullable<Order['label']> }) {
  const { t } = useTranslation()
  if (label.url === null) return <a href={`/v1/orders/${orderNumber}/label`}>{t('order.labelDownload')}</a>
  if (!isWebAddress(label.url)) return label.url
  return (
    <a href={label.url} target="_blank" rel="noreferrer noopener">
      {t('order.labelOpen')}
    </a>
  )
}

/** What the request carried besides. */
export function Extra({ order }: { order: Order }) {
  const { t } = useTranslation()
  if (order.extra === null || Object.keys(order.extra).length === 0) return null
  return (
    <Panel title={t('order.extra')}>
      <Facts
        rows={Object.entries(order.extra).map(([path, value]) => [
          path,
          <span key={path} className="code">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </span>,
        ])}
      />
    </Panel>
  )
}
