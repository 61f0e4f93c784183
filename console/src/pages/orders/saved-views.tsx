/** Views: filters and columns that a person keeps under a name of theirs. */
import { App, Button, Dropdown, Form, Input, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { DownIcon } from '../../parts/icons'
import type { Filters } from '../../parts/list'
import { ProblemNote } from '../../parts/problem'
import { problemIn, readAll } from '../../reading'
import type { OrderView } from '../../types'
import { ORDER_FILTERS } from './order-filters'

const VIEWS = '/v1/views/orders'
const LONGEST_NAME = 60

function pathOf(name: string): string {
  return `${VIEWS}/${encodeURIComponent(name)}`
}

interface SavedViewsProps {
  readonly filters: Filters
  readonly columns: readonly string[]
  choose(columns: readonly string[]): void
}

/** What is shown now is the view's: the same conditions, and the same columns. */
function isNow(view: OrderView, { values }: Filters, columns: readonly string[]): boolean {
  const names = new Set([...Object.keys(view.filters), ...Object.keys(values)])
  const isSame = [...names].every((name) => view.filters[name] === values[name])
  return isSame && view.columns.join() === columns.join()
}

export function SavedViews({ filters, columns, choose }: SavedViewsProps) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [views, setViews] = useState<readonly OrderView[] | null>(null)
  const [isNaming, setIsNaming] = useState(false)
  const failed = (title: string, error: unknown) =>
    modal.error({
      title,
      content: <ProblemNote problem={problemIn(error)} />,
      okText: t('common.back'),
    })
  const load = () =>
    readAll<OrderView>(VIEWS).then(setViews, (error: unknown) => {
      failed(t('views.notLoaded'), error)
    })
  const apply = (view: OrderView) => {
    const known = Object.entries(view.filters).filter(([name]) => ORDER_FILTERS.includes(name))
    filters.set({
      ...Object.fromEntries(ORDER_FILTERS.map((name) => [name, undefined])),
      ...Object.fromEntries(known),
    })
    choose(view.columns)
  }
  const remove = (view: OrderView) =>
    modal.confirm({
      title: t('views.removeTitle', { name: view.name }),
      content: t('views.removeLead'),
      okText: t('views.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.back'),
      onOk: async () => {
        try {
          await change('DELETE', pathOf(view.name))
          void message.success(t('views.removed', { name: view.name }))
          setViews(null)
        } catch (error) {
          failed(t('views.notRemoved', { name: view.name }), error)
        }
      },
    })
  const now = views?.find((view) => isNow(view, filters, columns))
  const items: MenuProps['items'] = [
    ...(views ?? []).map((view) => ({
      key: `view ${view.name}`,
      label: view.name,
      onClick: () => apply(view),
    })),
    ...(views?.length === 0 ? [{ key: 'none', label: t('views.none'), disabled: true }] : []),
    { type: 'divider' as const },
    { key: 'save', label: t('views.save'), onClick: () => setIsNaming(true) },
    ...(now === undefined
      ? []
      : [{ key: 'remove', label: t('views.removeThis', { name: now.name }), onClick: () => remove(now) }]),
  ]
  return (
    <>
      <Dropdown
        menu={{ items, selectable: true, selectedKeys: now === undefined ? [] : [`view ${now.name}`] }}
        trigger={['click']}
        onOpenChange={(isOpen) => {
          if (isOpen && views === null) void load()
        }}
      >
        <Button>
          {now?.name ?? t('views.title')} <DownIcon className="small-icon" />
        </Button>
      </Dropdown>
      {isNaming && (
        <ActDialog<{ name: string }>
          title={t('views.saveTitle')}
          lead={t('views.saveLead')}
          confirm={t('views.keep')}
          act={({ name }) =>
            change('PUT', pathOf(name.trim()), { filters: filters.values, columns: [...columns] })
          }
          done={() => {
            void message.success(t('views.saved'))
            void load()
          }}
          close={() => setIsNaming(false)}
        >
          <Form.Item
            name="name"
            label={t('views.name')}
            rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
          >
            <Input maxLength={LONGEST_NAME} autoComplete="off" />
          </Form.Item>
        </ActDialog>
      )}
    </>
  )
}
