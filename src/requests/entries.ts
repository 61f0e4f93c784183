/** What is kept of a request: its outcome, its refusal in words, and both texts without what is private. */
import type { FieldFault, Rejection } from '../order/rejection.js'
import { secretHash } from '../secrets.js'
import type { NewRequestEntry } from '../store/request-log.js'
import type { Dialect } from '../wire/dialect.js'
import {
  type FieldNames,
  fieldNames,
  isHidden,
  isJson,
  PERSONAL,
  redactJson,
  redactQuery,
} from '../wire/redaction.js'
import type { AnsweredRequest } from '../wire/request-log.js'

const LONGEST_PATH = 500
const LONGEST_WORD = 200
const MOST_FAULTS = 20

/** As it waits to be kept. */
export interface NotedRequest extends AnsweredRequest {
  readonly bodyBytes: number
  readonly answerBytes: number
}

const namesOf = new Map<Dialect, FieldNames>()

function privateNames(dialect: Dialect): FieldNames {
  let names = namesOf.get(dialect)
  if (names === undefined) {
    names = fieldNames(dialect.privateFields)
    namesOf.set(dialect, names)
  }
  return names
}

export function entryOf(answered: NotedRequest): NewRequestEntry {
  const { dialect, operation, credential, identity, url, body, answer, rejection } = answered
  const names = privateNames(dialect)
  const [path = '', query = ''] = url.split('?', 2)
  // A form opens a session: it holds little else than secrets.
  const sent = body === null || operation?.form === true ? null : body.toString()
  const known = answer === null || !isJson(answer) ? null : answer
  return {
    requestId: answered.requestId,
    at: answered.at,
    tookMs: Math.round(answered.tookMs * 10) / 10,
    dialect: dialect.name,
    operation: operation?.name ?? null,
    credentialId: credential?.credentialId ?? null,
    family: dialect.family,
    identityHash: credential === null && identity !== undefined ? secretHash(identity) : null,
    method: answered.method,
    path: readable(path).slice(0, LONGEST_PATH),
    query: query === '' ? null : readable(redactQuery(query, names)).slice(0, LONGEST_PATH),
    status: answered.status,
    code: known === null ? null : codeIn(known),
    refusal: rejection?.kind ?? null,
    reason: rejection === null ? null : reasonOf(rejection),
    faults: rejection === null ? [] : faultsOf(rejection, operation?.lines ?? 'lines', names),
    request: sent === null || sent === '' || !isJson(sent) ? null : redactJson(sent, names),
    requestBytes: answered.bodyBytes,
    answer: known === null ? null : redactJson(withoutQuoted(known, rejection, names), names),
    answerBytes: answered.answerBytes,
    about: answered.about.map(readable),
  }
}

/** No text of the store's has a character of no width at all. */
function readable(text: string): string {
  return text.replaceAll('\0', '')
}

/** All our APIs call it so, each with its own values. */
function codeIn(answer: string): string | null {
  const value: unknown = JSON.parse(answer)
  const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : null
  return typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, LONGEST_WORD) : null
}

/** What is at fault by its place; what a line is refused for is at fault in that line. */
function faultsOf(rejection: Rejection, lines: string, names: FieldNames): FieldFault[] {
  if (rejection.kind === 'invalid_field') {
    return rejection.faults.slice(0, MOST_FAULTS).map(({ path, problem, ...rule }) => ({
      path: path.slice(0, LONGEST_PATH),
      problem: shownProblem({ path, problem }, names).slice(0, LONGEST_PATH),
      ...rule,
    }))
  }
  if (!('lineNumber' in rejection)) return []
  return [{ path: `${lines}[${rejection.lineNumber - 1}]`, problem: rejection.kind }]
}

/** What the answer quotes of a field that is not kept: in the words of its fault, or by itself. */
function withoutQuoted(answer: string, rejection: Rejection | null, names: FieldNames): string {
  if (rejection?.kind !== 'invalid_field') return answer
  return rejection.faults.reduce((text, fault) => {
    const { problem } = fault
    const shown = shownProblem(fault, names)
    if (shown === problem) return text
    const told = text.replaceAll(inJson(problem), inJson(shown))
    const quoted = problem.match(QUOTED) ?? []
    return quoted.reduce((rest, one) => rest.replaceAll(inJson(one), PERSONAL), told)
  }, answer)
}

/** What was sent is not told where its field is not kept, or where anything may be in it. */
function shownProblem({ path, problem }: FieldFault, names: FieldNames): string {
  if (!isHidden(path, names) && !/"\s*[{[]/.test(problem)) return problem
  return problem.replace(QUOTED, PERSONAL).replace(NUMBER, PERSONAL)
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** From the first sign to the last: what was sent may have some of its own. */
const QUOTED = /"[\s\S]*"/g
/** A number where a text is meant is told without them. */
const NUMBER = /(?<=\bis )[-+.]?\d\S*/g

/** Its words and numbers; orders and the like are in the answer, if they are shown at all. */
function reasonOf(rejection: Rejection): Readonly<Record<string, unknown>> | null {
  const told = Object.entries(rejection).flatMap(([name, value]) => {
    if (name === 'kind') return []
    if (typeof value === 'string') return [[name, readable(value).slice(0, LONGEST_PATH)]]
    return typeof value === 'number' ? [[name, value]] : []
  })
  return told.length === 0 ? null : Object.fromEntries(told)
}
