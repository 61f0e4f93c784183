/** A list in which there is nothing yet: what it is for, and the next step. */
import { Empty } from 'antd'
import type { ReactNode } from 'react'

interface EmptyListProps {
  readonly title: string
  readonly advice: string
  readonly next?: ReactNode
}

export function EmptyList({ title, advice, next }: EmptyListProps) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
      <strong>{title}</strong>
      {advice}
      {next !== undefined && next !== false && <div className="empty-next">{next}</div>}
    </Empty>
  )
}
