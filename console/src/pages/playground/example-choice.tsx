/** Which example is begun with: those of the API that is tried out. */
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Example, ServedDialect } from '../../types'
import { type Draft, isKept } from './draft'

interface ExampleChoiceProps {
  readonly examples: readonly Example[]
  readonly dialects: readonly ServedDialect[]
  readonly draft: Draft
  readonly open: (example: Example | undefined) => void
  /** Without what was changed of it. */
  readonly startOver: (example: Example) => void
}

export function ExampleChoice({ examples, dialects, draft, open, startOver }: ExampleChoiceProps) {
  const { t } = useTranslation()
  const all = examples.filter(({ dialect }) => dialect === draft.dialect)
  const chosen = all.find(({ name }) => name === draft.example)
  return (
    <>
      <div className="filters">
        <Select
          className="filter-wide"
          aria-label={t('requests.dialect')}
          value={draft.dialect}
          options={dialects.map(({ name, title }) => ({ value: name, label: title }))}
          popupMatchSelectWidth={false}
          onChange={(dialect: string) => open(examples.find((one) => one.dialect === dialect))}
        />
        <Select
          className="filter-wide"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('playground.example')}
          placeholder={t('playground.example')}
          value={draft.example}
          options={all.map(({ name, title, operation }) => ({
            value: name,
            label: `${operation ?? ''} · ${title}`,
          }))}
          // Of the guide, which is English.
          labelRender={({ label }) => <span lang="en">{label}</span>}
          optionRender={({ label }) => <span lang="en">{label}</span>}
          popupMatchSelectWidth={false}
          onChange={(name: string) => open(all.find((one) => one.name === name))}
        />
        {chosen !== undefined && isKept(draft) && (
          <Button type="link" onClick={() => startOver(chosen)}>
            {t('playground.startOver')}
          </Button>
        )}
      </div>
      {chosen !== undefined && (
        <p className="soft" lang="en">
          {chosen.sentence}
        </p>
      )}
    </>
  )
}
