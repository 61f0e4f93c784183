/** What a person sends: whether it is under way, and why it was refused. */
import { useState } from 'react'
import { newKey, type Problem } from './api'
import { problemIn } from './reading'

export interface Sending {
  readonly busy: boolean
  readonly problem: Problem | null
  /** `key`: the same for each try, so that what was done and got no answer isn't done twice. */
  send(work: (key: string) => Promise<void>): Promise<void>
  /** Shows the last refusal no longer. */
  forget(): void
}

export function useSending(): Sending {
  const [key, setKey] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (work: (key: string) => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work(key)
      setKey(newKey())
    } catch (error) {
      const found = problemIn(error)
      setProblem(found)
      // It was refused, so that the next try is another request; without an answer it is the same one.
      if (found.status >= 400 && found.status < 500) setKey(newKey())
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, send, forget: () => setProblem(null) }
}
