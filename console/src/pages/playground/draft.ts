/** What is about to be sent: an example, a request of the log, or what a person has made of either. */
import type { Example, LoggedRequestDetails } from '../../types'

export interface Draft {
  readonly dialect: string
  readonly example: string | null
  readonly method: string
  readonly path: string
  readonly contentType: string
  readonly body: string
  readonly isSigned: boolean
  readonly session: Readonly<Record<string, string>>
}

/**
 * What was changed is there again when its dialect and example are chosen again, as long as the page is loaded; a request
 * of the log has no name to be found by.
 */
const changed = new Map<string, Draft>()

const nameOf = ({ dialect, example }: Draft) => `${dialect} ${example}`

export function keepDraft(draft: Draft): void {
  changed.set(nameOf(draft), draft)
}

export function isKept(draft: Draft): boolean {
  return changed.has(nameOf(draft))
}

/** The one that was kept under its name, or itself. */
export function keptDraft(draft: Draft): Draft {
  return changed.get(nameOf(draft)) ?? draft
}

export function forgetDraft(draft: Draft): void {
  changed.delete(nameOf(draft))
}

export function firstDraft(examples: readonly Example[], request: LoggedRequestDetails | null): Draft {
  const [first] = examples
  if (request !== null) return draftOfRequest(request, examples)
  return first === undefined
    ? {
        dialect: '',
        example: null,
        method: 'GET',
        path: '',
        body: '',
        isSigned: true,
        session: {},
        contentType: JSON_TYPE,
      }
    : draftOf(first)
}

const JSON_TYPE = 'application/json'

export function draftOf({ name, body, ...example }: Example): Draft {
  const { dialect, method, path, contentType, isSigned, session } = example
  return { dialect, method, path, contentType, isSigned, session, example: name, body: body ?? '' }
}

/** Signed anew: what signed it is left out of its query. */
function draftOfRequest(request: LoggedRequestDetails, examples: readonly Example[]): Draft {
  const { dialect, method, path, query } = request
  const kept = [...new URLSearchParams(query ?? '')].filter(([, value]) => value !== '[secret]')
  const search = new URLSearchParams(kept).toString()
  const withSession = examples.find((one) => one.dialect === dialect && Object.keys(one.session).length > 0)
  const signs = examples.find((one) => one.dialect === dialect && one.operation === request.operation)
  return {
    ...{ dialect, method, example: null, contentType: JSON_TYPE },
    path: search === '' ? path : `${path}?${search}`,
    body: request.request ?? '',
    isSigned: signs?.isSigned ?? true,
    session: withSession?.session ?? {},
  }
}
