/** Who changed what, newest first, with what was sent and what it was before and after. */

import { Input, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyNote } from '../../parts/empty-note'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import type { AuditRecord } from '../../types'
import { wordText } from '../../words'

const FILTERS = ['who', 'operation', 'target'] as const
const LONGEST = { who: 64, operation: 64, target: 300 } as const
const PARTS = ['request', 'before', 'after'] as const

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const list = useList<AuditRecord>('/v1/audit-log', filters)
  const columns: TableColumnsType<AuditRecord> = [
    { key: 'at', title: t('audit.at'), render: (_, { at }) => <Time at={at} /> },
    {
      key: 'who',
      title: t('audit.who'),
      render: (_, { who }) => (
        <>
          {who.name} <span className="soft">{wordText('whoKind', who.kind)}</span>
        </>
      ),
    },
    {
      key: 'operation',
      title: t('audit.operation'),
      render: (_, { operation, outcome }) => (
        <>
          <span className="code">{operation}</span>
          {outcome === 'begun' && <div className="soft">{t('audit.begun')}</div>}
        </>
      ),
    },
    {
      key: 'target',
      title: t('audit.target'),
      render: (_, { target }) => <span className="code">{target}</span>,
    },
    {
      key: 'what',
      title: t('audit.what'),
      className: 'wraps',
      render: (_, record) => <What record={record} />,
    },
  ]
  return (
    <Page title={t('audit.title')}>
      <div className="filters">
        {FILTERS.map((name) => (
          <div key={name} className="filter-wide">
            <Input.Search
              allowClear
              key={filters.values[name] ?? ''}
              maxLength={LONGEST[name]}
              aria-label={t(`audit.${name}`)}
              placeholder={t(`audit.${name}`)}
              defaultValue={filters.values[name] ?? ''}
              onSearch={(text) => filters.set({ [name]: text.trim() })}
            />
          </div>
        ))}
      </div>
      <ListTable<AuditRecord>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ number }) => String(number)}
        label={t('audit.title')}
        empty={
          <EmptyNote title={t('audit.empty')} advice={t('audit.emptyAdvice')}>
            <Link to="/settings/tenant">{t('nav.settings')}</Link>
          </EmptyNote>
        }
      />
    </Page>
  )
}

function What({ record }: { record: AuditRecord }) {
  const { t } = useTranslation()
  return (
    <details>
      <summary>{t('audit.show')}</summary>
      {PARTS.map((part) => {
        const value = record[part]
        return value === null || value === undefined ? null : (
          <div key={part}>
            <div className="soft">{t(`audit.${part}`)}</div>
            <pre className="code document">{JSON.stringify(value, null, 2)}</pre>
          </div>
        )
      })}
    </details>
  )
}
