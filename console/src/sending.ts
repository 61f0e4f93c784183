/** What a person sends: whether it is under way, and why it was refused. */
import { useRef, useState } from 'react'
import { isAnswer, newKey, type Problem } from './api'
import { problemIn } from './reading'

export interface Sending {
  readonly busy: boolean
  readonly problem: Problem | null
  /**
   * `key`: the same for each try, so that what was done and got no answer isn't done twice. While something is under
   * way, nothing else is sent.
   */
  send(work: (key: string) => Promise<void>): Promise<void>
  /** Shows the last refusal no longer: what is sent next is something new. */
  forget(): void
}

export function useSending(): Sending {
  const [firstKey] = useState(newKey)
  const key = useRef(firstKey)
  const isUnderWay = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (work: (key: string) => Promise<void>) => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    setBusy(true)
    setProblem(null)
    try {
      await work(key.current)
      key.current = newKey()
    } catch (error) {
      const found = problemIn(error)
      setProblem(found)
      // It was refused, so that the next try is another request; without an answer it is the same one. A key that was
      // used before may have done what nobody was told of: it is looked at before anything else is done.
      if (isAnswer(found) && found.code !== 'key_reused') key.current = newKey()
    } finally {
      isUnderWay.current = false
      setBusy(false)
    }
  }
  const forget = () => {
    if (!isUnderWay.current) key.current = newKey()
    setProblem(null)
  }
  return { busy, problem, send, forget }
}
