/** One of several to which a list is narrowed, or none of them. */
import { Select } from 'antd'

interface ChoiceProps {
  readonly label: string
  /** What stands there while none is chosen; the label, if not given. */
  readonly placeholder?: string
  readonly value: string | undefined
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** There are so many that one is found by typing. */
  readonly isSearched?: boolean
  /** There are several beside it. */
  readonly isNarrow?: boolean
  readonly onChange: (value: string | undefined) => void
}

export function Choice(props: ChoiceProps) {
  const { label, placeholder = label, value, options, isSearched = false, isNarrow = false, onChange } = props
  return (
    <Select
      className={isNarrow ? 'filter' : 'filter-wide'}
      allowClear
      showSearch={isSearched && { optionFilterProp: 'label' }}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      options={[...options]}
      popupMatchSelectWidth={false}
      onChange={onChange}
    />
  )
}
