/** What the person who is signed in may do: nobody is offered what the hub would refuse. */
import { may } from '../../src/http/roles.js'
import type { Permission } from '../../src/order/people-calls.js'
import { useSession } from './session'

export type { Permission }

export function useMay(): (permission: Permission) => boolean {
  const { session } = useSession()
  if (session === null || session === 'asking') return () => false
  return (permission) => may(session.user.role, permission)
}
