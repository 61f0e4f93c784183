/** The frame of a page: its title, what can be done there, and the tab's title. */
import { type ReactNode, useEffect } from 'react'

interface PageProps {
  readonly title: string
  /** Beside the title. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, note, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Entrepôt`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {note !== undefined && <div className="page-note">{note}</div>}
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A framed part of a page. */
export function Panel({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {extra !== undefined && <div className="panel-extra">{extra}</div>}
      </header>
      <div className="panel-body">{children}</div>
    </section>
  )
}

/** Names with their values. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>
}

/** Nothing at all, where there is no value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '' || children === false) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
