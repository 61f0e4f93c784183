/** Any API of the hub, tried out: an example to begin with, sent as a client would send it. */
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { LoadingPage } from '../../parts/fallback'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useReading } from '../../reading'
import type { Example, List, LoggedRequestDetails, ServedDialect } from '../../types'
import { Bench } from './bench'

export function Component() {
  const { t } = useTranslation()
  const examples = useReading<List<Example>>('/v1/examples')
  const dialects = useReading<List<ServedDialect>>('/v1/dialects')
  const [search] = useSearchParams()
  const logged = search.get('request')
  const request = useReading<LoggedRequestDetails>(
    logged === null ? null : `/v1/requests/${encodeURIComponent(logged)}`,
  )
  const problem = examples.problem ?? dialects.problem ?? request.problem
  const isReady =
    examples.value !== null && dialects.value !== null && (logged === null || request.value !== null)
  return (
    <Page title={t('playground.title')}>
      <ProblemNote problem={problem} />
      {problem === null && !isReady && <LoadingPage />}
      {problem === null && isReady && examples.value !== null && dialects.value !== null && (
        <Bench
          key={logged}
          examples={examples.value.data}
          dialects={dialects.value.data}
          request={request.value}
        />
      )}
    </Page>
  )
}
