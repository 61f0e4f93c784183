/** A list as a file: how many rows have come is shown while they do, and it can be stopped. */
import { App, Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, ownProblem, Refused } from '../api'
import { problemIn } from '../reading'
import { numberText } from '../words'
import { DownloadIcon } from './icons'
import { ProblemNote } from './problem'

interface ExportButtonProps {
  readonly path: string
  /** As the file is called. */
  readonly name: string
  readonly children: ReactNode
}

export function ExportButton({ path, name, children }: ExportButtonProps) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const [rows, setRows] = useState<number | null>(null)
  const aborting = useRef<AbortController | null>(null)
  useEffect(() => () => aborting.current?.abort(), [])
  const start = async () => {
    const controller = new AbortController()
    aborting.current = controller
    setRows(0)
    try {
      const { file, count } = await gather(await download(path, controller.signal), setRows)
      save(file, name)
      void message.success(t('export.done', { count, rows: numberText(count) }))
    } catch (error) {
      if (controller.signal.aborted) return
      modal.error({
        title: t('export.failed'),
        content: <ProblemNote problem={problemIn(error)} />,
        okText: t('common.back'),
      })
    } finally {
      setRows(null)
    }
  }
  if (rows !== null) {
    return (
      <span className="exporting">
        <span role="status">{t('export.rows', { count: rows, rows: numberText(rows) })}</span>
        <Button onClick={() => aborting.current?.abort()}>{t('export.stop')}</Button>
      </span>
    )
  }
  return (
    <Button
      icon={<DownloadIcon />}
      href={path}
      download={name}
      onClick={(event) => {
        event.preventDefault()
        void start()
      }}
    >
      {children}
    </Button>
  )
}

const SHOWN_EVERY_MS = 200
const [LINE_END, QUOTE] = [10, 34]

/** Rows, without the header; line breaks within quotes end none. */
async function gather(
  response: Response,
  tell: (rows: number) => void,
): Promise<{ readonly file: Blob; readonly count: number }> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let [lines, isQuoted, toldAt] = [0, false, performance.now()]
  const count = () => Math.max(0, lines - 1)
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { value, done } = await next(reader)
    if (done) break
    parts.push(value)
    for (const byte of value) {
      if (byte === QUOTE) isQuoted = !isQuoted
      else if (byte === LINE_END && !isQuoted) lines += 1
    }
    if (performance.now() - toldAt < SHOWN_EVERY_MS) continue
    toldAt = performance.now()
    tell(count())
  }
  return { file: new Blob(parts, { type: 'text/csv' }), count: count() }
}

/** A file that was cut off is none: its last rows are missing. */
async function next(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
  try {
    return await reader.read()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refused(ownProblem('cut_off'))
  }
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
