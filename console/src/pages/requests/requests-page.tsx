/** What credentials have asked in the last days, and what came of it. */
import { Button, DatePicker, Input, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useNews } from '../../live'
import { Choice } from '../../parts/choice'
import { EmptyNote } from '../../parts/empty-note'
import { ReloadIcon } from '../../parts/icons'
import { type Filters, ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useChoices } from '../../reading'
import type { LoggedRequest, ServedDialect } from '../../types'
import { numberText, wordText } from '../../words'
import { REFUSALS } from './refusals'

const FILTERS = ['credential', 'dialect', 'operation', 'code', 'outcome', 'refusal', 'from', 'to'] as const

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const list = useList<LoggedRequest>('/v1/requests', filters)
  useNews('requests', list.quietly, { everyMs: 2_000 })
  const columns: TableColumnsType<LoggedRequest> = [
    {
      key: 'at',
      title: t('requests.at'),
      render: (_, { id, at }) => (
        <Link to={`/requests/${id}`}>
          <Time at={at} />
        </Link>
      ),
    },
    {
      key: 'outcome',
      title: t('requests.outcome'),
      render: (_, { refusal }) => (
        <Status group="requestOutcome" word={refusal === null ? 'accepted' : 'refused'} />
      ),
    },
    { key: 'dialect', title: t('requests.dialect'), dataIndex: 'dialect' },
    {
      key: 'operation',
      title: t('requests.operation'),
      render: (_, { operation, method, path }) => (
        <span title={`${method} ${path}`}>{operation ?? t('requests.noOperation')}</span>
      ),
    },
    { key: 'code', title: t('requests.code'), render: (_, { code }) => <span className="code">{code}</span> },
    {
      key: 'why',
      title: t('requests.why'),
      className: 'wraps',
      render: (_, one) => <Why of={one} />,
    },
    {
      key: 'credential',
      title: t('requests.credential'),
      className: 'number',
      render: (_, { credential }) => credential ?? <span className="soft">{t('requests.nobody')}</span>,
    },
    {
      key: 'tookMs',
      title: t('requests.tookMs'),
      align: 'right',
      className: 'number',
      render: (_, { tookMs }) => numberText(tookMs),
    },
  ]
  return (
    <Page
      title={t('requests.title')}
      actions={<Button icon={<ReloadIcon />} onClick={list.again} aria-label={t('common.reload')} />}
    >
      <RequestFilters filters={filters} />
      <ListTable<LoggedRequest>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label={t('requests.title')}
        empty={
          <EmptyNote title={t('requests.emptyTitle')} advice={t('requests.emptyAdvice')}>
            <Link to="/credentials">{t('requests.emptyNext')}</Link>
          </EmptyNote>
        }
      />
    </Page>
  )
}

function Why({ of: { refusal, faults } }: { of: LoggedRequest }) {
  if (refusal === null) return null
  const [first] = faults
  return (
    <>
      {wordText('refusal', refusal)} {first !== undefined && <span className="code">{first.path}</span>}
    </>
  )
}

function RequestFilters({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const dialects = useChoices<ServedDialect>('/v1/dialects')
  const { values, set } = filters
  const chosen = dialects.filter(({ name }) => values.dialect === undefined || name === values.dialect)
  const operations = [...new Set(chosen.flatMap((one) => one.operations))].sort()
  const plain = (all: readonly string[]) => all.map((value) => ({ value, label: value }))
  return (
    <div className="filters">
      <Typed name="credential" filters={filters} />
      <Choice
        label={t('requests.dialect')}
        value={values.dialect}
        options={plain([...dialects.map(({ name }) => name), 'native'])}
        isNarrow
        onChange={(dialect) => set({ dialect, operation: undefined })}
      />
      <Choice
        label={t('requests.operation')}
        value={values.operation}
        options={plain(operations)}
        isSearched
        isNarrow
        onChange={(operation) => set({ operation })}
      />
      <Choice
        label={t('requests.outcome')}
        value={values.outcome}
        options={['accepted', 'refused'].map((value) => ({
          value,
          label: wordText('requestOutcome', value),
        }))}
        isNarrow
        onChange={(outcome) => set({ outcome, refusal: undefined })}
      />
      <Choice
        label={t('requests.why')}
        value={values.refusal}
        options={REFUSALS.map((value) => ({ value, label: wordText('refusal', value) }))}
        isSearched
        isNarrow
        onChange={(refusal) => set({ refusal })}
      />
      <Typed name="code" filters={filters} />
      <DatePicker.RangePicker
        className="filter-wide"
        aria-label={t('requests.at')}
        allowEmpty={[true, true]}
        placeholder={[t('movements.from'), t('movements.to')]}
        value={[
          values.from === undefined ? null : dayjs(values.from),
          values.to === undefined ? null : dayjs(values.to),
        ]}
        onChange={(range) =>
          set({
            from: range?.[0]?.startOf('day').toISOString(),
            to: range?.[1]?.endOf('day').toISOString(),
          })
        }
      />
    </div>
  )
}

function Typed({ name, filters }: { name: 'credential' | 'code'; filters: Filters }) {
  const { t } = useTranslation()
  const value = filters.values[name] ?? ''
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  return (
    <Input
      className="filter"
      allowClear
      maxLength={name === 'code' ? 200 : 9}
      aria-label={t(`requests.${name}`)}
      placeholder={t(`requests.${name}`)}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        if (event.target.value === '') filters.set({ [name]: undefined })
      }}
      onPressEnter={() => filters.set({ [name]: typed.trim() })}
    />
  )
}
