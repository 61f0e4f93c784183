/** What Lingxing answers from tables: marketplaces, shared inventories, states (facts/lingxing.md §8.9–§8.11). */
import { Type } from 'typebox'
import { accept, refuse } from '../../order/rejection.js'
import { type Operation, plainOperation, type WireRequest } from '../../wire/dialect.js'
import { text } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { done } from './envelope.js'
import { MARKETPLACES } from './marketplaces.js'
import { STATES, type State } from './states.js'

const CONCEPTS = '/erp/sc/data/seller/conceptLists'
const ALL_MARKETPLACE = '/erp/sc/data/seller/allMarketplace'
const WORLD_STATES = '/erp/sc/data/worldState/lists'
const STATE_LIST = '/basicOpen/multiplatform/profit/report/stateList'

const CountryCode = Type.Object({ country_code: text(10) })
const CountryCodeInCamelCase = Type.Object({ countryCode: text(10) })
const readCountryCode = compileReader(CountryCode)
const readCountryCodeInCamelCase = compileReader(CountryCodeInCamelCase)

export const tableOperations: readonly Operation[] = [
  plainOperation({
    name: 'conceptLists',
    method: 'GET',
    paths: [CONCEPTS],
    summary: 'Shared inventories: there are none here.',
    inFlight: 1,
    answer: (_request, context) => accept(done(CONCEPTS, [], context, 0)),
  }),
  plainOperation({
    name: 'allMarketplace',
    method: 'GET',
    paths: [ALL_MARKETPLACE],
    summary: "Amazon's marketplaces.",
    inFlight: 1,
    answer: (_request, context) => {
      const rows = MARKETPLACES.map(({ mid, region, awsRegion, country, code, marketplaceId }) => ({
        mid,
        region,
        aws_region: awsRegion,
        country,
        code,
        marketplace_id: marketplaceId,
      }))
      return accept(done(ALL_MARKETPLACE, rows, context))
    },
  }),
  plainOperation({
    name: 'worldStates',
    method: 'POST',
    paths: [WORLD_STATES],
    summary: 'States and provinces of a country, as createOrder takes them for region.',
    inFlight: 1,
    body: CountryCode,
    bodyOptional: true,
    answer: ({ body }, context) => {
      const { value, faults } = readCountryCode(body ?? {})
      const [first, ...others] = faults
      if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
      const rows = statesOf(value.country_code).map(({ code, name }) => ({
        country_code: value.country_code,
        state_or_province_name: name,
        code,
      }))
      return accept(done(WORLD_STATES, rows, context, rows.length))
    },
  }),
  plainOperation({
    name: 'stateList',
    method: 'POST',
    paths: [STATE_LIST],
    summary: 'The same for other platforms.',
    inFlight: 1,
    body: CountryCodeInCamelCase,
    bodyOptional: true,
    answer: ({ body }: WireRequest, context) => {
      const { value, faults } = readCountryCodeInCamelCase(body ?? {})
      const [first, ...others] = faults
      if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
      const states = statesOf(value.countryCode).map(({ code, name }) => ({
        countryCode: value.countryCode,
        stateOrProvinceName: name,
        code,
      }))
      return accept(done(STATE_LIST, { states }, context, states.length))
    },
  }),
]

function statesOf(country: string): readonly State[] {
  return STATES.get(country) ?? []
}
