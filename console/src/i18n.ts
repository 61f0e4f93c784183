/** The console's texts, in the language that was chosen. */
import dayjs from 'dayjs'
import i18next from 'i18next'
import { useEffect, useReducer } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { FIRST_LANGUAGE, firstLoaded, type Language, type Loaded, loadLanguage } from './language'
import { remember } from './remembering'
import { learn } from './said'

const loading = new Map<Language, Promise<void>>()
const loaded = new Map<string, Loaded>()

/** Once it is there, texts can be asked for. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  })
  const language = await firstLoaded
  hold(FIRST_LANGUAGE, language)
  await i18next.use(initReactI18next).init({
    lng: FIRST_LANGUAGE,
    // All languages have the same texts.
    fallbackLng: false,
    resources: { [FIRST_LANGUAGE]: { translation: language.texts } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
  loading.set(FIRST_LANGUAGE, Promise.resolve())
}

function hold(name: Language, language: Loaded): void {
  loaded.set(name, language)
  learn(name, language.said)
}

/** A failure is tried again when it is next needed. */
function load(name: Language): Promise<void> {
  const known = loading.get(name)
  if (known !== undefined) return known
  const fresh = loadLanguage(name).then((language) => {
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
