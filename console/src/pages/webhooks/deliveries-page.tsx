/** What an address is and was told: each message with its attempts, and when the next one is due. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { change } from '../../api'
import { useNews } from '../../live'
import { Choice } from '../../parts/choice'
import { EmptyNote } from '../../parts/empty-note'
import { ReloadIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Outcome } from '../../parts/outcome'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useChoices, useReading } from '../../reading'
import { saidText } from '../../said'
import { useSending } from '../../sending'
import type { Delivery, TestedEndpoint, WebhookDialect, WebhookEndpoint } from '../../types'
import { wordText } from '../../words'
import { DeliveryDialog } from './delivery-dialog'
import { EditEndpoint } from './edit-endpoint'
import { EndpointFacts } from './endpoint-facts'
import { stateOf } from './endpoint-state'
import { Replay } from './replay'
import { RotateSecret } from './rotate-secret'
import { UnderWay } from './under-way'

const FILTERS = ['state'] as const
/** A thousand may be under way in a second. */
const EVERY_MS = 1_000
const STATES = ['due', 'delivered', 'undelivered'] as const

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const path = `/v1/webhook-endpoints/${encodeURIComponent(id)}`
  const mayChange = useMay()('integration.change')
  const filters = useFilters(FILTERS)
  const { value: endpoint, problem, again: readAgain, quietly } = useReading<WebhookEndpoint>(path)
  const dialects = useChoices<WebhookDialect>('/v1/webhook-dialects')
  const dialect = dialects.find((one) => one.dialect === endpoint?.dialect) ?? null
  const list = useList<Delivery>(`${path}/deliveries`, filters)
  const [asked, setAsked] = useState<'edit' | 'rotate' | 'replay' | null>(null)
  const [shown, setShown] = useState<Delivery | null>(null)
  const reload = () => {
    readAgain()
    list.again()
  }
  const reloadQuietly = () => {
    quietly()
    list.quietly()
  }
  useNews('deliveries', reloadQuietly, { concerns: (name) => name === id, everyMs: EVERY_MS })
  if (problem !== null) {
    return (
      <Page title={t('webhooks.title')}>
        <ProblemNote problem={problem} again={reload} />
      </Page>
    )
  }
  const close = () => setAsked(null)
  return (
    <Page
      title={t('deliveries.title')}
      note={
        endpoint !== null && (
          <>
            <span className="code">{endpoint.url}</span>{' '}
            <Status group="endpointState" word={stateOf(endpoint)} />
          </>
        )
      }
      actions={
        <>
          <Button icon={<ReloadIcon />} onClick={reload} aria-label={t('common.reload')} />
          {mayChange && endpoint !== null && (
            <>
              <Button onClick={() => setAsked('edit')}>{t('items.edit')}</Button>
              {endpoint.credential === null && (
                <Button onClick={() => setAsked('rotate')}>{t('webhooks.rotate')}</Button>
              )}
              <Button onClick={() => setAsked('replay')}>{t('deliveries.replay')}</Button>
            </>
          )}
        </>
      }
    >
      {mayChange && endpoint !== null && <Test path={path} />}
      {endpoint !== null && <EndpointFacts endpoint={endpoint} dialect={dialect} />}
      {endpoint !== null && <UnderWay endpoint={endpoint} done={reload} />}
      <div className="filters">
        <Choice
          label={t('connections.state')}
          value={filters.values.state}
          options={STATES.map((value) => ({ value, label: wordText('deliveryState', value) }))}
          onChange={(state) => filters.set({ state })}
        />
      </div>
      <ListTable<Delivery>
        list={list}
        filters={filters}
        columns={columnsOf(t, setShown)}
        rowKey={({ number }) => String(number)}
        label={t('deliveries.title')}
        empty={<EmptyNote title={t('deliveries.emptyTitle')} advice={t('deliveries.emptyAdvice')} />}
      />
      {asked === 'edit' && endpoint !== null && (
        <EditEndpoint endpoint={endpoint} dialect={dialect} done={reload} close={close} />
      )}
      {asked === 'rotate' && <RotateSecret path={path} done={reload} close={close} />}
      {asked === 'replay' && <Replay path={path} done={reload} close={close} />}
      {shown !== null && <DeliveryDialog delivery={shown} dialect={dialect} close={() => setShown(null)} />}
    </Page>
  )
}

function columnsOf(
  t: (key: string, values?: Record<string, unknown>) => string,
  show: (delivery: Delivery) => void,
): TableColumnsType<Delivery> {
  return [
    {
      key: 'event',
      title: t('deliveries.event'),
      render: (_, delivery) => (
        <Button type="link" size="small" className="code cell-link" onClick={() => show(delivery)}>
          {delivery.event}
        </Button>
      ),
    },
    { key: 'subject', title: t('deliveries.subject'), dataIndex: 'subject' },
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { state }) => <Status group="deliveryState" word={state} />,
    },
    {
      key: 'attempts',
      title: t('deliveries.attempts'),
      className: 'wraps',
      render: (_, { log }) => {
        const last = log.at(-1)
        if (last === undefined) return <span className="soft">{t('deliveries.notYet')}</span>
        const came =
          last.status === null ? t('deliveries.noAnswer') : t('deliveries.answered', { status: last.status })
        return `${t('deliveries.tried', { count: log.length })} · ${came}`
      },
    },
    {
      key: 'next',
      title: t('deliveries.next'),
      render: (_, { dueAt }) => dueAt !== null && <Time at={dueAt} />,
    },
  ]
}

/** One message now, and what came of it. */
function Test({ path }: { path: string }) {
  const { t } = useTranslation()
  const { busy, problem, send } = useSending()
  const [tested, setTested] = useState<TestedEndpoint | null>(null)
  const test = () => {
    setTested(null)
    return send(async () => setTested(await change<TestedEndpoint>('POST', `${path}/test`)))
  }
  return (
    <>
      <div className="test-line">
        <Button type="primary" loading={busy} onClick={() => void test()}>
          {t('webhooks.test')}
        </Button>
        <span className="soft">{t('webhooks.testLead')}</span>
      </div>
      <ProblemNote problem={problem} />
      {tested !== null && <Tested tested={tested} />}
    </>
  )
}

function Tested({ tested: { received, event, attempt } }: { tested: TestedEndpoint }) {
  const { t } = useTranslation()
  const { status, tookMs, problem, answer } = attempt
  const came = status === null ? t('deliveries.noAnswer') : t('deliveries.answered', { status })
  return (
    <Outcome
      isGood={received}
      title={t(received ? 'webhooks.testReceived' : 'webhooks.testNotReceived', { event })}
    >
      <p>{`${came} · ${t('deliveries.took', { tookMs })}`}</p>
      {!received && <p>{t('webhooks.testAdvice')}</p>}
      {problem !== null && (
        <p className="problem-detail" {...(saidText(problem) === problem && { lang: 'en' })}>
          {saidText(problem)}
        </p>
      )}
      {answer !== null && answer !== '' && <pre className="code sent-body">{answer}</pre>}
    </Outcome>
  )
}
