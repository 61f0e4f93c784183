/** What a credential may be used for at all, whatever its API: from which addresses, and until when. */
import { BlockList, isIP } from 'node:net'
import type { PermissionFault } from '../order/rejection.js'
import type { Credential } from '../store/credentials.js'

/** `settings` of a credential: `addresses` (all, if none are given), `disabled`, `validUntil` (milliseconds since 1970). */
export function permissionFault(
  { settings }: Credential,
  address: string,
  at: number,
): { readonly fault: PermissionFault; readonly reason: string } | null {
  if (settings === null) return null
  const { addresses, disabled, validUntil } = settings
  if (Array.isArray(addresses) && !isListed(address, addresses)) {
    return { fault: 'address', reason: `the address ${address} is not on the list of this credential` }
  }
  if (disabled === true) return { fault: 'disabled', reason: 'the credential is disabled' }
  if (typeof validUntil === 'number' && validUntil <= at) {
    return { fault: 'over', reason: 'the credential is no longer valid' }
  }
  return null
}

function isListed(address: string, addresses: readonly unknown[]): boolean {
  const list = new BlockList()
  for (const one of addresses) {
    if (typeof one === 'string' && isIP(one) !== 0) list.addAddress(one, familyOf(one))
  }
  // An IPv4 caller of a socket that serves both families.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) !== 0 && list.check(plain, familyOf(plain))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
