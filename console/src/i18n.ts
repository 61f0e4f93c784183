/** The console's languages: the browser's at first, then the one that was chosen. */
import dayjs from 'dayjs'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import 'dayjs/locale/zh-cn'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { recall, remember } from './remembering'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

function firstLanguage(): Language {
  const chosen = recall('language')
  const wanted = chosen === null ? navigator.languages : [chosen]
  for (const one of wanted) {
    const known = LANGUAGES.find((language) => one.toLowerCase().split('-')[0] === language)
    if (known !== undefined) return known
  }
  return 'en'
}

export function startTexts(): void {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  })
  void i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    resources: { en: { translation: en }, zh: { translation: zh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
}

export function chooseLanguage(language: Language): void {
  remember('language', language)
  void i18next.changeLanguage(language)
}

export function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en'
}
