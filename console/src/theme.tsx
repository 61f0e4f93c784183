/** Light and dark: as the system has it, unless chosen. Colours that people with weak sight can tell. */

import type { ThemeConfig } from 'antd'
import { App, ConfigProvider, theme as themes } from 'antd'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { componentTexts } from './i18n'
import { recall, remember } from './remembering'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

interface ThemeState {
  readonly theme: Theme
  /** What the theme comes to, on this system. */
  readonly isDark: boolean
  choose(theme: Theme): void
}

const ThemeContext = createContext<ThemeState | null>(null)
const SYSTEM = window.matchMedia('(prefers-color-scheme: dark)')

const COMMON: ThemeConfig = {
  token: {
    fontFamily:
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
    fontSize: 14,
    borderRadius: 6,
    // Nothing waits for a movement to end.
    motion: false,
    wireframe: false,
  },
}

const LIGHT: ThemeConfig = {
  algorithm: themes.defaultAlgorithm,
  token: {
    ...COMMON.token,
    colorPrimary: '#0f5e75',
    colorInfo: '#0f5e75',
    colorLink: '#0b5a72',
    colorError: '#b42318',
    colorSuccess: '#1c6f44',
    colorWarning: '#9a5b00',
    colorBgLayout: '#f5f6f8',
    colorText: '#1a2027',
    colorTextSecondary: '#4a5561',
    colorTextTertiary: '#5a6572',
    colorTextQuaternary: '#5f6a77',
    colorTextPlaceholder: '#66717e',
    colorTextDescription: '#55606d',
    colorTextDisabled: '#7c8794',
    colorBorderSecondary: '#e6e9ed',
  },
  components: { Table: { headerBg: '#fafbfc', headerColor: '#4a5561', cellPaddingBlockSM: 7 } },
}

const DARK: ThemeConfig = {
  algorithm: themes.darkAlgorithm,
  token: {
    ...COMMON.token,
    colorPrimary: '#1f7f9b',
    colorInfo: '#4fb3cf',
    colorLink: '#74c7df',
    colorLinkHover: '#9ad8ea',
    colorError: '#ff8a80',
    colorSuccess: '#5cb787',
    colorWarning: '#d9a441',
    colorBgLayout: '#11161b',
    colorBgContainer: '#171d23',
    colorBgElevated: '#1e252c',
    colorBorder: '#3c4650',
    colorText: '#e5e9ee',
    colorTextSecondary: '#b3bcc7',
    colorTextTertiary: '#a5afba',
    colorTextQuaternary: '#9ba6b2',
    colorTextPlaceholder: '#95a0ac',
    colorTextDescription: '#a5afba',
    colorTextDisabled: '#7d8894',
    colorBorderSecondary: '#2a323b',
  },
  components: {
    Button: {
      dangerColor: '#1c0d0b',
      defaultHoverColor: '#9ad8ea',
      defaultHoverBorderColor: '#74c7df',
      defaultActiveColor: '#9ad8ea',
      defaultActiveBorderColor: '#74c7df',
    },
    Table: { headerBg: '#1a2128', headerColor: '#b3bcc7', cellPaddingBlockSM: 7 },
  },
}

function firstTheme(): Theme {
  return THEMES.find((one) => one === recall('theme')) ?? 'system'
}

/** The styles that components write into the page carry the nonce that its policy asks for. */
const nonce = document.getElementById('style-nonce')?.nonce ?? ''

/** Not all of them know how: a few small styles are written by parts that are told of no nonce. */
const createElement = document.createElement.bind(document)
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = createElement(name, options)
  if (element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}) as typeof document.createElement

export function ThemeProvider({ children }: { children: ReactNode }) {
  useTranslation()
  const locale = componentTexts()
  const [theme, setTheme] = useState(firstTheme)
  const [systemDark, setSystemDark] = useState(SYSTEM.matches)
  useEffect(() => {
    const listen = (event: MediaQueryListEvent) => setSystemDark(event.matches)
    SYSTEM.addEventListener('change', listen)
    return () => SYSTEM.removeEventListener('change', listen)
  }, [])
  const dark = theme === 'system' ? systemDark : theme === 'dark'
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }, [dark])
  const state = useMemo<ThemeState>(
    () => ({
      theme,
      isDark: dark,
      choose: (chosen) => {
        remember('theme', chosen)
        setTheme(chosen)
      },
    }),
    [theme, dark],
  )
  return (
    <ThemeContext value={state}>
      <ConfigProvider
        theme={dark ? DARK : LIGHT}
        {...(locale !== undefined && { locale })}
        csp={{ nonce }}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <App>{children}</App>
      </ConfigProvider>
    </ThemeContext>
  )
}

export function useTheme(): ThemeState {
  const state = useContext(ThemeContext)
  if (state === null) throw new Error('a page lies within the theme')
  return state
}
