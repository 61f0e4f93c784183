/**
 * How one shop speaks the API. The documents contradict each other, so what was decided for want of them can be set
 * for a shop: `profiles` of its token's settings, by `CK2023` or `CK2023/2` (facts/apicenter.md §2, §9.4, §16).
 */
import type { WireRequest } from '../../wire/dialect.js'
import { type Client, scopeOf } from './client.js'
import type { WeightUnit } from './measures.js'

const DIALECTS = ['erp', 'mabang', 'oracle'] as const
type DialectName = (typeof DIALECTS)[number]

/** Endpoints whose success code the documents disagree about. */
const CODES = { asn: 201, asn_status: 201, sku: 201 } as const
type Endpoint = keyof typeof CODES

export interface Profile {
  readonly dialect: DialectName
  readonly weightUnit: WeightUnit
  codeOf(endpoint: Endpoint): number
}

/** Settings that say nothing known are as good as none. */
export function profileOf({ settings }: WireRequest, client: Client): Profile {
  const profiles = within(settings, 'profiles')
  const own = within(profiles, scopeOf(client)) ?? within(profiles, client.client_code)
  // Every request of the second dialect has the field, and none of the others'.
  const usual = client.client_type === undefined ? 'oracle' : 'mabang'
  const dialect = oneOf(DIALECTS, within(own, 'dialect')) ?? usual
  return {
    dialect,
    weightUnit:
      oneOf(['g', 'kg'] as const, within(own, 'weight_unit')) ?? (dialect === 'mabang' ? 'g' : 'kg'),
    codeOf: (endpoint) =>
      oneOf([0, 200, 201] as const, within(within(own, 'codes'), endpoint)) ??
      (dialect === 'erp' && endpoint === 'asn' ? 0 : CODES[endpoint]),
  }
}

function within(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

function oneOf<T>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}
