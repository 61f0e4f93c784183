/** The facts beside an order: its money, where it goes, where it came from, and what else it carried. */
import { useTranslation } from 'react-i18next'
import { Fact, Facts, Panel } from '../../parts/page'
import { Money, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { Order } from '../../types'
import { isWebAddress } from '../../web-address'
import { countryText, wordText } from '../../words'

export function Amounts({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { currency, goodsMinor, freightMinor, finalMinor, refundedMinor, paidAt, payBy, voucher } = order
  const money = (minor: number) => <Money minor={minor} currency={currency} />
  return (
    <Panel title={t('order.money')}>
      <Facts>
        <Fact name={t('money.goods')}>{money(goodsMinor)}</Fact>
        <Fact name={t('money.freight')}>{money(freightMinor)}</Fact>
        <Fact name={t('money.total')}>
          <strong>{money(finalMinor)}</strong>
        </Fact>
        <Fact name={t('money.refunded')}>{refundedMinor > 0 && money(refundedMinor)}</Fact>
        <Fact name={t('money.paidAt')}>{paidAt !== null && <Time at={paidAt} />}</Fact>
        <Fact name={t('money.payBy')}>{payBy !== null && paidAt === null && <Time at={payBy} />}</Fact>
        <Fact name={t('money.voucher')}>{voucher !== null && <Vouchers urls={voucher.urls} />}</Fact>
        {order.afterSales.map(({ afterSaleNumber, kind, status, amountMinor }) => (
          <Fact key={afterSaleNumber} name={wordText('afterSaleKind', kind)}>
            {money(amountMinor)} <Status group="afterSaleStatus" word={status} />
            <div className="soft">{afterSaleNumber}</div>
          </Fact>
        ))}
      </Facts>
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

const ADDRESS_LINES = ['phone', 'street1', 'street2', 'city', 'province', 'postalCode'] as const

export function Address({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { address } = order
  return (
    <Panel title={t('order.address')}>
      <Facts>
        <Fact name={t('address.recipient')}>{address.recipient}</Fact>
        {ADDRESS_LINES.map((name) => (
          <Fact key={name} name={t(`address.${name}`)}>
            {address[name]}
          </Fact>
        ))}
        <Fact name={t('address.country')}>{countryText(address.country)}</Fact>
        <Fact name={t('address.ioss')}>{address.ioss}</Fact>
        <Fact name={t('address.vat')}>{address.vat}</Fact>
      </Facts>
    </Panel>
  )
}

export function Origin({ order }: { order: Order }) {
  const { t } = useTranslation()
  const { account, dialect, salesChannel, storeNumber, speed, remark, label, due } = order
  return (
    <Panel title={t('order.origin')}>
      <Facts>
        <Fact name={t('orderColumns.account')}>{account}</Fact>
        <Fact name={t('orderColumns.dialect')}>{dialect}</Fact>
        <Fact name={t('orderColumns.salesChannel')}>{salesChannel}</Fact>
        <Fact name={t('order.storeNumber')}>{storeNumber}</Fact>
        <Fact name={t('order.speed')}>{speed !== null && wordText('speed', speed)}</Fact>
        <Fact name={t('order.remark')}>{remark}</Fact>
        <Fact name={t('order.label')}>
          {label !== null && <LabelLink orderNumber={order.orderNumber} label={label} />}
        </Fact>
        <Fact name={t('order.due')}>
          {due !== null && (
            <>
              {wordText('due', due.kind)} · <Time at={due.at} />
            </>
          )}
        </Fact>
        <Fact name={t('orderColumns.updatedAt')}>
          <Time at={order.updatedAt} />
        </Fact>
      </Facts>
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
      <Facts>
        {Object.entries(order.extra).map(([path, value]) => (
          <Fact key={path} name={path}>
            <span className="code">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
          </Fact>
        ))}
      </Facts>
    </Panel>
  )
}
