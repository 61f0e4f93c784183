/** What came of a trial: read out at once where it failed, and when there is time where it didn't. */
import { Alert } from 'antd'
import type { ReactNode } from 'react'

interface OutcomeProps {
  readonly isGood: boolean
  readonly title: string
  readonly children?: ReactNode
}

export function Outcome({ isGood, title, children }: OutcomeProps) {
  return (
    <Alert
      className="problem"
      type={isGood ? 'success' : 'error'}
      showIcon
      role={isGood ? 'status' : 'alert'}
      title={title}
      description={children}
    />
  )
}
