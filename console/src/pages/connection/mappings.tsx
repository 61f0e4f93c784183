/** What is called how at a platform: SKUs, locations and shipping methods, ours and theirs. */

import { App, AutoComplete, Button, Empty, Form, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change, read } from '../../api'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useChoices } from '../../reading'
import { useSending } from '../../sending'
import type { Connection, ShippingMethod, StockLocation } from '../../types'

type Kind = keyof Connection['mappings']

interface MappingsProps {
  readonly connection: Connection
  readonly path: string
  readonly mayChange: boolean
  readonly again: () => void
}

const SPEEDS = ['standard', 'express', 'expedited'] as const

export function Mappings(props: MappingsProps) {
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const methods = useChoices<ShippingMethod>('/v1/shipping-methods')
  const choices: Readonly<Record<Kind, readonly string[]>> = {
    skus: [],
    locations: locations.map(({ code }) => code),
    shippingMethods: [...SPEEDS, ...methods.map(({ code }) => code)],
  }
  return (['skus', 'locations', 'shippingMethods'] as const).map((kind) => (
    <MappingTable key={kind} kind={kind} choices={choices[kind]} {...props} />
  ))
}

interface Row {
  readonly ours: string
  readonly theirs: string
}

interface MappingTableProps extends MappingsProps {
  readonly kind: Kind
  /** What ours can be, as far as it is known. */
  readonly choices: readonly string[]
}

const ROWS_A_PAGE = 20

function MappingTable({ connection, path, kind, choices, mayChange, again }: MappingTableProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { busy, problem, send } = useSending()
  const [wanted, setWanted] = useState('')
  const all = Object.entries(connection.mappings[kind]).map(([ours, theirs]) => ({ ours, theirs }))
  const rows = all.filter(({ ours, theirs }) => `${ours} ${theirs}`.toLowerCase().includes(wanted))
  /** All mappings are set as a whole: others may have changed them since they were read. */
  const set = async (alter: (texts: Readonly<Record<string, string>>) => Record<string, string>) => {
    let isSet = false
    await send(async () => {
      const { mappings } = await read<Connection>(path)
      await change('PATCH', path, { mappings: { ...mappings, [kind]: alter(mappings[kind]) } })
      isSet = true
      again()
    })
    return isSet
  }
  const add = async ({ ours, theirs }: Row) => {
    const row = { ours: ours.trim(), theirs: theirs.trim() }
    const isAdded = await set((texts) => ({ ...texts, [row.ours]: row.theirs }))
    if (isAdded) void message.success(t('mappings.added', { ...row }))
    return isAdded
  }
  const remove = (removed: string) =>
    set((texts) => Object.fromEntries(Object.entries(texts).filter(([ours]) => ours !== removed)))
  const columns: TableColumnsType<Row> = [
    { key: 'ours', title: t(`mappings.${kind}Ours`), render: (_, { ours }) => <code>{ours}</code> },
    { key: 'theirs', title: t('mappings.theirs'), render: (_, { theirs }) => <code>{theirs}</code> },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, { ours }) =>
        mayChange && (
          <Button
            type="link"
            size="small"
            danger
            disabled={busy}
            aria-label={t('mappings.removeNamed', { name: ours })}
            onClick={() => void remove(ours)}
          >
            {t('rules.remove')}
          </Button>
        ),
    },
  ]
  return (
    <Panel
      title={t(`mappings.${kind}`)}
      extra={
        all.length > ROWS_A_PAGE && (
          <Input
            size="small"
            allowClear
            aria-label={t('mappings.find')}
            placeholder={t('mappings.find')}
            onChange={({ target }) => setWanted(target.value.trim().toLowerCase())}
          />
        )
      }
    >
      <ProblemNote problem={problem} />
      <Table<Row>
        aria-label={t(`mappings.${kind}`)}
        size="small"
        tableLayout="fixed"
        columns={columns}
        dataSource={rows}
        rowKey={({ ours }) => ours}
        loading={{ spinning: busy, delay: 150 }}
        pagination={{ pageSize: ROWS_A_PAGE, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(`mappings.${kind}Empty`)} />,
        }}
      />
      {mayChange && <AddRow kind={kind} choices={choices} busy={busy} add={add} />}
    </Panel>
  )
}

interface AddRowProps {
  readonly kind: Kind
  readonly choices: readonly string[]
  readonly busy: boolean
  readonly add: (row: Row) => Promise<boolean>
}

function AddRow({ kind, choices, busy, add }: AddRowProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Row>()
  const needed = [{ required: true, whitespace: true, message: t('common.needed') }]
  const ours = t(`mappings.${kind}Ours`)
  const finish = async (row: Row) => {
    if (await add(row)) form.resetFields()
  }
  return (
    <Form<Row>
      form={form}
      name={kind}
      className="add-row"
      aria-label={t(`mappings.${kind}Add`)}
      onFinish={(row) => void finish(row)}
    >
      <Form.Item name="ours" rules={needed}>
        <AutoComplete
          aria-label={ours}
          placeholder={ours}
          maxLength={128}
          options={choices.map((value) => ({ value }))}
        />
      </Form.Item>
      <Form.Item name="theirs" rules={needed}>
        <Input
          aria-label={t('mappings.theirs')}
          placeholder={t('mappings.theirs')}
          maxLength={4096}
          autoComplete="off"
        />
      </Form.Item>
      <Button htmlType="submit" loading={busy}>
        {t('mappings.add')}
      </Button>
    </Form>
  )
}
