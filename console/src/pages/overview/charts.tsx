/** The charts of the overview, made of its figures. */
import { Empty } from 'antd'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { withQuery } from '../../api'
import { Panel } from '../../parts/page'
import { useMay } from '../../permissions'
import type { Overview } from '../../types'
import { numberText, wordText } from '../../words'
import { Bars } from './chart'
import { ageOrders, ageText, stackedBy, type WaitingRow } from './figures'
import { hourText, nextHour, placedWithin } from './hours'

interface OverviewProps {
  readonly overview: Overview
}

export function OrdersPanel({ overview: { hours, orders } }: OverviewProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { names, series } = useMemo(() => stackedBy(hours, orders, ({ dialect }) => dialect), [hours, orders])
  const first = hours[0]
  const choose = useCallback(
    (at: number, dialectAt: number) => {
      const [hour, dialect] = [hours[at], names[dialectAt]]
      if (hour === undefined || dialect === undefined) return
      const between = { createdFrom: hour, createdTo: nextHour(hour) }
      void navigate(withQuery('/orders', { dialect, ...between }))
    },
    [hours, names, navigate],
  )
  return (
    <ChartPanel
      title={t('overview.orders')}
      next={<Link to="/credentials">{t('overview.connectShops')}</Link>}
      hours={hours}
      series={series}
      choose={choose}
      foot={names.map((dialect, at) => (
        <Link key={dialect} to={withQuery('/orders', { dialect, createdFrom: first })}>
          {dialect} <strong>{numberText(sum(series[at]?.values))}</strong>
        </Link>
      ))}
    />
  )
}

export function RefusalsPanel({ overview: { hours, refusals } }: OverviewProps) {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: kinds are named in the language.
  const { kinds, series } = useMemo(() => {
    const { names, series: counted } = stackedBy(hours, refusals, ({ word }) => word)
    return { kinds: names, series: counted.map((one) => ({ ...one, name: wordText('refusal', one.name) })) }
  }, [hours, refusals, t])
  const mayLook = may('integration.read')
  const choose = useCallback(
    (at: number, kindAt: number) => {
      const [hour, refusal] = [hours[at], kinds[kindAt]]
      if (hour === undefined || refusal === undefined) return
      void navigate(withQuery('/requests', { refusal, from: hour, to: nextHour(hour) }))
    },
    [hours, kinds, navigate],
  )
  return (
    <ChartPanel
      title={t('overview.refusals')}
      next={mayLook && <Link to="/requests">{t('overview.allRequests')}</Link>}
      hours={hours}
      series={series}
      {...(mayLook && { choose })}
      foot={kinds.map((refusal, at) => {
        const { name, values } = series[at] ?? { name: refusal, values: [] }
        const text = (
          <>
            {name} <strong>{numberText(sum(values))}</strong>
          </>
        )
        if (!mayLook) return <span key={refusal}>{text}</span>
        return (
          <Link key={refusal} to={withQuery('/requests', { refusal, from: hours[0] })}>
            {text}
          </Link>
        )
      })}
    />
  )
}

const BOUNDS = ['5', '10', '25', '50', '100', '250', '1000', 'more']

export function CommitsPanel({ overview: { hours, commits } }: OverviewProps) {
  const { t } = useTranslation()
  const { series } = useMemo(() => {
    const text = (word: string) =>
      word === 'more' ? t('overview.slower', { ms: 1000 }) : t('overview.upTo', { ms: word })
    const stacked = stackedBy(hours, commits, ({ word }) => word)
    const sorted = BOUNDS.flatMap((word) => stacked.series.filter(({ name }) => name === word))
    return { series: sorted.map(({ name, values }) => ({ name: text(name), values })) }
  }, [hours, commits, t])
  return (
    <ChartPanel
      title={t('overview.commits')}
      hours={hours}
      series={series}
      foot={[
        ...series.map(({ name, values }) => (
          <span key={name}>
            {name} <strong>{numberText(sum(values))}</strong>
          </span>
        )),
        <a key="explained" href="/docs/operating#health-metrics-logs" target="_blank" rel="noreferrer">
          {t('overview.explained')}
        </a>,
      ]}
    />
  )
}

interface ChartPanelProps {
  readonly title: string
  readonly hours: Overview['hours']
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  readonly choose?: (hour: number, series: number) => void
  readonly foot: readonly ReactNode[]
  /** Where there is nothing: the next step. */
  readonly next?: ReactNode
}

function ChartPanel({ title, hours, series, choose, foot, next }: ChartPanelProps) {
  const { t } = useTranslation()
  const categories = useMemo(() => hours.map(hourText), [hours])
  return (
    <Panel title={title}>
      {series.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.nothing')}>
          {next}
        </Empty>
      ) : (
        <>
          <Bars
            label={title}
            categories={categories}
            series={series}
            {...(choose !== undefined && { choose })}
          />
          <div className="counts">{foot}</div>
        </>
      )}
    </Panel>
  )
}

/** Bars lead to their orders; the sums of what is short or held, to the problem queue. */
export function WaitingPanel({ overview: { waiting } }: OverviewProps) {
  const { t } = useTranslation()
  const { ages, rows } = useMemo(() => ageOrders(waiting), [waiting])
  const series = useMemo(
    () => rows.map(({ status, values }) => ({ name: wordText('partStatus', status), values })),
    [rows],
  )
  const categories = useMemo(() => ages.map((age, at) => ageText(t, age, ages[at + 1])), [ages, t])
  const navigate = useNavigate()
  const choose = useCallback(
    (at: number, rowAt: number) => {
      const [age, row] = [ages[at], rows[rowAt]]
      if (age === undefined || row === undefined) return
      void navigate(withQuery('/orders', { partStatus: row.status, ...placedWithin(age, ages[at + 1]) }))
    },
    [ages, rows, navigate],
  )
  return (
    <Panel title={t('overview.waiting')}>
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.nothingWaits')} />
      ) : (
        <>
          <Bars label={t('overview.waiting')} categories={categories} series={series} choose={choose} />
          <div className="counts">
            {rows.map((row) => (
              <Link key={row.status} to={behind(row)}>
                {wordText('partStatus', row.status)} <strong>{numberText(sum(row.values))}</strong>
              </Link>
            ))}
          </div>
        </>
      )}
    </Panel>
  )
}

function behind({ status }: WaitingRow): string {
  if (status === 'shortage' || status === 'hold') return withQuery('/problems', { kind: status })
  return withQuery('/orders', { partStatus: status })
}

function sum(values: readonly number[] = []): number {
  return values.reduce((all, one) => all + one, 0)
}
