/** Which columns a person wants to see; this browser remembers. */

import { Button, Checkbox, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { SettingIcon } from '../../parts/icons'
import { recall, remember } from '../../remembering'
import { ORDER_COLUMNS, USUAL_COLUMNS } from './columns'

const NAME = 'order-columns'
/** Without it, a row leads nowhere. */
const ALWAYS = 'orderNumber'

export function chosenColumns(): readonly string[] {
  const chosen = recall(NAME)?.split(',') ?? []
  const known = ORDER_COLUMNS.filter((one) => one === ALWAYS || chosen.includes(one))
  return known.length > 1 ? known : USUAL_COLUMNS
}

export function rememberColumns(names: readonly string[]): void {
  remember(NAME, names.join(','))
}

interface ColumnChoiceProps {
  readonly chosen: readonly string[]
  choose(names: readonly string[]): void
}

export function ColumnChoice({ chosen, choose }: ColumnChoiceProps) {
  const { t } = useTranslation()
  const options = ORDER_COLUMNS.map((value) => ({
    value,
    label: t(`orderColumns.${value}`),
    disabled: value === ALWAYS,
  }))
  const content = (
    <div className="column-choice">
      <Checkbox.Group options={options} value={[...chosen]} onChange={(names) => choose(names)} />
      <Button size="small" onClick={() => choose(USUAL_COLUMNS)}>
        {t('orders.usualColumns')}
      </Button>
    </div>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight">
      <Button icon={<SettingIcon />}>{t('orders.columns')}</Button>
    </Popover>
  )
}
