/**
 * What went over the wire about an order, oldest first: each request as it came, what the hub did then, the answer as it
 * went, and what was asked of other platforms.
 */
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Code, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useReading } from '../../reading'
import { saidText } from '../../said'
import type { ForwardingCallDetails, LoggedRequestDetails, Order, OrderEvent } from '../../types'
import { numberText, wordText } from '../../words'
import { KeptText } from '../request/kept-text'
import { changesOf } from './event-texts'
import type { Told, ToldCall, ToldRequest } from './told'
import { useWire } from './wire'

const SHOWN = 'wire'

export function WireView({ order, round }: { order: Order; round: number }) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const isShown = search.get(SHOWN) !== null
  const toggle = () => setSearch(isShown ? {} : { [SHOWN]: 'shown' }, { replace: true })
  return (
    <Panel
      title={t('wire.title')}
      extra={
        <Button size="small" aria-expanded={isShown} onClick={toggle}>
          {t(isShown ? 'wire.hide' : 'wire.show')}
        </Button>
      }
    >
      {isShown ? <Wire order={order} round={round} /> : <p className="soft">{t('wire.about')}</p>}
    </Panel>
  )
}

function Wire({ order, round }: { order: Order; round: number }) {
  const { t } = useTranslation()
  const { told, problem, again } = useWire(order, round)
  if (problem !== null) return <ProblemNote problem={problem} again={again} />
  if (told === null) return <p className="soft">{t('common.loading')}</p>
  const isBare = told.every(({ kind }) => kind === 'event')
  return (
    <>
      {isBare && <p className="soft">{t('wire.nothingKept')}</p>}
      <ol className="wire" aria-label={t('wire.title')}>
        {told.map((one) => (
          <li key={keyOf(one)} className={`wire-${one.kind}`}>
            <ToldItem told={one} />
          </li>
        ))}
      </ol>
    </>
  )
}

function keyOf(told: Told): string {
  if (told.kind === 'request') return `request ${told.request.id}`
  return told.kind === 'call' ? `call ${told.call.id} ${told.part}` : `event ${told.event.version}`
}

function ToldItem({ told }: { told: Told }) {
  if (told.kind === 'request') return <RequestItem told={told} />
  return told.kind === 'call' ? (
    <CallItem told={told} />
  ) : (
    <EventItem event={told.event} before={told.before} />
  )
}

function RequestItem({ told: { request, events } }: { told: ToldRequest }) {
  const { t } = useTranslation()
  const { id, at, method, path, dialect, operation, status, code, refusal, tookMs } = request
  return (
    <>
      <div className="trail-head">
        <span>
          <strong>{t('wire.came')}</strong> <Code>{`${method} ${path}`}</Code>{' '}
          <span className="soft">
            {dialect}
            {operation !== null && ` · ${operation}`}
          </span>
        </span>
        <Time at={at} />
      </div>
      {events.length > 0 && (
        <ol className="wire-within" aria-label={t('wire.did')}>
          {events.map(({ event, before }) => (
            <li key={event.version}>
              <EventItem event={event} before={before} />
            </li>
          ))}
        </ol>
      )}
      <div className="wire-answer">
        <span>{t('wire.answered')}</span>{' '}
        <Code>{[status, code].filter((one) => one !== null).join(' · ')}</Code>
        <Status group="requestOutcome" word={refusal === null ? 'accepted' : 'refused'} />
        {refusal !== null && <span>{wordText('refusal', refusal)}</span>}
        <span className="soft">{t('wire.took', { ms: numberText(tookMs) })}</span>
        <Link to={`/requests/${id}`}>{t('wire.openRequest')}</Link>
      </div>
      <Texts label={t('wire.texts')}>{() => <RequestTexts id={id} />}</Texts>
    </>
  )
}

function RequestTexts({ id }: { id: number }) {
  const { t } = useTranslation()
  const { value, problem, again } = useReading<LoggedRequestDetails>(`/v1/requests/${id}`)
  if (problem !== null) return <ProblemNote problem={problem} again={again} />
  if (value === null) return <p className="soft">{t('common.loading')}</p>
  const { request, requestBytes, answer, answerBytes, faults } = value
  return (
    <>
      <h3>{t('request.body')}</h3>
      <KeptText text={request} bytes={requestBytes} paths={faults.map(({ path }) => path)} />
      <h3>{t('request.answer')}</h3>
      <KeptText text={answer} bytes={answerBytes} />
    </>
  )
}

function EventItem({ event, before }: { event: OrderEvent; before: OrderEvent | undefined }) {
  const { t } = useTranslation()
  const { version, kind, data, at } = event
  return (
    <>
      <div className="trail-head">
        <span>
          <span className="soft">{t('wire.event', { version })}</span> {wordText('events', kind)}{' '}
          <Code>{kind}</Code>
        </span>
        <Time at={at} />
      </div>
      <p className="soft">{changesOf(event, before).join(' · ')}</p>
      {data !== null && (
        <p>
          <Code>{JSON.stringify(data)}</Code>
        </p>
      )}
    </>
  )
}

function CallItem({ told: { call, connection, part } }: { told: ToldCall }) {
  const { t } = useTranslation()
  const { id, at, purpose, method, path, status, outcome, reason, tookMs } = call
  return (
    <>
      <div className="trail-head">
        <span>
          <strong>{t('wire.sent', { connection })}</strong> {wordText('callPurpose', purpose)}{' '}
          <Code>{`${method} ${path}`}</Code> <span className="soft">{part}</span>
        </span>
        <Time at={at} />
      </div>
      <div className="wire-answer">
        <span>{t('wire.answered')}</span> <Code>{status === null ? t('wire.noAnswer') : String(status)}</Code>
        <Status group="callOutcome" word={outcome} />
        {reason !== null && <span className="soft">{saidText(reason)}</span>}
        <span className="soft">{t('wire.took', { ms: numberText(tookMs) })}</span>
      </div>
      <Texts label={t('wire.texts')}>
        {() => <CallTexts path={`/v1/forwardings/${part}/calls/${id}`} />}
      </Texts>
    </>
  )
}

function CallTexts({ path }: { path: string }) {
  const { t } = useTranslation()
  const { value, problem, again } = useReading<ForwardingCallDetails>(path)
  if (problem !== null) return <ProblemNote problem={problem} again={again} />
  if (value === null) return <p className="soft">{t('common.loading')}</p>
  const { query, request, requestBytes, answer, answerBytes } = value
  return (
    <>
      {query !== null && (
        <>
          <h3>{t('request.query')}</h3>
          <KeptText text={query} bytes={query.length} />
        </>
      )}
      <h3>{t('request.body')}</h3>
      <KeptText text={request} bytes={requestBytes} />
      <h3>{t('request.answer')}</h3>
      <KeptText text={answer} bytes={answerBytes} />
    </>
  )
}

/** Read when somebody wants to see them. */
function Texts({ label, children }: { label: string; children: () => ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="wire-texts" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && children()}
    </details>
  )
}
