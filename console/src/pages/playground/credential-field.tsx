/** The credential that a request is signed with: pasted, or made here, a sandbox one of the first account. */
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ProblemNote } from '../../parts/problem'
import { useMay } from '../../permissions'
import { useChoices } from '../../reading'
import { useSending } from '../../sending'
import type { Account, NewCredential } from '../../types'

interface CredentialFieldProps {
  readonly family: string
  readonly text: string
  readonly hold: (text: string) => void
  readonly isWrong: boolean
}

export function CredentialField({ family, text, hold, isWrong }: CredentialFieldProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useMay()
  const accounts = useChoices<Account>('/v1/accounts')
  const [account, setAccount] = useState<string>()
  const chosen = account ?? accounts[0]?.name
  const { busy, problem, send } = useSending()
  const make = () =>
    send(async (key) => {
      const body = { account: chosen, dialect: family, sandbox: true }
      const { id, credential } = await change<NewCredential>('POST', '/v1/credentials', body, key)
      if (credential === null) {
        void message.error(t('credentials.lost', { id }))
        return
      }
      hold(JSON.stringify(credential))
      void message.success(t('playground.made', { id }))
    })
  return (
    <>
      <Input.TextArea
        className="code"
        aria-label={t('playground.credential')}
        placeholder={t('playground.credentialHint')}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        status={isWrong ? 'error' : ''}
        value={text}
        onChange={(event) => hold(event.target.value)}
      />
      {isWrong && <p className="fault">{t('playground.credentialWrong')}</p>}
      {may('integration.change') && text === '' && (
        <div className="filters make-credential">
          <Select
            className="filter"
            aria-label={t('credentials.account')}
            value={chosen ?? null}
            options={accounts.map(({ name }) => ({ value: name, label: name }))}
            onChange={setAccount}
          />
          <Button disabled={chosen === undefined} loading={busy} onClick={() => void make()}>
            {t('playground.make')}
          </Button>
        </div>
      )}
      <ProblemNote problem={problem} />
    </>
  )
}
