/** The label that an order's caller brought along, as it came: a picture or a PDF. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { LoadingPage } from '../../parts/fallback'
import { ProblemNote } from '../../parts/problem'
import { useReading } from '../../reading'
import type { Order } from '../../types'
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
  const frame = useRef<HTMLIFrameElement>(null)
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
  if (label.url !== null) {
    return (
      <p className="sheet-page">
        {t('paper.labelElsewhere')} {label.url}
      </p>
    )
  }
  if (PICTURES.includes(type)) {
    return (
      <Sheet title={title} hasTexts={false}>
        <img className="label-picture" src={file} alt={title} />
      </Sheet>
    )
  }
  return (
    <Sheet title={title} hasTexts={false} print={() => frame.current?.contentWindow?.print()}>
      {type === PDF && <Pdf file={file} title={title} frame={frame} />}
      <p className="sheet-tools">
        <a href={file}>{t('order.labelDownload')}</a>
      </p>
    </Sheet>
  )
}

interface PdfProps {
  readonly file: string
  readonly title: string
  readonly frame: React.RefObject<HTMLIFrameElement | null>
}

/** As a download, no browser shows it; as an object of this page, it does. */
function Pdf({ file, title, frame }: PdfProps) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const aborting = new AbortController()
    let made: string | null = null
    const show = async () => {
      const answer = await fetch(file, { credentials: 'same-origin', signal: aborting.signal })
      if (!answer.ok) return
      made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: PDF }))
      setUrl(made)
    }
    // The link below it says what is wrong.
    show().catch(() => undefined)
    return () => {
      aborting.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [file])
  return url === null ? null : <iframe ref={frame} className="label-pdf" src={url} title={title} />
}
