/** This version of the hub. */
import { readFileSync } from 'node:fs'

/** The same way up from `src` and from `dist`. */
const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')

export const VERSION: string = (JSON.parse(manifest) as { version: string }).version
