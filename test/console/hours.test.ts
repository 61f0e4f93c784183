// What the overview's bars are labelled with, and the times that they lead to.
import { afterAll, expect, test } from 'vitest'
import { hourText, placedWithin } from '../../console/src/pages/overview/hours.js'

const ZONE = process.env.TZ
afterAll(() => {
  if (ZONE === undefined) delete process.env.TZ
  else process.env.TZ = ZONE
})

test.each([
  ['UTC', '08:00'],
  ['Asia/Kolkata', '13:30'],
  ['Asia/Kathmandu', '13:45'],
])('an hour in %s is labelled %s', (zone, label) => {
  process.env.TZ = zone
  expect(hourText('2026-01-15T08:00:00.000Z')).toBe(label)
})

test('an age is a span of the time of placing; the youngest and the oldest have one end', () => {
  expect(placedWithin(0, 24).createdTo).toBeUndefined()
  expect(placedWithin(168, undefined).createdFrom).toBeUndefined()
  const { createdFrom = '', createdTo = '' } = placedWithin(24, 48)
  expect(Date.parse(createdTo) - Date.parse(createdFrom)).toBe(24 * 3_600_000)
})
