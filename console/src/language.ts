/** The console's languages: the browser's at first, then the one that was chosen. Each is loaded when it is needed. */
import type { ConfigProviderProps } from 'antd'
import { recall } from './remembering'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Loaded {
  readonly texts: object
  readonly said: Readonly<Record<string, string>>
  readonly antd: NonNullable<ConfigProviderProps['locale']>
}

const LOAD: { readonly [L in Language]: () => Promise<{ readonly language: Loaded }> } = {
  en: () => import('./locales/en'),
  zh: () => import('./locales/zh'),
}

export async function loadLanguage(name: Language): Promise<Loaded> {
  return (await LOAD[name]()).language
}

function firstLanguage(): Language {
  const chosen = recall('language')
  const wanted = chosen === null ? navigator.languages : [chosen]
  for (const one of wanted) {
    const known = LANGUAGES.find((language) => one.toLowerCase().split('-')[0] === language)
    if (known !== undefined) return known
  }
  return 'en'
}

/** The one that the page begins with. */
export const FIRST_LANGUAGE = firstLanguage()
/** Loaded at once. */
export const firstLoaded = loadLanguage(FIRST_LANGUAGE)
