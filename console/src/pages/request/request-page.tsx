/** One request as it came, what was wrong with it and where, and what it was answered. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { withQuery } from '../../api'
import { LoadingPage } from '../../parts/fallback'
import { Fact, Facts, Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Code, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import { saidText } from '../../said'
import { refusalText } from '../../said/refusal'
import type { LoggedRequestDetails } from '../../types'
import { numberText, wordText } from '../../words'
import { KeptText } from './kept-text'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const may = useMay()
  const reading = useReading<LoggedRequestDetails>(`/v1/requests/${encodeURIComponent(id)}`)
  const { value, problem } = reading
  if (problem !== null) {
    return (
      <Page title={t('request.title', { id })}>
        <ProblemNote problem={problem} again={reading.again} />
      </Page>
    )
  }
  if (value === null) return <LoadingPage />
  return (
    <Page
      title={t('request.title', { id })}
      actions={
        may('integration.change') &&
        value.dialect !== 'native' && (
          <Link to={withQuery('/playground', { request: value.id })}>{t('request.toPlayground')}</Link>
        )
      }
      note={<Status group="requestOutcome" word={value.refusal === null ? 'accepted' : 'refused'} />}
    >
      {value.refusal !== null && <Wrong of={value} />}
      <Panel title={t('request.facts')}>
        <RequestFacts of={value} />
      </Panel>
      <Panel title={t('request.body')}>
        <KeptText
          text={value.request}
          bytes={value.requestBytes}
          paths={value.faults.map(({ path }) => path)}
        />
      </Panel>
      <Panel title={t('request.answer')}>
        <KeptText text={value.answer} bytes={value.answerBytes} />
      </Panel>
    </Page>
  )
}

function RequestFacts({ of: value }: { of: LoggedRequestDetails }) {
  const { t } = useTranslation()
  return (
    <Facts>
      <Fact name={t('requests.at')}>
        <Time at={value.at} />
      </Fact>
      <Fact name={t('requests.dialect')}>{value.dialect}</Fact>
      <Fact name={t('requests.operation')}>{value.operation ?? t('requests.noOperation')}</Fact>
      <Fact name={t('request.path')}>
        <Code>{`${value.method} ${value.path}`}</Code>
      </Fact>
      <Fact name={t('request.query')}>{value.query !== null && <Code>{value.query}</Code>}</Fact>
      <Fact name={t('request.status')}>{value.status}</Fact>
      <Fact name={t('requests.code')}>{value.code !== null && <Code>{value.code}</Code>}</Fact>
      <Fact name={t('requests.credential')}>
        {value.credential === null ? (
          t('requests.nobody')
        ) : (
          <Link to={withQuery('/requests', { credential: value.credential })}>{value.credential}</Link>
        )}
      </Fact>
      <Fact name={t('requests.tookMs')}>{numberText(value.tookMs)}</Fact>
      <Fact name={t('request.requestId')}>
        <Code>{value.requestId}</Code>
      </Fact>
    </Facts>
  )
}

/** What the refusal means, and each field at fault with the rule that it breaks. */
function Wrong({ of: { refusal, faults, reason } }: { of: LoggedRequestDetails }) {
  const { t, i18n } = useTranslation()
  const advice = `refusalAdvice.${refusal}`
  const told = refusal === null ? null : refusalText(refusal, reason ?? {})
  return (
    <Panel title={t('request.wrong')}>
      <p>
        <strong>{wordText('refusal', String(refusal))}</strong>
      </p>
      {told !== null && <p>{told}</p>}
      {i18n.exists(advice) && <p>{t(advice)}</p>}
      {faults.length > 0 && (
        <ul className="faults">
          {faults.map(({ path, problem, rule, limit }) => (
            <li key={`${path} ${problem}`}>
              <span className="code fault">{path}</span> {ruleText(rule, limit)}{' '}
              {problem !== refusal && <span className="soft">{saidText(problem)}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function ruleText(rule: string | undefined, limit: number | undefined): string {
  if (rule === undefined) return ''
  return wordText(rule === 'length' && limit !== undefined ? 'ruleWithLimit' : 'rule', rule).replace(
    '{limit}',
    String(limit ?? ''),
  )
}
