/** Where a request is put together, and sent as a client would send it. */
import { Alert, App, Button, Input, Select } from 'antd'
import { useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useMay } from '../../permissions'
import { useSending } from '../../sending'
import type { Example, LoggedRequestDetails, Played, ServedDialect } from '../../types'
import { CredentialField } from './credential-field'
import { type Draft, draftOf, firstDraft, forgetDraft, isKept, keepDraft, keptDraft } from './draft'
import { ExampleChoice } from './example-choice'
import { fill, type Known, missingIn, readParts } from './filling'
import { PlayedPanel } from './played'

/**
 * As long as the page is loaded, which ends with the session of whoever pasted them, by family: secrets are kept
 * nowhere else.
 */
const credentials = new Map<string, string>()
const answers = new Map<string, Record<string, unknown>>()

interface BenchProps {
  readonly examples: readonly Example[]
  readonly dialects: readonly ServedDialect[]
  /** Where it begins; null: with the first example. */
  readonly request: LoggedRequestDetails | null
}

export function Bench({ examples, dialects, request }: BenchProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const [draft, setDraft] = useState<Draft>(() => {
    const first = firstDraft(examples, request)
    return first.example === null ? first : keptDraft(first)
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
    keepDraft(next)
    setDraft(next)
  }
  const show = (next: Draft) => {
    setDraft(keptDraft(next))
    setPlayed(null)
  }
  // A request of the log has no name to be found by again.
  const open = (example: Example | undefined) => {
    if (example === undefined) return
    if (draft.example !== null || !isKept(draft)) {
      show(draftOf(example))
      return
    }
    modal.confirm({
      title: t('playground.leaveTitle'),
      content: t('playground.leaveLead'),
      okText: t('playground.leave'),
      cancelText: t('common.back'),
      onOk: () => startOver(example),
    })
  }
  const startOver = (example: Example) => {
    forgetDraft(draft)
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
  const ofDialect = examples.filter(({ dialect }) => dialect === draft.dialect)
  return (
    <div className="playground">
      <Panel title={t('playground.request')}>
        <ExampleChoice
          examples={examples}
          dialects={dialects}
          draft={draft}
          open={open}
          startOver={startOver}
        />
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
              .flatMap((name) => ofDialect.filter((one) => one.name === name))
              .map((example) => (
                <Button key={example.name} size="small" onClick={() => open(example)}>
                  {t('playground.open', { name: example.name })}
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
