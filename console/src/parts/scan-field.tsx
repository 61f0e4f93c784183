/** The one field that a scanner types into: it keeps the focus, and says loudly when something is wrong. */
import { Input, type InputRef } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { sound } from './sound'

export interface Said {
  readonly isGood: boolean
  readonly text: ReactNode
}

interface ScanFieldProps {
  readonly label: string
  readonly said: Said | null
  readonly busy: boolean
  /** Whatever changes with each step: the field then takes the focus again. */
  readonly step: string
  readonly scan: (text: string) => void
}

const LONGEST = 200

export function ScanField({ label, said, busy, step, scan }: ScanFieldProps) {
  const [typed, setTyped] = useState('')
  const field = useRef<InputRef>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step wants the next scan.
  useEffect(() => {
    if (!busy) field.current?.focus()
  }, [step, busy])
  useEffect(() => {
    if (said !== null) sound(said.isGood)
  }, [said])
  return (
    <form
      className="scan"
      onSubmit={(event) => {
        event.preventDefault()
        const text = typed.trim()
        setTyped('')
        if (text !== '' && !busy) scan(text)
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
        readOnly={busy}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="scan-said" role={said?.isGood === false ? 'alert' : 'status'}>
        {said !== null && <p className={said.isGood ? 'scan-good' : 'scan-bad'}>{said.text}</p>}
      </div>
    </form>
  )
}
