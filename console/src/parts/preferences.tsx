/** The switches of language and theme. */

import { App, Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../i18n'
import { LANGUAGES, type Language } from '../language'
import { THEMES, useTheme } from '../theme'
import { LanguageIcon, MoonIcon, SunIcon, SystemIcon } from './icons'

const ICONS = { system: <SystemIcon />, light: <SunIcon />, dark: <MoonIcon /> } as const

export function Preferences() {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const { theme, choose } = useTheme()
  const speak = (language: Language) =>
    chooseLanguage(language).catch(() => message.error(t('problems.unreachable.title')))
  const languages = LANGUAGES.map((one) => ({
    key: one,
    // Each by its own name, whatever language is on.
    label: <span lang={one}>{t(`languages.${one}`)}</span>,
    onClick: () => void speak(one),
  }))
  const themes = THEMES.map((one) => ({
    key: one,
    icon: ICONS[one],
    label: t(`theme.${one}`),
    onClick: () => choose(one),
  }))
  return (
    <>
      <Dropdown
        menu={{ items: languages, selectable: true, selectedKeys: [i18n.language] }}
        trigger={['click']}
      >
        <Button
          type="text"
          icon={<LanguageIcon />}
          aria-label={t('preferences.language', { language: t(`languages.${i18n.language}`) })}
        >
          {t(`languages.${i18n.language}`)}
        </Button>
      </Dropdown>
      <Dropdown menu={{ items: themes, selectable: true, selectedKeys: [theme] }} trigger={['click']}>
        <Button
          type="text"
          icon={ICONS[theme]}
          aria-label={t('preferences.theme', { theme: t(`theme.${theme}`) })}
        />
      </Dropdown>
    </>
  )
}
