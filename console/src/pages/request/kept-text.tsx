/** A body or an answer as it was kept, or why it wasn't. */
import { useTranslation } from 'react-i18next'
import { numberText } from '../../words'
import { MarkedJson } from './marked-json'

interface KeptTextProps {
  readonly text: string | null
  readonly bytes: number
  /** Fields at fault. */
  readonly paths?: readonly string[]
}

export function KeptText({ text, bytes, paths = [] }: KeptTextProps) {
  const { t } = useTranslation()
  if (text === null) {
    return (
      <p className="soft">
        {bytes === 0 ? t('request.nothing') : t('request.notKept', { bytes: numberText(bytes) })}
      </p>
    )
  }
  if (/^\s*[{["]/.test(text)) return <MarkedJson text={text} paths={paths} />
  return <p className="json code">{formText(text)}</p>
}

/** `a=1&b=2` as lines; whatever else it is stays as it is. */
function formText(text: string): string {
  return [...new URLSearchParams(text)].map(([name, value]) => `${name}=${value}`).join('\n')
}
