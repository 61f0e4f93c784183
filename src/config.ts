/** The only reader of the environment. Every setting is checked at start; a wrong one names itself. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'

export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** A PostgreSQL server of the operator's (15 or newer); undefined: the embedded one. */
  readonly databaseUrl: string | undefined
  readonly logLevel: string
  /** What secrets are sealed with; undefined: the key in the data directory. */
  readonly secretKey: Buffer | undefined
  /** Load the demo tenant into an empty database. */
  readonly demo: boolean
  /** Whether the server does the background work itself; if not, `entrepot work` does. */
  readonly work: boolean
  readonly allowPrivateTargets: boolean
  /** Addresses and networks of proxies that are believed about whose request it is, and whether it came by TLS. */
  readonly trustedProxies: readonly string[]
  /** The first admin's password; undefined: one is made, and shown once. */
  readonly consolePassword: string | undefined
  /** 0: requests are not logged. */
  readonly requestLogDays: number
  /** 0: who changed what is kept for ever. */
  readonly auditLogDays: number
}

export const SETTINGS = [
  ['HOST', '127.0.0.1', 'address to listen on'],
  ['PORT', '8080', 'port to listen on; 0 lets the system choose'],
  ['DATA_DIR', './data', 'where the embedded PostgreSQL and the demo credentials lie'],
  ['DATABASE_URL', '', 'a PostgreSQL server (15 or newer) to use instead of the embedded one'],
  ['LOG_LEVEL', 'info', 'fatal, error, warn, info, debug or trace'],
  ['SECRET_KEY', '', '32 bytes in base64 that seal stored secrets (default: secret.key in DATA_DIR)'],
  ['DEMO', 'on', 'off: leave the demo tenant out of an empty database'],
  ['WORK', 'on', 'off: background work is left to "entrepot work"'],
  ['ALLOW_PRIVATE_TARGETS', 'off', 'on: callbacks and connections may reach private addresses'],
  ['TRUSTED_PROXIES', '', 'proxies whose X-Forwarded-For and -Proto are believed: 10.0.0.5,192.168.0.0/16'],
  ['CONSOLE_PASSWORD', '', "the first admin's password for the console (default: made, and shown once)"],
  [
    'REQUEST_LOG_DAYS',
    '7',
    'how long requests, and calls of platforms, are kept for looking at; 0: not at all',
  ],
  ['AUDIT_LOG_DAYS', '0', 'how long it is kept who changed what; 0: for ever'],
] as const

type Setting = (typeof SETTINGS)[number][0]

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

export class ConfigError extends Error {}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const setting = (name: Setting): string => {
    const fallback = SETTINGS.find(([one]) => one === name)?.[1] ?? ''
    const value = environment[name]
    return value === undefined || value === '' ? fallback : value
  }
  const number = (name: Setting, most: number): number => {
    const given = setting(name)
    const value = Number(given)
    if (Number.isInteger(value) && value >= 0 && value <= most) return value
    throw new ConfigError(`${name} is "${given}", but must be a whole number from 0 to ${most}`)
  }
  const port = number('PORT', 65_535)
  const logLevel = setting('LOG_LEVEL')
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL is "${logLevel}", but must be one of ${LOG_LEVELS.join(', ')}`)
  }
  const databaseUrl = setting('DATABASE_URL')
  if (databaseUrl !== '' && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError('DATABASE_URL must start with postgres:// or postgresql://')
  }
  return {
    host: setting('HOST'),
    port,
    dataDir: resolve(setting('DATA_DIR')),
    databaseUrl: databaseUrl === '' ? undefined : databaseUrl,
    logLevel,
    secretKey: keyOf(setting('SECRET_KEY')),
    demo: onOff('DEMO', setting('DEMO')),
    work: onOff('WORK', setting('WORK')),
    allowPrivateTargets: onOff('ALLOW_PRIVATE_TARGETS', setting('ALLOW_PRIVATE_TARGETS')),
    trustedProxies: networks('TRUSTED_PROXIES', setting('TRUSTED_PROXIES')),
    consolePassword: passwordOf(setting('CONSOLE_PASSWORD')),
    requestLogDays: number('REQUEST_LOG_DAYS', 365),
    auditLogDays: number('AUDIT_LOG_DAYS', 36_500),
  }
}

/** Whoever debugs gets stack traces too; asked also when the settings are at fault. */
export function isDebugging(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.LOG_LEVEL === 'debug' || environment.LOG_LEVEL === 'trace'
}

function keyOf(value: string): Buffer | undefined {
  if (value === '') return undefined
  const key = Buffer.from(value, 'base64')
  if (key.length !== 32) throw new ConfigError('SECRET_KEY must be 32 bytes in base64')
  return key
}

/** Addresses, or networks such as 10.0.0.0/8, with commas between. */
function networks(name: string, value: string): string[] {
  const all = value.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
  for (const one of all) {
    const [address = '', bits, ...more] = one.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    if (isIP(address) === 0 || !isNetwork || more.length > 0) {
      throw new ConfigError(`${name} has "${one}", but must be addresses and networks such as 10.0.0.0/8`)
    }
  }
  return all
}

function passwordOf(value: string): string | undefined {
  if (value === '') return undefined
  const { length } = [...value]
  if (length < 10 || length > 200) throw new ConfigError('CONSOLE_PASSWORD must have 10 to 200 characters')
  return value
}

function onOff(name: string, value: string): boolean {
  if (value === 'on') return true
  if (value === 'off') return false
  throw new ConfigError(`${name} is "${value}", but must be on or off`)
}
