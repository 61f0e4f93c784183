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

/** For the page that is loaded next in this tab. */
export function leaveWord(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value)
  } catch {
    // It goes unsaid.
  }
}

/** Null: no word was left, or it was found before. */
export function findWord(name: string): string | null {
  try {
    const found = sessionStorage.getItem(PREFIX + name)
    sessionStorage.removeItem(PREFIX + name)
    return found
  } catch {
    return null
  }
}
