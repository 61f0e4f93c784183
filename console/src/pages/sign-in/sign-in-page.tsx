/** Signing in, at whatever address a person came to: it goes on there. */
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../api'
import { Mark } from '../../parts/mark'
import { Preferences } from '../../parts/preferences'
import { ProblemNote } from '../../parts/problem'
import { problemIn } from '../../reading'
import { useSession } from '../../session'

interface Given {
  readonly username: string
  readonly password: string
}

export function SignInPage() {
  const { t } = useTranslation()
  const { signIn, ended, problem: before } = useSession()
  const [problem, setProblem] = useState<Problem | null>(before)
  const [busy, setBusy] = useState(false)
  const title = t('signIn.title')
  useEffect(() => {
    const before = document.title
    document.title = `${title} · Entrepôt`
    return () => {
      document.title = before
    }
  }, [title])
  const submit = async ({ username, password }: Given) => {
    setBusy(true)
    setProblem(null)
    try {
      await signIn(username.trim(), password)
    } catch (error) {
      const found = problemIn(error)
      setProblem(found.status === 401 ? { ...found, code: 'wrong_password', detail: '' } : found)
      setBusy(false)
    }
  }
  return (
    <div className="sign-in">
      <div className="sign-in-preferences">
        <Preferences />
      </div>
      <main className="sign-in-box">
        <div className="sign-in-brand">
          <Mark size={40} />
          <h1 translate="no">{t('brand')}</h1>
          <p>{t('signIn.lead')}</p>
        </div>
        {ended && problem === null && (
          <p className="sign-in-ended" role="status">
            {t('signIn.ended')}
          </p>
        )}
        <ProblemNote problem={problem} />
        <Form<Given> layout="vertical" requiredMark={false} onFinish={(given) => void submit(given)}>
          <Form.Item
            name="username"
            label={t('signIn.username')}
            rules={[{ required: true, message: t('signIn.usernameMissing') }]}
          >
            <Input
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              maxLength={200}
            />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('signIn.password')}
            rules={[{ required: true, message: t('signIn.passwordMissing') }]}
          >
            <Input.Password autoComplete="current-password" maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t('signIn.submit')}
          </Button>
        </Form>
      </main>
    </div>
  )
}
