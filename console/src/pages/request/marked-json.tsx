/** JSON line by line, with the fields at fault marked; where one is missing, the object that lacks it. */
import { useTranslation } from 'react-i18next'
import { linesOf } from './json-lines'

export function MarkedJson({ text, paths }: { text: string; paths: readonly string[] }) {
  const { t } = useTranslation()
  const lines = linesOf(text, paths)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className="json code" aria-label={t('request.json')} tabIndex={0}>
      {lines.map(({ text: line, depth, fault }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move.
        <div key={index} className={fault === null ? 'json-line' : 'json-line json-fault'}>
          {/* The width of a blank in a font whose letters have one. */}
          {'  '.repeat(depth)}
          {fault === null ? line : <mark>{line}</mark>}
          {fault !== null && <span className="fault"> {t(`request.${fault}`)}</span>}
        </div>
      ))}
    </section>
  )
}
