/** What came of it: the answer, the line for a shell, and programs that do the same. */
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fact, Facts, Panel } from '../../parts/page'
import { CopyButton } from '../../parts/show'
import type { Played } from '../../types'
import { numberText } from '../../words'
import { MarkedJson } from '../request/marked-json'

const LANGUAGES = [
  ['curl', 'curl'],
  ['typescript', 'TypeScript'],
  ['python', 'Python'],
  ['php', 'PHP'],
  ['java', 'Java'],
] as const
type Language = (typeof LANGUAGES)[number][0]

export function PlayedPanel({ played }: { played: Played }) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<Language>('curl')
  const code = language === 'curl' ? played.curl : played.code[language]
  return (
    <>
      <Panel title={t('request.answer')}>
        <Facts>
          <Fact name={t('request.status')}>
            {played.status === 0 ? t('playground.noAnswer') : played.status}
          </Fact>
          <Fact name={t('requests.tookMs')}>{numberText(played.tookMs)}</Fact>
        </Facts>
        <MarkedJson text={played.body} paths={[]} />
      </Panel>
      <Panel title={t('playground.code')} extra={<CopyButton text={code} name={t('playground.code')} />}>
        <Segmented<Language>
          aria-label={t('playground.language')}
          value={language}
          options={LANGUAGES.map(([value, label]) => ({ value, label }))}
          onChange={setLanguage}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
        <section className="json code" aria-label={t('playground.code')} translate="no" tabIndex={0}>
          {code}
        </section>
      </Panel>
    </>
  )
}
