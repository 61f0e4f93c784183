/** The label that an order's caller brought along, as it came: a picture or a PDF. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { download, type Problem } from '../../api'
import { LoadingPage } from '../../parts/fallback'
import { ProblemNote } from '../../parts/problem'
import { problemIn, useReading } from '../../reading'
import type { Order } from '../../types'
import { isWebAddress } from '../../web-address'
import { Sheet } from './sheet'

export function Component() {
  const { orderNumber = '' } = useParams()
  const path = `/v1/orders/${encodeURIComponent(orderNumber)}`
  const { value: order, problem, again } = useReading<Order>(path)
  if (problem !== null) return <ProblemNote problem={problem} again={again} />
  return order === null ? <LoadingPage /> : <Label order={order} file={`${path}/label`} />
}

/** Of another kind than these, it is downloaded and never shown. */
const PICTURES = ['image/png', 'image/jpeg']
const PDF = 'application/pdf'

function Label({ order: { orderNumber, label }, file }: { order: Order; file: string }) {
  const { t } = useTranslation()
  const title = t('paper.label', { number: orderNumber })
  const type = label?.contentType ?? ''
  if (label === null) {
    return (
      <main className="sheet-page">
        <p>{t('paper.noLabel')}</p>
        <Link to={`/orders/${orderNumber}`}>{t('order.title', { number: orderNumber })}</Link>
      </main>
    )
  }
  if (label.url !== null) return <LabelElsewhere url={label.url} />
  if (type === PDF) return <PdfLabel file={file} title={title} />
  if (PICTURES.includes(type)) {
    return (
      <Sheet title={title} hasTexts={false}>
        <img className="label-picture" src={file} alt={title} />
      </Sheet>
    )
  }
  return (
    <main className="sheet-page">
      <p>{t('paper.labelToDownload', { type })}</p>
      <a href={file}>{t('order.labelDownload')}</a>
    </main>
  )
}

/** The hub does not fetch it: whoever prints it opens it. */
function LabelElsewhere({ url }: { url: string }) {
  const { t } = useTranslation()
  if (!isWebAddress(url)) {
    return (
      <main className="sheet-page">
        <p>{t('paper.labelUnsafe')}</p>
        <p className="code">{url}</p>
      </main>
    )
  }
  return (
    <main className="sheet-page">
      <p>{t('paper.labelElsewhere')}</p>
      <a href={url} target="_blank" rel="noreferrer noopener">
        {t('order.labelOpen')}
      </a>
      <p className="code label-address">{url}</p>
    </main>
  )
}

/** As a download, no browser shows it; as an object of this page, it does. */
function PdfLabel({ file, title }: { file: string; title: string }) {
  const { t } = useTranslation()
  const frame = useRef<HTMLIFrameElement>(null)
  const [url, setUrl] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    const aborting = new AbortController()
    let made: string | null = null
    const show = async () => {
      const answer = await download(file, aborting.signal)
      made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: PDF }))
      setUrl(made)
    }
    show().catch((error: unknown) => {
      if (!aborting.signal.aborted) setProblem(problemIn(error))
    })
    return () => {
      aborting.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [file])
  return (
    <Sheet
      title={title}
      hasTexts={false}
      print={url === null ? null : () => frame.current?.contentWindow?.print()}
    >
      <ProblemNote problem={problem} />
      {url !== null && <iframe ref={frame} className="label-pdf" src={url} title={title} />}
      <p className="sheet-tools">
        <a href={file}>{t('order.labelDownload')}</a>
      </p>
    </Sheet>
  )
}
