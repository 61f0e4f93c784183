/** Usernames: what one may be like, and the one way in which each is written. */

const LONGEST_USERNAME = 32
/** As a path may hold it. */
const LONGEST_ENCODED = 190

/** In one case, and whichever way a keyboard composes it. */
export function plainUsername(sent: string): string {
  return sent.trim().normalize('NFKC').toLowerCase()
}

/** What is wrong with a username, or null. No @, which stands before a tenant's name. */
export function usernameProblem(sent: string): string | null {
  const name = plainUsername(sent)
  if ([...name].length > LONGEST_USERNAME || encodeURIComponent(name).length > LONGEST_ENCODED) {
    return `must have at most ${LONGEST_USERNAME} characters`
  }
  if (/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u.test(name)) return null
  return 'must be letters, digits, points, underscores and hyphens, and begin with a letter or digit'
}
