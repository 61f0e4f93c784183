/** What this browser remembers of a person's choices. A browser that forbids it just forgets. */

const PREFIX = 'entrepot.'

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value)
  } catch {
    // It is forgotten when the page is closed.
  }
}
