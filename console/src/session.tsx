/** Who is signed in, and what that person may do. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Problem, readSession, signIn, signOut, whenSignedOut } from './api'
import { problemIn } from './reading'
import type { Session } from './types'

interface SessionState {
  /** `asking`: not known yet. */
  readonly session: Session | null | 'asking'
  /** The session was there, and ended by itself. */
  readonly ended: boolean
  readonly problem: Problem | null
  signIn(username: string, password: string): Promise<void>
  signOut(): Promise<void>
  /** Asks again who has signed in, and with which role. */
  refresh(): void
}

const SessionContext = createContext<SessionState | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionState['session']>('asking')
  const [ended, setEnded] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    whenSignedOut(() => {
      setSession(null)
      setEnded(true)
    })
    readSession().then(setSession, (error: unknown) => {
      setProblem(problemIn(error))
      setSession(null)
    })
  }, [])
  const state = useMemo<SessionState>(
    () => ({
      session,
      ended,
      problem,
      signIn: async (username, password) => {
        setProblem(null)
        setSession(await signIn(username, password))
        setEnded(false)
      },
      signOut: async () => {
        await signOut()
        setSession(null)
      },
      refresh: () => {
        readSession().then(
          (found) => {
            if (found === null) setEnded(true)
            setSession(found)
          },
          // It is asked again when there is an answer to be had.
          () => {},
        )
      },
    }),
    [session, ended, problem],
  )
  return <SessionContext value={state}>{children}</SessionContext>
}

export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (state === null) throw new Error('a page lies within the session')
  return state
}
