/** Files of stock and orders: looked at, checked without changing anything, then taken in. */
import { Button, Segmented, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change, withQuery } from '../../api'
import { firstRows } from '../../csv'
import { useNews } from '../../live'
import { AccountChoice, useAccountNames } from '../../parts/account-choice'
import { numberColumn } from '../../parts/columns'
import { EmptyNote } from '../../parts/empty-note'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useSending } from '../../sending'
import type { ImportRecord } from '../../types'
import { wordText } from '../../words'
import { ImportProgress } from './import-progress'

const KINDS = ['stock', 'orders'] as const
type Kind = (typeof KINDS)[number]
const ROWS_SHOWN = 8
/** Enough for the first rows. */
const BYTES_SHOWN = 65_536

interface Chosen {
  readonly file: File
  /** The first is the header. */
  readonly rows: readonly (readonly string[])[]
  /** A guess, for the progress: a row may hold line breaks. Undefined: the file is too large to count. */
  readonly lines: number | undefined
}

async function look(file: File): Promise<Chosen> {
  const start = await file.slice(0, BYTES_SHOWN).text()
  const whole = file.size <= BYTES_SHOWN ? start : null
  const perLine = start.length / Math.max(start.split('\n').length, 1)
  const lines = whole === null ? Math.ceil(file.size / perLine) : start.trimEnd().split('\n').length - 1
  return { file, rows: firstRows(start, ROWS_SHOWN + 1), lines }
}

function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
}

export function Component() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('stock')
  const names = useAccountNames()
  const [account, setAccount] = useState<string>()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const [started, setStarted] = useState<ImportRecord | null>(null)
  const [checked, setChecked] = useState<ImportRecord | null>(null)
  const { busy, problem, send, forget: forgetProblem } = useSending()
  const filters = useFilters(NO_FILTERS)
  const list = useList<ImportRecord>('/v1/imports', filters)

  useNews('imports', list.quietly, { everyMs: 1_000 })

  const forget = () => {
    setStarted(null)
    setChecked(null)
    forgetProblem()
  }
  const take = (file: File) => {
    forget()
    setChosen(null)
    setUnreadable(null)
    look(file).then(setChosen, () => setUnreadable(file.name))
  }
  const start = (file: File, dryRun: boolean) =>
    send(async (key) => {
      // One that was saved anew meanwhile can't be read any more: it has to be chosen again.
      if (!(await isReadable(file))) {
        setChosen(null)
        setUnreadable(file.name)
        return
      }
      const path = withQuery('/v1/imports', { kind, account, dryRun: String(dryRun) })
      const begun = await change<ImportRecord>('POST', path, file, key)
      setChecked(null)
      setStarted(begun)
    })
  const over = (record: ImportRecord) => {
    if (record.dryRun && record.state === 'finished') setChecked(record)
    list.again()
  }
  return (
    <Page title={t('imports.title')}>
      <Panel title={t('imports.file')}>
        <div className="import-choice">
          <Segmented
            aria-label={t('imports.kind')}
            value={kind}
            options={KINDS.map((value) => ({ value, label: wordText('importKind', value) }))}
            onChange={(value) => {
              setKind(value)
              forget()
            }}
          />
          <AccountChoice
            names={names}
            value={account}
            onChange={(name) => {
              setAccount(name)
              forget()
            }}
          />
          <label className="file-choice">
            <input
              className="unseen"
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => {
                const [file] = event.target.files ?? []
                // So that the same one, mended meanwhile, can be chosen again.
                event.target.value = ''
                if (file !== undefined) take(file)
              }}
            />
            <span className="file-button">{t('imports.choose')}</span>
            <span className="soft">{chosen?.file.name ?? t('imports.noFile')}</span>
          </label>
          <Button
            type={checked === null ? 'primary' : 'default'}
            disabled={chosen === null}
            loading={busy}
            onClick={() => chosen !== null && void start(chosen.file, true)}
          >
            {t('imports.check')}
          </Button>
        </div>
        <p className="soft">{t(`imports.columnsOf.${kind}`)}</p>
        {unreadable !== null && <p className="fault">{t('imports.unreadable', { name: unreadable })}</p>}
        {chosen !== null && (
          <div className="import-preview">
            <Preview chosen={chosen} />
          </div>
        )}
      </Panel>
      <ProblemNote problem={problem} />
      {started !== null && (
        <ImportProgress
          key={started.id}
          id={started.id}
          begun={started}
          over={over}
          {...(chosen?.lines !== undefined && { rows: chosen.lines })}
        />
      )}
      {checked !== null && chosen !== null && checked.accepted > 0 && (
        <p className="import-next">
          <Button type="primary" loading={busy} onClick={() => void start(chosen.file, false)}>
            {t('imports.start', { count: checked.accepted })}
          </Button>
          {checked.refused > 0 && <span className="soft">{t('imports.startAdvice')}</span>}
        </p>
      )}
      <h2 className="list-title">{t('imports.earlier')}</h2>
      <Earlier list={list} filters={filters} />
    </Page>
  )
}

const NO_FILTERS: readonly string[] = []

function Preview({ chosen: { rows } }: { chosen: Chosen }) {
  const { t } = useTranslation()
  const [head = [], ...body] = rows
  const columns: TableColumnsType<{ readonly cells: readonly string[] }> = head.map((title, index) => ({
    key: `${index}`,
    title,
    render: (_, { cells }) => cells[index],
  }))
  return (
    <Table
      aria-label={t('imports.preview')}
      title={() => t('imports.preview')}
      size="small"
      columns={columns}
      dataSource={body.map((cells, index) => ({ key: index, cells }))}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

interface EarlierProps {
  readonly list: ReturnType<typeof useList<ImportRecord>>
  readonly filters: ReturnType<typeof useFilters>
}

function Earlier({ list, filters }: EarlierProps) {
  const { t } = useTranslation()
  const columns: TableColumnsType<ImportRecord> = [
    { key: 'id', title: t('imports.id'), render: (_, { id }) => <Link to={`/imports/${id}`}>{id}</Link> },
    {
      key: 'kind',
      title: t('imports.kind'),
      render: (_, { kind, dryRun }) => (
        <>
          {wordText('importKind', kind)} {dryRun && <span className="soft">{t('imports.dryRun')}</span>}
        </>
      ),
    },
    {
      key: 'state',
      title: t('imports.state'),
      render: (_, { state }) => <Status group="importState" word={state} />,
    },
    numberColumn<ImportRecord>('accepted', t('imports.accepted'), ({ accepted }) => accepted),
    numberColumn<ImportRecord>('refused', t('imports.refused'), ({ refused }) => refused),
    { key: 'at', title: t('imports.at'), render: (_, { createdAt }) => <Time at={createdAt} /> },
  ]
  return (
    <ListTable<ImportRecord>
      list={list}
      filters={filters}
      columns={columns}
      rowKey={({ id }) => String(id)}
      label={t('imports.earlier')}
      empty={<EmptyNote title={t('imports.emptyTitle')} advice={t('imports.emptyAdvice')} />}
    />
  )
}
