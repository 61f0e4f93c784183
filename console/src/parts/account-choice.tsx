/** Whose stock, items or orders are meant, where a tenant has more than one account. */
import { useTranslation } from 'react-i18next'
import { useChoices } from '../reading'
import type { Account } from '../types'
import { Choice } from './choice'
import type { Filters } from './list'

export function useAccountNames(): readonly string[] {
  return useChoices<Account>('/v1/accounts').map(({ name }) => name)
}

/** The accounts that have stock of their own, by name; the others use one of theirs. */
export function useStockOwners(): readonly string[] {
  const accounts = useChoices<Account>('/v1/accounts')
  return accounts.filter(({ name, stockOwner }) => name === stockOwner).map(({ name }) => name)
}

interface AccountChoiceProps {
  readonly names: readonly string[]
  /** Undefined: the account for which the person acts. */
  readonly value: string | undefined
  readonly onChange: (account: string | undefined) => void
}

/** Nothing, where there is nothing to choose. */
export function AccountChoice({ names, value, onChange }: AccountChoiceProps) {
  const { t } = useTranslation()
  if (names.length < 2 && value === undefined) return null
  return (
    <Choice
      label={t('stock.account')}
      value={value}
      options={names.map((name) => ({ value: name, label: name }))}
      isSearched
      onChange={onChange}
    />
  )
}

export function AccountFilter({ filters, names }: { filters: Filters; names: readonly string[] }) {
  const set = (account: string | undefined) => filters.set({ account })
  return <AccountChoice names={names} value={filters.values.account} onChange={set} />
}
