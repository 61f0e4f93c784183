/** A question before something is done: what it will do, what has to be told, and the refusal if there is one. */
import { Form, Modal } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSending } from '../sending'
import { ProblemNote } from './problem'

export interface ActDialogProps<V> {
  readonly title: string
  /** What it will do. */
  readonly lead?: ReactNode
  /** The word on the button. */
  readonly confirm: string
  readonly danger?: boolean
  readonly initial?: Partial<V>
  /** `key`: the same for each try, so that an act whose answer was lost isn't done twice. */
  readonly act: (values: V, key: string) => Promise<unknown>
  readonly done: () => void
  readonly close: () => void
  /** Form items. */
  readonly children?: ReactNode
}

const FORM = 'act'

/** What is to be filled in first, or where nothing is, the button: so that a keyboard is enough. */
function focusFirst(open: boolean): void {
  if (!open) return
  const free = ':not([readonly]):not([disabled])'
  const first = `#${FORM} input${free}, #${FORM} textarea${free}`
  const target =
    document.querySelector<HTMLElement>(first) ?? document.querySelector(`button[form="${FORM}"]`)
  if (target instanceof HTMLElement) target.focus()
}

export function ActDialog<V extends object>(props: ActDialogProps<V>) {
  const { title, lead, confirm, danger = false, initial, act, done, close, children } = props
  const { t } = useTranslation()
  const [form] = Form.useForm<V>()
  const { busy, problem, send } = useSending()
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const submit = (values: V) =>
    send(async (key) => {
      await act(values, key)
      done()
      // Where another dialog stands by now, it is not that one's answer.
      if (isHere.current) close()
    })
  return (
    <Modal
      open
      title={title}
      okText={confirm}
      cancelText={t('common.back')}
      okButtonProps={{ danger, loading: busy, htmlType: 'submit', form: FORM }}
      // Until there is an answer, nobody knows what came of it.
      cancelButtonProps={{ disabled: busy }}
      closable={{ disabled: busy }}
      keyboard={!busy}
      onCancel={() => {
        if (!busy) close()
      }}
      mask={{ closable: false }}
      destroyOnHidden
      afterOpenChange={focusFirst}
    >
      {lead !== undefined && <p className="dialog-lead">{lead}</p>}
      <ProblemNote problem={problem} />
      <Form<V>
        id={FORM}
        form={form}
        layout="vertical"
        {...(initial !== undefined && { initialValues: initial })}
        onFinish={(values) => void submit(values)}
      >
        {children}
      </Form>
    </Modal>
  )
}
