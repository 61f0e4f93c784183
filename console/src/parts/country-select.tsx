/** A country, by its code or its name in the language that is chosen. */
import { Select, type SelectProps } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryCodes, countryText } from '../words'

type CountrySelectProps = Pick<
  SelectProps<string, Option>,
  'id' | 'value' | 'onChange' | 'disabled' | 'allowClear' | 'placeholder' | 'className' | 'aria-label'
>

interface Option {
  readonly value: string
  readonly label: string
}

function begins({ label }: Option, typed: string): boolean {
  return label.toLowerCase().startsWith(typed.trim().toLowerCase())
}

export function CountrySelect(props: CountrySelectProps) {
  const { i18n } = useTranslation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are those of the language.
  const options = useMemo(
    () => countryCodes().map((code) => ({ value: code, label: `${code} · ${countryText(code)}` })),
    [i18n.language],
  )
  // Whoever types a code means that country, and not one in whose name these letters are.
  const filterSort = (a: Option, b: Option, { searchValue }: { searchValue: string }) =>
    Number(begins(b, searchValue)) - Number(begins(a, searchValue))
  const showSearch = { optionFilterProp: 'label', filterSort }
  return <Select<string, Option> showSearch={showSearch} options={options} {...props} />
}
