/** A list of the hub's, page by page, whose filters and place stand in the address. */

import { Button, Empty, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { withQuery } from '../api'
import { useReading } from '../reading'
import type { List } from '../types'
import { LeftIcon, RightIcon } from './icons'
import { ProblemNote } from './problem'

const ROWS = 50

export interface Filters {
  readonly values: Readonly<Record<string, string>>
  readonly isFiltered: boolean
  /** Sets those that are given; undefined takes one away. The list then starts anew. */
  set(changes: Readonly<Record<string, string | undefined>>): void
  clear(): void
}

/** `names`: those of the list's query. Others in the address are left alone. */
export function useFilters(names: readonly string[]): Filters {
  const [search, setSearch] = useSearchParams()
  const values = useMemo(() => {
    const found = names.flatMap((name) => {
      const value = search.get(name)
      return value === null || value === '' ? [] : [[name, value] as const]
    })
    return Object.fromEntries(found)
  }, [names, search])
  const set = useCallback<Filters['set']>(
    (changes) =>
      setSearch((before) => {
        const next = new URLSearchParams(before)
        next.delete('cursor')
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      }),
    [setSearch],
  )
  const clear = useCallback(() => setSearch(new URLSearchParams()), [setSearch])
  return { values, isFiltered: Object.keys(values).length > 0, set, clear }
}

export function useList<T>(path: string, filters: Filters) {
  const [search] = useSearchParams()
  const cursor = search.get('cursor') ?? undefined
  const reading = useReading<List<T>>(withQuery(path, { ...filters.values, limit: ROWS, cursor }))
  return { ...reading, isFirst: cursor === undefined }
}

interface ListTableProps<T> {
  readonly list: ReturnType<typeof useList<T>>
  readonly filters: Filters
  readonly columns: TableColumnsType<T>
  readonly rowKey: (row: T) => string
  readonly label: string
  /** Where there is nothing at all: what it is for, and the next step. */
  readonly empty: ReactNode
}

export function ListTable<T extends object>(props: ListTableProps<T>) {
  const { list, filters, columns, rowKey, label, empty } = props
  const { t } = useTranslation()
  const rows = list.value?.data ?? []
  if (list.problem !== null) return <ProblemNote problem={list.problem} again={list.again} />
  const nothing = filters.isFiltered ? <NothingFound clear={filters.clear} /> : empty
  return (
    <div className="list">
      <Table<T>
        aria-label={label}
        size="small"
        columns={columns}
        dataSource={[...rows]}
        rowKey={rowKey}
        loading={{ spinning: list.busy, delay: 150 }}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: list.value === null ? <div className="list-waiting" /> : nothing }}
      />
      {(rows.length > 0 || !list.isFirst) && <Pager list={list} rows={rows.length} />}
      <span className="unseen" role="status">
        {list.busy ? '' : t('list.rows', { count: rows.length })}
      </span>
    </div>
  )
}

function NothingFound({ clear }: { clear: () => void }) {
  const { t } = useTranslation()
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('list.nothingFound')}>
      <Button onClick={clear}>{t('list.clearFilters')}</Button>
    </Empty>
  )
}

/** A list knows where it goes on, not where it came from: that is the browser's history. */
function Pager({ list, rows }: { list: ReturnType<typeof useList<object>>; rows: number }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const { state } = useLocation() as { state: { turned?: number } | null }
  const turned = state?.turned ?? 0
  const next = list.value?.nextCursor ?? null
  const first = () => {
    const query = new URLSearchParams(search)
    query.delete('cursor')
    void navigate({ search: query.toString() })
  }
  const forth = () => {
    const query = new URLSearchParams(search)
    if (next !== null) query.set('cursor', next)
    void navigate({ search: query.toString() }, { state: { turned: turned + 1 } })
  }
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      <span>{t('list.rows', { count: rows })}</span>
      <Button size="small" disabled={list.isFirst} onClick={first}>
        {t('list.first')}
      </Button>
      <Button
        size="small"
        icon={<LeftIcon />}
        disabled={list.isFirst || turned === 0}
        onClick={() => void navigate(-1)}
      >
        {t('list.previous')}
      </Button>
      <Button size="small" icon={<RightIcon />} iconPlacement="end" disabled={next === null} onClick={forth}>
        {t('list.next')}
      </Button>
    </nav>
  )
}
