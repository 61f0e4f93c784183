/** A refusal in words: what happened, what to do, and what the hub said about it. */
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api'
import { problemLines } from '../said/refusal'

interface ProblemProps {
  readonly problem: Problem | null
  readonly again?: () => void
}

export function ProblemNote({ problem, again }: ProblemProps) {
  const { t, i18n } = useTranslation()
  if (problem === null) return null
  const known = i18n.exists(`problems.${problem.code}.title`)
  const key = known ? problem.code : problem.status >= 500 ? 'internal' : 'unknown'
  const values = { seconds: problem.retryAfterSeconds ?? 1 }
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={t(`problems.${key}.title`)}
      description={
        <>
          <p>{t(`problems.${key}.advice`, values)}</p>
          {problemLines(problem).map(({ text, isRaw }) => (
            <p key={text} className="problem-detail" {...(isRaw && { lang: 'en' })}>
              {text}
            </p>
          ))}
        </>
      }
      action={again !== undefined && <Button onClick={again}>{t('common.again')}</Button>}
    />
  )
}
