/** Signing in again, in front of all that is open: nothing behind it is seen or reached. */
import { ConfigProvider } from 'antd'
import { useEffect, useRef } from 'react'
import { SignInPage } from './sign-in-page'

export function SignInCover() {
  const cover = useRef<HTMLDialogElement>(null)
  const show = () => {
    if (cover.current?.open === false) cover.current.showModal()
  }
  useEffect(show, [])
  return (
    <dialog
      ref={cover}
      className="sign-in-cover"
      onCancel={(event) => event.preventDefault()}
      // A browser lets nobody be kept from closing it: it is opened again.
      onClose={show}
      // What lies behind it would close at Escape, and lose what was typed.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <ConfigProvider getPopupContainer={() => cover.current ?? document.body}>
        <SignInPage />
      </ConfigProvider>
    </dialog>
  )
}
