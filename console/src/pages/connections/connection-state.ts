/** How a connection stands, in one word. */
import type { Connection } from '../../types'

export function stateOf({ enabled, problem }: Connection): 'off' | 'failing' | 'on' {
  if (!enabled) return 'off'
  return problem === null ? 'on' : 'failing'
}
