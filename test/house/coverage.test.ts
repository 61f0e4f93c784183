// The table of what is served: nothing that the dialects list is left out of it, and what no example shows as it
// succeeds is told.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coverageOf } from '../../scripts/coverage-page.mjs'
import { dialects } from '../../src/dialects/index.js'
import { FAMILIES, goldensOf, isNative } from '../support/golden.js'

const ACME = {
  name: 'acme-v1',
  title: 'Acme, version 1',
  family: 'acme',
  operations: [
    {
      name: 'placeOrder',
      method: 'POST',
      paths: ['/acme/orders', '/acme/order'],
      summary: 'Place an order.',
    },
    { name: 'readOrder', method: 'GET', paths: ['/acme/orders/:id'], summary: 'Read one | or none.' },
  ],
  notServed: [
    { method: 'GET', path: '/acme/stock', reason: 'stock is not told', successor: 'call GET /acme/items' },
  ],
  rewritePath: (path: string) => path.replace(/^\/acme\/acme/, '/acme'),
}

const example = (name: string, method: string, path: string, family = 'acme') => ({
  family,
  name,
  method,
  path,
})
const PLACED = example('place', 'POST', '/acme/acme/order?x=1')
const READ = example('read', 'GET', '/acme/orders/{{place.id}}')

test('an operation that an example shows is not missing', () => {
  const { page, missing } = coverageOf([ACME], [PLACED, READ])
  expect(missing).toEqual([])
  expect(page).toContain(
    '| placeOrder | `POST /acme/orders`<br>`POST /acme/order` | Place an order. | [place](../src/dialects/acme/examples/place/case.json) |',
  )
  expect(page).toContain('| `GET /acme/stock` | stock is not told | call GET /acme/items |')
  expect(page).toContain('| [Acme, version 1](#acme-version-1) | 2 | 1 |')
  expect(page).toContain('Read one \\| or none.')
})

test.each([
  ['there is none', [PLACED]],
  ['there is only a refusal', [PLACED, example('refused-read', 'GET', '/acme/orders/1')]],
  ['there is one by another method', [PLACED, example('read', 'POST', '/acme/orders/1')]],
  ['there is one of another family', [PLACED, example('read', 'GET', '/acme/orders/1', 'other')]],
  ['there is one at another path', [PLACED, example('read', 'GET', '/acme/orders/1/lines')]],
])('an operation is missing where %s', (_title, examples) => {
  expect(coverageOf([ACME], examples).missing).toEqual(['acme-v1: readOrder (GET /acme/orders/:id)'])
})

test('every path that a dialect serves or names, and every example, is on the page', () => {
  const examples = FAMILIES.flatMap((family) =>
    goldensOf(family).map(({ name, one: { method, path } }) => ({ family, name, method, path })),
  )
  const { page } = coverageOf(dialects, examples)
  for (const { operations, notServed } of dialects) {
    for (const { method, paths } of operations) {
      for (const path of paths) expect(page).toContain(`\`${method} ${path}\``)
    }
    for (const { method, path } of notServed) expect(page).toContain(`\`${method} ${path}\``)
  }
  // Some refusals are about paths that nobody serves, and native steps are no dialect's.
  const shown = examples.filter((one) => !one.name.startsWith('refused-') && !isNative(one))
  for (const { name } of shown) expect(page).toContain(`[${name}]`)
  for (const { name } of examples.filter(isNative)) expect(page).not.toContain(`[${name}]`)
})

test('no path is both served and answered by name', () => {
  for (const { operations, notServed } of dialects) {
    const served = new Set(
      operations.flatMap(({ method, paths }) => paths.map((path) => `${method} ${path}`)),
    )
    expect(notServed.filter(({ method, path }) => served.has(`${method} ${path}`))).toEqual([])
  }
})

test.each(FAMILIES)('the commands of the page of %s are run by a test', (family) => {
  const run = readFileSync(new URL(`../dialects/${family}/pages.test.ts`, import.meta.url), 'utf8')
  expect(run).toContain(`testPagesOf('${family}')`)
})
