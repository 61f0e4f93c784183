/** An object that a person types as JSON. */
import { useTranslation } from 'react-i18next'

/** Null: it is none. */
export function objectIn(typed: string): object | null {
  try {
    const read: unknown = JSON.parse(typed)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null
  } catch {
    return null
  }
}

/** For a field of a form: nothing, or an object. */
export function useObjectRule() {
  const { t } = useTranslation()
  return {
    validator: (_: unknown, typed: string | undefined) =>
      (typed ?? '').trim() === '' || objectIn(typed ?? '') !== null
        ? Promise.resolve()
        : Promise.reject(new Error(t('connections.notAnObject'))),
  }
}
