export function findBrowser(): string | undefined
export function haveBrowser(): boolean
