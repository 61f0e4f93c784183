/**
 * The one field that a scanner types into: it keeps the focus, and says loudly when something is wrong. What is scanned
 * while the page is busy waits its turn; once something goes wrong, it was meant for another step, and is not taken.
 */
import { Input, type InputRef } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api'
import { sound } from './sound'

export interface Said {
  readonly isGood: boolean
  readonly text: ReactNode
}

interface ScanFieldProps {
  readonly label: string
  readonly said: Said | null
  readonly problem: Problem | null
  readonly busy: boolean
  /** Whatever changes with each step: the field then takes the focus again. */
  readonly step: string
  readonly scan: (text: string) => void
}

const LONGEST = 200

export function ScanField({ label, said, problem, busy, step, scan }: ScanFieldProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [waiting, setWaiting] = useState<readonly string[]>([])
  const [dropped, setDropped] = useState<readonly string[]>([])
  const field = useRef<InputRef>(null)
  const heard = useRef<{ said: Said | null; problem: Problem | null }>({ said: null, problem: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step, and each answer, wants the next scan.
  useEffect(() => {
    field.current?.focus()
  }, [step, busy, said, problem])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scan` is another one each time.
  useEffect(() => {
    const news = said === heard.current.said ? null : said
    const isBad = news?.isGood === false || (problem !== null && problem !== heard.current.problem)
    heard.current = { said, problem }
    if (isBad || news !== null) sound(!isBad)
    if (isBad) {
      setDropped(waiting)
      setWaiting([])
      return
    }
    const [next, ...rest] = waiting
    if (busy || next === undefined) return
    setDropped([])
    setWaiting(rest)
    scan(next)
  }, [waiting, busy, said, problem])
  return (
    <form
      className="scan"
      onSubmit={(event) => {
        event.preventDefault()
        const text = typed.trim()
        setTyped('')
        if (text !== '') setWaiting((before) => [...before, text])
      }}
    >
      <label htmlFor="scan">{label}</label>
      <Input
        id="scan"
        ref={field}
        size="large"
        autoComplete="off"
        spellCheck={false}
        maxLength={LONGEST}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="scan-said" role={said?.isGood === false ? 'alert' : 'status'}>
        {said !== null && <p className={said.isGood ? 'scan-good' : 'scan-bad'}>{said.text}</p>}
        {dropped.length > 0 && <p className="scan-bad">{t('scan.dropped', { texts: dropped.join(', ') })}</p>}
      </div>
    </form>
  )
}
