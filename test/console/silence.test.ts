// How the console notices that a stream is dead, though nobody has said so.
import { expect, test } from 'vitest'
import { type After, watchSilence } from '../../console/src/silence.js'

/** A clock that stands still until it is moved. */
function newClock() {
  let now = 0
  let due: { readonly at: number; readonly run: () => void }[] = []
  const after: After = (ms, run) => {
    const one = { at: now + ms, run }
    due.push(one)
    return () => {
      due = due.filter((other) => other !== one)
    }
  }
  const pass = (ms: number) => {
    now += ms
    const over = due.filter(({ at }) => at <= now)
    due = due.filter(({ at }) => at > now)
    for (const { run } of over) run()
  }
  return { after, pass }
}

function watched() {
  const { after, pass } = newClock()
  let fallen = 0
  const silence = watchSilence(after, () => {
    fallen += 1
  })
  return { silence, pass, fallen: () => fallen }
}

test('a heartbeat that is late is waited for, a second one is not', () => {
  const { silence, pass, fallen } = watched()
  silence.broken()
  silence.beatsEvery(100)
  pass(199)
  expect(fallen()).toBe(0)
  pass(1)
  expect(fallen()).toBe(1)
})

test('whatever comes breaks it', () => {
  const { silence, pass, fallen } = watched()
  silence.beatsEvery(100)
  for (let beats = 0; beats < 10; beats += 1) {
    pass(199)
    silence.broken()
  }
  expect(fallen()).toBe(0)
})

test('what has not answered yet is waited for as well, but not for ever', () => {
  const { silence, pass, fallen } = watched()
  silence.broken()
  pass(29_999)
  expect(fallen()).toBe(0)
  pass(1)
  expect(fallen()).toBe(1)
})

test('it is told once, until something is awaited anew', () => {
  const { silence, pass, fallen } = watched()
  silence.beatsEvery(100)
  pass(10_000)
  expect(fallen()).toBe(1)
  silence.broken()
  pass(200)
  expect(fallen()).toBe(2)
})

test('what was closed is not missed', () => {
  const { silence, pass, fallen } = watched()
  silence.beatsEvery(100)
  silence.end()
  pass(10_000)
  expect(fallen()).toBe(0)
})
