/** What one location ships of an order: its rows, its parcels, where it was forwarded to. */
import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Fact, Facts, Panel } from '../../parts/page'
import { Copyable, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { saidText } from '../../said'
import type { Forwarding, FulfilmentOrder, Order, Shipment } from '../../types'
import { countryText, numberText, wordText } from '../../words'
import { ActionButtons } from './actions'

type Row = FulfilmentOrder['lines'][number]

/** What there is to be packed, or was. */
const HAS_SLIP: readonly string[] = ['allocated', 'packed', 'handed_over', 'delivered']

interface PartProps {
  readonly order: Order
  readonly part: FulfilmentOrder
  /** Undefined: it is shipped here, or nobody knows yet. */
  readonly forwarding: Forwarding | undefined
  readonly done: () => void
}

export function Part({ order, part, forwarding, done }: PartProps) {
  const { t } = useTranslation()
  const hasCancelled = part.lines.some(({ cancelled }) => cancelled > 0)
  const columns: TableColumnsType<Row> = [
    { key: 'number', title: t('line.number'), dataIndex: 'lineNumber', width: 64, className: 'number' },
    { key: 'sku', title: t('line.sku'), render: (_, { sku }) => <span className="code">{sku}</span> },
    {
      key: 'quantity',
      title: t('line.quantity'),
      align: 'right',
      className: 'number',
      render: (_, { quantity }) => numberText(quantity),
    },
    ...(hasCancelled
      ? [
          {
            key: 'cancelled',
            title: t('line.cancelled'),
            align: 'right' as const,
            className: 'number',
            render: (_: unknown, { cancelled }: Row) => (cancelled === 0 ? '' : numberText(cancelled)),
          },
        ]
      : []),
  ]
  return (
    <Panel
      title={t('part.title', { number: part.number, location: part.location })}
      extra={
        <>
          <Status group="partStatus" word={part.status} />
          <ActionButtons order={order} part={part} done={done} />
        </>
      }
    >
      <Table<Row>
        aria-label={t('part.title', { number: part.number, location: part.location })}
        size="small"
        columns={columns}
        dataSource={[...part.lines]}
        rowKey="rowNumber"
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
      <div className="part-times">
        {Object.entries(part.times).map(([status, at]) => (
          <span key={status}>
            {wordText('partStatus', status)} <Time at={at} />
          </span>
        ))}
        {HAS_SLIP.includes(part.status) && (
          <Link to={`/paper/packing-slip/${part.number}`} target="_blank">
            {t('work.packingSlip')}
          </Link>
        )}
      </div>
      {part.packages.length + part.shipments.length > 0 && <Parcels part={part} />}
      {forwarding !== undefined && <ForwardedTo forwarding={forwarding} />}
    </Panel>
  )
}

function Parcels({ part }: { part: FulfilmentOrder }) {
  const { t } = useTranslation()
  return (
    <div className="part-parcels">
      {part.packages.map(({ packageNumber, weightGrams }) => (
        <div key={packageNumber} className="parcel">
          <div className="parcel-head">
            <span>{t('parcel.package', { number: packageNumber })}</span>
            {weightGrams !== null && <span>{t('parcel.grams', { grams: numberText(weightGrams) })}</span>}
            <span className="soft">{t('parcel.waiting')}</span>
          </div>
        </div>
      ))}
      {part.shipments.map((shipment) => (
        <Parcel key={`${shipment.packageNumber} ${shipment.trackingNumber}`} shipment={shipment} />
      ))}
    </div>
  )
}

function Parcel({ shipment }: { shipment: Shipment }) {
  const { t } = useTranslation()
  const { carrier, trackingNumber, weightGrams, handedOverAt, deliveredAt, events } = shipment
  return (
    <div className="parcel">
      <div className="parcel-head">
        <strong>{carrier}</strong>
        <Copyable text={trackingNumber} />
        {weightGrams !== null && <span>{t('parcel.grams', { grams: numberText(weightGrams) })}</span>}
        <span className="soft">
          {t('parcel.handedOver')} <Time at={handedOverAt} />
        </span>
        {deliveredAt !== null && (
          <span className="soft">
            {t('parcel.delivered')} <Time at={deliveredAt} />
          </span>
        )}
      </div>
      {events.length > 0 && (
        <ol className="trail">
          {events.map(({ at, status, description, facility, city, state, country }) => (
            <li key={`${at} ${status} ${description}`}>
              <div className="trail-head">
                <Status group="trackingStatus" word={status} />
                <Time at={at} />
              </div>
              <p>
                {[description, facility, city, state, country === null ? null : countryText(country)]
                  .filter((one) => one !== null && one !== '')
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function ForwardedTo({ forwarding }: { forwarding: Forwarding }) {
  const { t } = useTranslation()
  return (
    <div className="part-parcels forwarded">
      <Facts>
        <Fact name={t('forwarding.to')}>{forwarding.connection.name}</Fact>
        <Fact name={t('forwarding.state')}>
          <Status group="forwardingState" word={forwarding.state} />
        </Fact>
        <Fact name={t('forwarding.number')}>
          <Copyable text={forwarding.number} />
        </Fact>
        <Fact name={t('forwarding.upstreamNumber')}>
          {forwarding.upstreamNumber !== null && <Copyable text={forwarding.upstreamNumber} />}
        </Fact>
        <Fact name={t('forwarding.upstreamWord')}>{forwarding.upstreamWord}</Fact>
        <Fact name={t('forwarding.problem')}>
          {forwarding.problem !== null && saidText(forwarding.problem)}
        </Fact>
        <Fact name={t('forwarding.field')}>{forwarding.field}</Fact>
        <Fact name={t('forwarding.attempts')}>{numberText(forwarding.attempts)}</Fact>
        <Fact name={t('forwarding.nextAt')}>
          {forwarding.nextAt !== null && <Time at={forwarding.nextAt} />}
        </Fact>
      </Facts>
    </div>
  )
}
