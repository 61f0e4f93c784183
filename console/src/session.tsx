/** Who is signed in, and what that person may do. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Problem, readSession, signIn, signOut, watchSession } from './api'
import { problemIn, readAfterSignIn } from './reading'
import { leaveWord } from './remembering'
import type { Session } from './types'

interface SessionState {
  /** `asking`: not known yet. One that has ended is kept, with all that is open, for whom it belonged to. */
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

/** Where the word is left that somebody else has signed in. */
export const ANOTHER_PERSON = 'another-person'

/** Nothing that was open is left in memory. */
function startAnew(): void {
  window.location.reload()
}

/** The other pages of this browser are told who signs out. */
const SIGNED_OUT = 'entrepot.signed-out'

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionState['session']>('asking')
  const [ended, setEnded] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const state = useMemo<SessionState>(() => {
    const resume = (found: Session) => {
      setSession(found)
      setEnded(false)
      if (ended) readAfterSignIn()
    }
    return {
      session,
      ended,
      problem,
      signIn: async (username, password) => {
        setProblem(null)
        resume(await signIn(username, password))
      },
      signOut: async () => {
        await signOut()
        new BroadcastChannel(SIGNED_OUT).postMessage('')
        startAnew()
      },
      refresh: () => {
        readSession().then(
          (found) => (found === null ? setEnded(true) : resume(found)),
          // It is asked again when there is an answer to be had.
          () => {},
        )
      },
    }
  }, [session, ended, problem])
  useEffect(() => {
    watchSession({
      ended: () => setEnded(true),
      another: ({ user }) => {
        leaveWord(ANOTHER_PERSON, user.username)
        startAnew()
      },
    })
    readSession().then(setSession, (error: unknown) => {
      setProblem(problemIn(error))
      setSession(null)
    })
    const channel = new BroadcastChannel(SIGNED_OUT)
    channel.addEventListener('message', startAnew)
    return () => channel.close()
  }, [])
  const { refresh } = state
  const isSignedIn = session !== null && session !== 'asking'
  // Whoever comes back to this page may have signed in as somebody else in another one.
  useEffect(() => {
    if (!isSignedIn) return
    const look = () => {
      if (document.visibilityState === 'visible') refresh()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [isSignedIn, refresh])
  return <SessionContext value={state}>{children}</SessionContext>
}

export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (state === null) throw new Error('a page lies within the session')
  return state
}
