/** A sheet that is printed: in a language of its own, since whoever reads it may speak another one than its printer. */
import { Button, Select } from 'antd'
import i18next, { type TFunction } from 'i18next'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { currentLanguage, useTextsOf } from '../../i18n'
import { LANGUAGES, type Language } from '../../language'
import { PrintIcon } from '../../parts/icons'

export interface SheetTexts {
  readonly t: TFunction
  readonly language: Language
}

export function useSheetTexts(): SheetTexts {
  const [search] = useSearchParams()
  const language = useTextsOf(LANGUAGES.find((one) => one === search.get('language')) ?? currentLanguage())
  return { t: i18next.getFixedT(language), language }
}

export function dayText(language: Language, at: string): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { dateStyle: 'medium' }).format(
    new Date(at),
  )
}

export function countryName(language: Language, code: string): string {
  try {
    return new Intl.DisplayNames(language === 'zh' ? 'zh-CN' : 'en', { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

interface SheetProps {
  readonly title: string
  /** Null: there is nothing to print yet. */
  readonly print?: (() => void) | null
  /** What is wrong with it, for whoever prints it; it is not printed. */
  readonly warning?: ReactNode
  /** False where there are no words of ours on it. */
  readonly hasTexts?: boolean
  readonly children: ReactNode
}

export function Sheet({
  title,
  print = () => window.print(),
  hasTexts = true,
  warning,
  children,
}: SheetProps) {
  const { t } = useTranslation()
  const [, setSearch] = useSearchParams()
  const { language } = useSheetTexts()
  useEffect(() => {
    document.title = `${title} · Entrepôt`
  }, [title])
  const choose = (chosen: Language) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        next.set('language', chosen)
        return next
      },
      { replace: true },
    )
  return (
    <main className="sheet-page">
      <div className="sheet-tools">
        {hasTexts && (
          <Select
            aria-label={t('paper.language')}
            value={language}
            options={LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
            onChange={choose}
          />
        )}
        {print !== null && (
          <Button type="primary" icon={<PrintIcon />} onClick={print}>
            {t('paper.print')}
          </Button>
        )}
      </div>
      {warning && <div className="sheet-warning">{warning}</div>}
      <article className="sheet" lang={language === 'zh' ? 'zh-CN' : 'en'}>
        {children}
      </article>
    </main>
  )
}
