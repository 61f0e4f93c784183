/** A country, by its code or its name in the language that is chosen. */
import { Select, type SelectProps } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryCodes, countryText } from '../words'

type CountrySelectProps = Pick<
  SelectProps<string>,
  'id' | 'value' | 'onChange' | 'disabled' | 'allowClear' | 'placeholder' | 'className' | 'aria-label'
>

export function CountrySelect(props: CountrySelectProps) {
  const { i18n } = useTranslation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are those of the language.
  const options = useMemo(
    () => countryCodes().map((code) => ({ value: code, label: `${code} · ${countryText(code)}` })),
    [i18n.language],
  )
  return <Select<string> showSearch={{ optionFilterProp: 'label' }} options={options} {...props} />
}
