/** Small things that many pages show: a time, an amount, a code that can be copied. */

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, timeText } from '../words'
import { CheckIcon, CopyIcon } from './icons'

/** In the person's own zone; the exact time in UTC stands behind it. */
export function Time({ at }: { at: string }) {
  useTranslation()
  return (
    <time dateTime={at} title={at} className="time">
      {timeText(at)}
    </time>
  )
}

export function Money({ minor, currency }: { minor: number; currency: string }) {
  useTranslation()
  return <span className="number">{moneyText(minor, currency)}</span>
}

export function Code({ children }: { children: string }) {
  return <span className="code">{children}</span>
}

const SHOWN_MS = 1500

/** Copies a text that stands elsewhere; `name` says what it is. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    // Only pages with TLS or on the machine itself have a clipboard.
    await navigator.clipboard?.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  if (navigator.clipboard === undefined) return null
  return (
    <span className="copyable">
      <button type="button" aria-label={t('common.copy', { text: name })} onClick={() => void copy()}>
        {copied ? <CheckIcon /> : <CopyIcon />}
      </button>
    </span>
  )
}

export function Copyable({ text }: { text: string }) {
  return (
    <span>
      <span className="code">{text}</span>
      <CopyButton text={text} name={text} />
    </span>
  )
}
