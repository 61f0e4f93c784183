/** How far an import has come, what it found wrong row by row, and the way to stop it. */
import { Button, Progress, Table, type TableColumnsType } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change, isAnswer, type Problem, read } from '../../api'
import { useNews } from '../../live'
import { useAllRows } from '../../parts/all-rows'
import { LoadingPage } from '../../parts/fallback'
import { Fact, Facts, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Status } from '../../parts/status'
import { problemIn } from '../../reading'
import { saidText } from '../../said'
import { useSending } from '../../sending'
import type { ImportFault, ImportRecord } from '../../types'
import { numberText } from '../../words'

/** News come sooner, as long as the hub is heard. */
const AGAIN_MS = 1_000
const FAILED_AGAIN_MS = 5_000
/** The hub keeps no more of one import. */
const MOST_KEPT = 1_000
const ROWS_A_PAGE = 100

export function isOver({ state }: ImportRecord): boolean {
  return state === 'finished' || state === 'failed' || state === 'cancelled'
}

interface ImportProgressProps {
  readonly id: number
  /** As it was when it began, where that is known. */
  readonly begun?: ImportRecord
  /** How many rows the file is thought to have, where that is known. */
  readonly rows?: number
  /** Called once. */
  readonly over?: (record: ImportRecord) => void
}

export function ImportProgress({ id, begun, rows, over }: ImportProgressProps) {
  const { t } = useTranslation()
  const [record, setRecord] = useState<ImportRecord | null>(begun ?? null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const cancelling = useSending()
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again; `over` is told once.
  useEffect(() => {
    const aborting = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      try {
        const found = await read<ImportRecord>(`/v1/imports/${id}`, aborting.signal)
        setRecord(found)
        setProblem(null)
        if (isOver(found)) over?.(found)
        else timer = setTimeout(() => void look(), AGAIN_MS)
      } catch (error) {
        if (aborting.signal.aborted) return
        const failure = problemIn(error)
        setProblem(failure)
        // What can't be answered now may be later.
        if (!isAnswer(failure) || failure.status === 429)
          timer = setTimeout(() => void look(), FAILED_AGAIN_MS)
      }
    }
    void look()
    return () => {
      aborting.abort()
      clearTimeout(timer)
    }
  }, [id, round])
  const lookSooner = () => {
    if (record === null || !isOver(record)) setRound((before) => before + 1)
  }
  useNews('imports', lookSooner, { concerns: (name) => name === String(id) })
  const again = () => setRound((before) => before + 1)
  const cancel = () =>
    cancelling.send(async (key) => {
      await change('POST', `/v1/imports/${id}/cancel`, {}, key)
      again()
    })
  if (record === null) {
    return problem === null ? <LoadingPage /> : <ProblemNote problem={problem} again={again} />
  }
  const { state, dryRun, rowsRead, accepted, repeated, refused, faultCount } = record
  const done = isOver(record)
  return (
    <Panel
      title={t(dryRun ? 'imports.checkTitle' : 'imports.runTitle', { id })}
      extra={
        <>
          <Status group="importState" word={state} />
          {!done && (
            <Button loading={cancelling.busy} onClick={() => void cancel()}>
              {t('imports.cancel')}
            </Button>
          )}
        </>
      }
    >
      <ProblemNote problem={problem ?? cancelling.problem} />
      {!done && rows !== undefined && rows > 0 && (
        <Progress
          aria-label={t('imports.progress')}
          percent={Math.min(99, Math.floor((100 * rowsRead) / rows))}
        />
      )}
      <Facts>
        <Fact name={t('imports.rowsRead')}>{numberText(rowsRead)}</Fact>
        <Fact name={t(dryRun ? 'imports.wouldAccept' : 'imports.accepted')}>{numberText(accepted)}</Fact>
        <Fact name={t('imports.repeated')}>{repeated > 0 && numberText(repeated)}</Fact>
        <Fact name={t(dryRun ? 'imports.wouldRefuse' : 'imports.refused')}>{numberText(refused)}</Fact>
        <Fact name={t('imports.problem')}>{record.problem !== null && saidText(record.problem)}</Fact>
      </Facts>
      {done && faultCount > 0 && <Faults record={record} />}
      {done && faultCount === 0 && state === 'finished' && <p className="soft">{t('imports.noFaults')}</p>}
    </Panel>
  )
}

function Faults({ record: { id, faultCount } }: { record: ImportRecord }) {
  const { t } = useTranslation()
  const [round, setRound] = useState(0)
  const { rows, problem } = useAllRows<ImportFault>(`/v1/imports/${id}/faults`, round, MOST_KEPT)
  const columns: TableColumnsType<ImportFault> = [
    { key: 'line', title: t('imports.line'), dataIndex: 'line', className: 'number', width: 90 },
    { key: 'column', title: t('imports.column'), dataIndex: 'column' },
    {
      key: 'value',
      title: t('imports.value'),
      render: (_, fault) => <span className="code">{fault.value}</span>,
    },
    {
      key: 'problem',
      title: t('imports.fault'),
      className: 'wraps',
      render: (_, fault) => saidText(fault.problem),
    },
  ]
  if (problem !== null) return <ProblemNote problem={problem} again={() => setRound(round + 1)} />
  const shown = rows ?? []
  return (
    <div className="import-faults">
      <h3>{t('imports.faults', { count: faultCount })}</h3>
      <Table<ImportFault>
        aria-label={t('imports.faultTable')}
        size="small"
        columns={columns}
        dataSource={shown.map((fault, index) => ({ ...fault, key: index }))}
        loading={rows === null}
        pagination={shown.length > ROWS_A_PAGE && { pageSize: ROWS_A_PAGE, showSizeChanger: false }}
        scroll={{ x: 'max-content', y: 360 }}
      />
      {rows !== null && shown.length < faultCount && (
        <p className="soft">{t('imports.firstFaults', { count: shown.length })}</p>
      )}
    </div>
  )
}
