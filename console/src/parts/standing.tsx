/** What the frame says of how things stand between this page and the hub. */
import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLostSince } from '../heard'
import { findWord } from '../remembering'
import { ANOTHER_PERSON } from '../session'
import { clockText } from '../words'

/** What is shown may have changed since. */
export function NotHeard() {
  const { t } = useTranslation()
  const lostAt = useLostSince()
  return (
    <span className="not-heard" role="status">
      {lostAt !== null && t('standing.notHeard', { time: clockText(lostAt) })}
    </span>
  )
}

// Read once: a page may be rendered more often.
const another = findWord(ANOTHER_PERSON)

/** Another page of this browser has signed in as somebody else. */
export function AnotherPerson() {
  const { t } = useTranslation()
  const [username, setUsername] = useState(another)
  if (username === null) return null
  return (
    <Alert
      className="another-person"
      type="warning"
      showIcon
      role="alert"
      title={t('standing.anotherPerson', { username })}
      description={t('standing.anotherPersonLead')}
      closable={{ onClose: () => setUsername(null) }}
    />
  )
}
