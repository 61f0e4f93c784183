/** Any API of the hub, tried out: an example to begin with, sent as a client would send it. */
import { Alert, App, Button, Input, Select } from 'antd'
import { useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { change } from '../../api'
import { LoadingPage } from '../../parts/fallback'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useMay } from '../../permissions'
import { useChoices, useReading } from '../../reading'
import { useSending } from '../../sending'
import type {
  Account,
  Example,
  List,
  LoggedRequestDetails,
  NewCredential,
  Played,
  ServedDialect,
} from '../../types'
import { fill, type Known, missingIn, readParts } from './filling'
import { PlayedPanel } from './played'

interface Draft {
  readonly dialect: string
  readonly example: string | null
  readonly method: string
  readonly path: string
  readonly contentType: string
  readonly body: string
  readonly isSigned: boolean
  readonly session: Readonly<Record<string, string>>
}

/**
 * As long as the page is loaded, which ends with the session of whoever pasted them, by family: secrets are kept
 * nowhere else.
 */
const credentials = new Map<string, string>()
const answers = new Map<string, Record<string, unknown>>()
/** What was changed, by its dialect and example: it is there again when that is chosen again. */
const drafts = new Map<string, Draft>()

const draftName = ({ dialect, example }: Draft) => `${dialect} ${example}`

export function Component() {
  const { t } = useTranslation()
  const examples = useReading<List<Example>>('/v1/examples')
  const dialects = useReading<List<ServedDialect>>('/v1/dialects')
  const [search] = useSearchParams()
  const logged = search.get('request')
  const request = useReading<LoggedRequestDetails>(
    logged === null ? null : `/v1/requests/${encodeURIComponent(logged)}`,
  )
  const problem = examples.problem ?? dialects.problem ?? request.problem
  const isReady =
    examples.value !== null && dialects.value !== null && (logged === null || request.value !== null)
  return (
    <Page title={t('playground.title')}>
      <ProblemNote problem={problem} />
      {problem === null && !isReady && <LoadingPage />}
      {problem === null && isReady && examples.value !== null && dialects.value !== null && (
        <Bench
          key={logged}
          examples={examples.value.data}
          dialects={dialects.value.data}
          request={request.value}
        />
      )}
    </Page>
  )
}

interface BenchProps {
  readonly examples: readonly Example[]
  readonly dialects: readonly ServedDialect[]
  /** Where it begins; null: with the first example. */
  readonly request: LoggedRequestDetails | null
}

