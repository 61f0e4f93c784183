/** Where there is nothing yet: what it is for, and the next step. */
import { Empty } from 'antd'
import type { ReactNode } from 'react'

interface EmptyNoteProps {
  readonly title: string
  readonly advice: string
  /** What leads to the next step. */
  readonly children?: ReactNode
}

export function EmptyNote({ title, advice, children }: EmptyNoteProps) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
      <strong>{title}</strong>
      {advice}
      {children !== undefined && <div className="empty-next">{children}</div>}
    </Empty>
  )
}
