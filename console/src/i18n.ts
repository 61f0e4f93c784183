/** The console's languages: the browser's at first, then the one that was chosen. Each is loaded when it is needed. */
import type { ConfigProviderProps } from 'antd'
import dayjs from 'dayjs'
import i18next from 'i18next'
import { useEffect, useReducer } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { recall, remember } from './remembering'
import { learn } from './said'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

interface Loaded {
  readonly texts: object
  readonly said: Readonly<Record<string, string>>
  readonly antd: NonNullable<ConfigProviderProps['locale']>
}

const LOAD: { readonly [L in Language]: () => Promise<{ readonly language: Loaded }> } = {
  en: () => import('./locales/en'),
  zh: () => import('./locales/zh'),
}

const loading = new Map<Language, Promise<void>>()
const loaded = new Map<string, Loaded>()

function firstLanguage(): Language {
  const chosen = recall('language')
  const wanted = chosen === null ? navigator.languages : [chosen]
  for (const one of wanted) {
    const known = LANGUAGES.find((language) => one.toLowerCase().split('-')[0] === language)
    if (known !== undefined) return known
  }
  return 'en'
}

/** Once it is there, texts can be asked for. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  })
  const first = firstLanguage()
  const { language } = await LOAD[first]()
  hold(first, language)
  await i18next.use(initReactI18next).init({
    lng: first,
    // All languages have the same texts.
    fallbackLng: false,
    resources: { [first]: { translation: language.texts } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
  loading.set(first, Promise.resolve())
}

function hold(name: Language, language: Loaded): void {
  loaded.set(name, language)
  learn(name, language.said)
}

/** A failure is tried again when it is next needed. */
function load(name: Language): Promise<void> {
  const known = loading.get(name)
  if (known !== undefined) return known
  const fresh = LOAD[name]().then(({ language }) => {
    hold(name, language)
    i18next.addResourceBundle(name, 'translation', language.texts)
  })
  loading.set(name, fresh)
  fresh.catch(() => loading.delete(name))
  return fresh
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language)
  remember('language', language)
  await i18next.changeLanguage(language)
}

export function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en'
}

/** The components' own texts. */
export function componentTexts(): Loaded['antd'] | undefined {
  return loaded.get(i18next.language)?.antd
}

/** Texts of another language than the page's: shown in the page's own until they are there. */
export function useTextsOf(language: Language): Language {
  useTranslation()
  const [, showNow] = useReducer((times: number) => times + 1, 0)
  useEffect(() => {
    load(language).then(showNow, () => {})
  }, [language])
  return loaded.has(language) ? language : currentLanguage()
}