function Bench({ examples, dialects, request }: BenchProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const [draft, setDraft] = useState<Draft>(() => {
    const first = firstDraft(examples, request)
    return first.example === null ? first : (drafts.get(draftName(first)) ?? first)
  })
  const family = dialects.find(({ name }) => name === draft.dialect)?.family ?? draft.dialect
  const [, showHeld] = useReducer((times: number) => times + 1, 0)
  const credential = credentials.get(family) ?? ''
  const [played, setPlayed] = useState<Played | null>(null)
  const { busy, problem, send } = useSending()
  const may = useMay()
  const parts = readParts(credential)
  const known: Known = { ...answers.get(family), ...(parts !== null && { credentials: parts }) }
  const filled = {
    path: fill(draft.path, known),
    body: fill(draft.body, known),
    session: fill(JSON.stringify(draft.session), known),
  }
  const missing = missingIn([filled.path, filled.body, draft.isSigned ? filled.session : ''].join(' '))
  const put = (changes: Partial<Draft>) => {
    const next = { ...draft, ...changes }
    drafts.set(draftName(next), next)
    setDraft(next)
  }
  const show = (next: Draft) => {
    setDraft(drafts.get(draftName(next)) ?? next)
    setPlayed(null)
  }
  // A request of the log has no name to be found by again.
  const open = (example: Example | undefined) => {
    if (example === undefined) return
    if (draft.example !== null || !drafts.has(draftName(draft))) {
      show(draftOf(example))
      return
    }
    modal.confirm({
      title: t('playground.leaveTitle'),
      content: t('playground.leaveLead'),
      okText: t('playground.leave'),
      cancelText: t('common.back'),
      onOk: () => {
        drafts.delete(draftName(draft))
        show(draftOf(example))
      },
    })
  }
  const startOver = (example: Example) => {
    drafts.delete(draftName(draft))
    show(draftOf(example))
  }
  const hold = (text: string) => {
    credentials.set(family, text)
    showHeld()
  }
  const play = () =>
    send(async () => {
      const answer = await change<Played>('POST', '/v1/playground', {
        dialect: draft.dialect,
        method: draft.method,
        path: filled.path,
        base: window.location.origin,
        contentType: draft.contentType,
        ...(draft.method !== 'GET' && filled.body !== '' && { body: filled.body }),
        ...(draft.isSigned && parts !== null && { credential: { ...parts, ...readParts(filled.session) } }),
      })
      setPlayed(answer)
      if (draft.example !== null) {
        answers.set(family, { ...answers.get(family), [draft.example]: parsed(answer.body) })
      }
    })
  const choose = (name: string) =>
    open(examples.find((one) => one.dialect === draft.dialect && one.name === name))
  const chosen = examples.find((one) => one.dialect === draft.dialect && one.name === draft.example)
  return (
    <div className="playground">
      <Panel title={t('playground.request')}>
        <div className="filters">
          <Select
            className="filter-wide"
            aria-label={t('requests.dialect')}
            value={draft.dialect}
            options={dialects.map(({ name, title }) => ({ value: name, label: title }))}
            popupMatchSelectWidth={false}
            onChange={(dialect: string) => open(examples.find((one) => one.dialect === dialect))}
          />
          <Select
            className="filter-wide"
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('playground.example')}
            placeholder={t('playground.example')}
            value={draft.example}
            options={examples
              .filter(({ dialect }) => dialect === draft.dialect)
              .map(({ name, title, operation }) => ({ value: name, label: `${operation ?? ''} · ${title}` }))}
            // Of the guide, which is English.
            labelRender={({ label }) => <span lang="en">{label}</span>}
            optionRender={({ label }) => <span lang="en">{label}</span>}
            popupMatchSelectWidth={false}
            onChange={choose}
          />
          {chosen !== undefined && drafts.has(draftName(draft)) && (
            <Button type="link" onClick={() => startOver(chosen)}>
              {t('playground.startOver')}
            </Button>
          )}
        </div>
        {chosen !== undefined && (
          <p className="soft" lang="en">
            {chosen.sentence}
          </p>
        )}
        <CredentialField
          family={family}
          text={credential}
          hold={hold}
          isWrong={credential !== '' && parts === null}
        />
        <div className="filters">
          <Select
            aria-label={t('playground.method')}
            value={draft.method}
            options={['GET', 'POST', 'PUT', 'DELETE'].map((value) => ({ value, label: value }))}
            onChange={(method: string) => put({ method })}
          />
          <Input
            className="find code"
            aria-label={t('request.path')}
            maxLength={2000}
            value={filled.path}
            onChange={(event) => put({ path: event.target.value })}
          />
        </div>
        <Input.TextArea
          className="code"
          aria-label={t('request.body')}
          placeholder={t('request.body')}
          rows={16}
          spellCheck={false}
          value={filled.body}
          onChange={(event) => put({ body: event.target.value })}
        />
        {missing.length > 0 && (
          <Alert
            type="info"
            className="needs"
            title={t('playground.needs', { names: missing.join(', ') })}
            action={missing
              .filter((name) => examples.some((one) => one.name === name && one.dialect === draft.dialect))
              .map((name) => (
                <Button key={name} size="small" onClick={() => choose(name)}>
                  {t('playground.open', { name })}
                </Button>
              ))}
          />
        )}
        <ProblemNote problem={problem} />
        {may('integration.change') ? (
          <Button type="primary" className="send" loading={busy} onClick={() => void play()}>
            {t('playground.send')}
          </Button>
        ) : (
          <p className="soft">{t('problems.not_allowed.title')}</p>
        )}
      </Panel>
      {played !== null && <PlayedPanel played={played} />}
    </div>
  )
}

interface CredentialFieldProps {
  readonly family: string
  readonly text: string
  readonly hold: (text: string) => void
  readonly isWrong: boolean
}

/** Pasted, or made here: a sandbox one of the first account. */
function CredentialField({ family, text, hold, isWrong }: CredentialFieldProps) {
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

function firstDraft(examples: readonly Example[], request: LoggedRequestDetails | null): Draft {
  const [first] = examples
  if (request !== null) return draftOfRequest(request, examples)
  return first === undefined
    ? {
        dialect: '',
        example: null,
        method: 'GET',
        path: '',
        body: '',
        isSigned: true,
        session: {},
        contentType: JSON_TYPE,
      }
    : draftOf(first)
}

const JSON_TYPE = 'application/json'

function draftOf({ name, body, ...example }: Example): Draft {
  const { dialect, method, path, contentType, isSigned, session } = example
  return { dialect, method, path, contentType, isSigned, session, example: name, body: body ?? '' }
}

/** Signed anew: what signed it is left out of its query. */
function draftOfRequest(request: LoggedRequestDetails, examples: readonly Example[]): Draft {
  const { dialect, method, path, query } = request
  const kept = [...new URLSearchParams(query ?? '')].filter(([, value]) => value !== '[secret]')
  const search = new URLSearchParams(kept).toString()
  const withSession = examples.find((one) => one.dialect === dialect && Object.keys(one.session).length > 0)
  const signs = examples.find((one) => one.dialect === dialect && one.operation === request.operation)
  return {
    ...{ dialect, method, example: null, contentType: JSON_TYPE },
    path: search === '' ? path : `${path}?${search}`,
    body: request.request ?? '',
    isSigned: signs?.isSigned ?? true,
    session: withSession?.session ?? {},
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
