/** The field kinds that shapes are made of: TypeBox types with the notes that the reader knows. */
import countries from 'i18n-iso-countries'
import { type Static, type TSchema, Type } from 'typebox'
import type { FieldNotes } from './shape.js'
import { readInstant } from './time.js'

type Notes = FieldNotes & { readonly description?: string }

/** Prose: kept as it was sent. */
export function text(maxLength: number, notes: Notes = {}) {
  return Type.String({ maxLength, blankIsAbsent: true, ...notes })
}

/** A number or code of someone's: no control characters; a bare JSON number is read as its digits. */
export function code(maxLength: number, notes: Notes = {}) {
  return Type.String({ maxLength, blankIsAbsent: true, identifier: true, ...notes })
}

export function wholeNumber(minimum: number, maximum: number, notes: Notes = {}) {
  return Type.Integer({ minimum, maximum, ...notes })
}

/** A number from 0, read as its literal: amounts are never floats. */
export function amount(whole: number, places: number, notes: Notes = {}) {
  return Type.Unsafe<string>({ type: 'number', minimum: 0, digits: [whole, places], ...notes })
}

export function oneOf<const T extends string>(choices: readonly T[], notes: Notes = {}) {
  return Type.Unsafe<T>({ type: 'string', enum: [...choices], blankIsAbsent: true, ...notes })
}

export function flag(notes: Notes = {}) {
  return Type.Boolean(notes)
}

/** ISO 3166-1 alpha-2, whatever its case. */
export function country(notes: Notes = {}) {
  return Type.String({
    minLength: 2,
    blankIsAbsent: true,
    check: (value: string) =>
      isCountry(value) ? null : `is "${value.slice(0, 20)}", which is no ISO 3166-1 alpha-2 country code`,
    ...notes,
  })
}

/** A point in time in a query; see readInstant for the accepted forms. */
export function instant(notes: Notes = {}) {
  return Type.String({
    blankIsAbsent: true,
    check: (value: string) =>
      readInstant(value) === null
        ? `is "${value.slice(0, 40)}", which is no time like 2016-01-18T23:41:00Z`
        : null,
    ...notes,
  })
}

/** A day of the calendar, such as 2026-01-31. */
export function day(notes: Notes = {}) {
  return Type.String({
    blankIsAbsent: true,
    check: (value: string) =>
      isDay(value) ? null : `is "${value.slice(0, 20)}", which is no day like 2026-01-31`,
    ...notes,
  })
}

function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value) && readInstant(value) !== null
}

/** A field that may be null, which then says something of its own. */
export function orNull<S extends TSchema>(field: S) {
  return Type.Unsafe<Static<S> | null>({ ...field, nullable: true })
}

const COUNTRY_CODES: ReadonlySet<string> = new Set(Object.keys(countries.getAlpha2Codes()))

export function isCountry(value: string): boolean {
  return COUNTRY_CODES.has(value.toUpperCase())
}
