/** A list of what is known by a code and is on or off, with the form by which one is made or changed. */

import { Button, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../permissions'
import { EmptyNote } from './empty-note'
import { PlusIcon } from './icons'
import { ListTable, useFilters, useList } from './list'
import { Page } from './page'
import { Status } from './status'

const NO_FILTERS = [] as const

interface Coded {
  readonly code: string
  readonly enabled: boolean
}

interface CodedListProps<T> {
  /** Of the API. */
  readonly path: string
  /** Whose texts are shown. */
  readonly texts: 'locations' | 'shipping'
  /** Between the code and whether it is on. */
  readonly columns: TableColumnsType<T>
  /** To the page of one. */
  readonly showCode?: (row: T) => ReactNode
  readonly link: (row: T) => ReactNode
  /** Null: a new one. */
  readonly form: (edited: T | null, done: () => void, close: () => void) => ReactNode
}

export function CodedList<T extends Coded>({
  path,
  texts,
  columns,
  showCode = ({ code }) => <strong>{code}</strong>,
  link,
  form,
}: CodedListProps<T>) {
  const { t } = useTranslation()
  const mayChange = useMay()('settings.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<T>(path, filters)
  const [edited, setEdited] = useState<T | 'new' | null>(null)
  const all: TableColumnsType<T> = [
    { key: 'code', title: t('locations.code'), render: (_, row) => showCode(row) },
    ...columns,
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { enabled }) => <Status group="enabledState" word={enabled ? 'on' : 'off'} />,
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, row) => (
        <span className="row-acts">
          {link(row)}
          {mayChange && (
            <Button type="link" size="small" onClick={() => setEdited(row)}>
              {t('items.edit')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t(`${texts}.add`)}
    </Button>
  )
  return (
    <Page title={t(`${texts}.title`)} actions={add}>
      <ListTable<T>
        list={list}
        filters={filters}
        columns={all}
        rowKey={({ code }) => code}
        label={t(`${texts}.title`)}
        empty={
          <EmptyNote title={t(`${texts}.emptyTitle`)} advice={t(`${texts}.emptyAdvice`)}>
            {add || undefined}
          </EmptyNote>
        }
      />
      {edited !== null && form(edited === 'new' ? null : edited, list.again, () => setEdited(null))}
    </Page>
  )
}
