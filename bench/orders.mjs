// What the benchmark's orders are made of. An order is a pure function of seed and sequence number, so a run can be
// repeated; orders are put together from prebuilt strings, as the generator shares the cores it measures.

/** What a run notes of an order that was acknowledged by an answer without its number. */
export const unnumbered = 1

export const hotSku = 'BENCH-HOT'

/** @param {number} index */
export const spreadSku = (index) => `BENCH-${String(index).padStart(5, '0')}`

export const cities = ['Orlando', 'Austin', 'Boise', 'Tacoma', 'Fresno', 'Newark', 'Mobile', 'Peoria']
export const streets = [
  'Rabelais St',
  'Oak Avenue',
  'Mill Road',
  'Harbour Lane',
  'Station Square',
  'Elm Court',
]
export const names = [
  'Ada Byron',
  'Grace Hopper',
  'Alan Turing',
  'Edith Clarke',
  'Karl Benz',
  'Lise Meitner',
  'Emmy Noether',
]

/** The random numbers of one order, one after the other. @param {number} seed @param {number} sequence */
export function randomOf(seed, sequence) {
  return mix(seed ^ Math.imul(sequence, 0x9e3779b1))
}

/** @template T @param {readonly T[]} values @param {number} random @returns {T} */
export const pick = (values, random) => /** @type {T} */ (values[random % values.length])

/** A well-mixing hash of 32 bits (splitmix32's finaliser): neighbouring inputs give unrelated results. */
export function mix(/** @type {number} */ value) {
  let mixed = (value + 0x9e3779b9) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
