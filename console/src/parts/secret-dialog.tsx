/** A question that is answered with a secret: it is shown in its place, until whoever asked has kept it. */
import { useRef, useState } from 'react'
import { ActDialog, type ActDialogProps } from './act-dialog'
import { ShownSecret, type ShownSecretProps } from './shown-secret'

interface SecretDialogProps<V, M> extends Omit<ActDialogProps<V>, 'act'> {
  /** Null: it was done, and no secret came of it. */
  readonly make: (values: V, key: string) => Promise<M | null>
  readonly shown: (made: M) => Omit<ShownSecretProps, 'close'>
}

export function SecretDialog<V extends object, M>(props: SecretDialogProps<V, M>) {
  const { make, shown, close, ...question } = props
  const [made, setMade] = useState<M | null>(null)
  const isShowing = useRef(false)
  if (made !== null) return <ShownSecret {...shown(made)} close={close} />
  return (
    <ActDialog<V>
      {...question}
      act={async (values, key) => {
        const found = await make(values, key)
        isShowing.current = found !== null
        setMade(found)
      }}
      // The question is done with when the secret is shown; the dialog is not.
      close={() => {
        if (!isShowing.current) close()
      }}
    />
  )
}
