/** What waits for a person: each with its reason, and what can be done about it. */

import { Button, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNews } from '../../live'
import { Choice } from '../../parts/choice'
import { EmptyNote } from '../../parts/empty-note'
import { ReloadIcon } from '../../parts/icons'
import { ListTable, useFilters } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { Problem } from '../../types'
import { numberText, wordText } from '../../words'
import { ProblemActions } from './problem-actions'
import { ProblemReason, ProblemSubject } from './problem-texts'
import { useProblems } from './use-problems'

const FILTERS = ['kind'] as const

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const list = useProblems(filters)
  useNews('problems', list.quietly)
  // The one that is chosen is named, also when nothing of it is left.
  const counts = (list.value?.counts ?? []).filter(
    ({ kind, count }) => count > 0 || kind === filters.values.kind,
  )
  const columns: TableColumnsType<Problem> = [
    {
      key: 'kind',
      title: t('queue.kind'),
      render: (_, { kind }) => <Status group="problemKind" word={kind} />,
    },
    {
      key: 'subject',
      title: t('queue.subject'),
      render: (_, problem) => <ProblemSubject problem={problem} />,
    },
    {
      key: 'reason',
      title: t('queue.reason'),
      className: 'wraps',
      render: (_, problem) => <ProblemReason problem={problem} />,
    },
    { key: 'since', title: t('queue.since'), render: (_, { since }) => <Time at={since} /> },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, problem) => <ProblemActions problem={problem} done={list.again} />,
    },
  ]
  return (
    <Page
      title={t('queue.title')}
      actions={<Button icon={<ReloadIcon />} onClick={list.again} aria-label={t('common.reload')} />}
    >
      <div className="filters">
        <Choice
          label={t('queue.kind')}
          placeholder={t('queue.allKinds')}
          value={filters.values.kind}
          options={counts.map(({ kind, count }) => ({
            value: kind,
            label: `${wordText('problemKind', kind)} · ${numberText(count)}`,
          }))}
          onChange={(kind) => filters.set({ kind })}
        />
      </div>
      <ListTable<Problem>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={keyOf}
        label={t('queue.title')}
        empty={<EmptyNote title={t('queue.emptyTitle')} advice={t('queue.emptyAdvice')} />}
      />
    </Page>
  )
}

function keyOf({ kind, fulfilmentOrder, connection, webhookEndpoint, requests }: Problem): string {
  return [kind, fulfilmentOrder ?? connection?.id ?? webhookEndpoint?.id ?? requests?.newest].join(' ')
}
