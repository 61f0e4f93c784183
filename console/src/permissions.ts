/** What the person who is signed in may do: nobody is offered what the hub would refuse. */
import { useSession } from './session'

export type Permission = 'orders.change' | 'warehouse' | 'stock'

const ROLES: Readonly<Record<string, readonly Permission[]>> = {
  admin: ['orders.change', 'warehouse', 'stock'],
  operator: ['orders.change', 'warehouse', 'stock'],
  warehouse: ['warehouse', 'stock'],
}

export function useMay(): (permission: Permission) => boolean {
  const { session } = useSession()
  const role = session === null || session === 'asking' ? '' : session.user.role
  return (permission) => ROLES[role]?.includes(permission) ?? false
}
