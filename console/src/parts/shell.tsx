/** The frame of all pages: where one can go, who is signed in, and the switches. */

import { Button, Dropdown } from 'antd'
import { type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet, useLocation } from 'react-router'
import { SignInPage } from '../pages/sign-in/sign-in-page'
import { type Permission, useMay } from '../permissions'
import { useSession } from '../session'
import type { Session } from '../types'
import { wordText } from '../words'
import { LoadingPage } from './fallback'
import {
  BarcodeIcon,
  DownIcon,
  InboxIcon,
  KeyIcon,
  MovementIcon,
  OrderIcon,
  PlayIcon,
  RequestIcon,
  SignOutIcon,
  UserIcon,
} from './icons'
import { Mark } from './mark'
import { Preferences } from './preferences'

interface Entry {
  readonly to: string
  readonly text: string
  readonly icon: ReactNode
}

interface Section {
  readonly text: string
  /** Without it, none of them can be read. */
  readonly needs?: Permission
  readonly entries: readonly Entry[]
}

/** By what people do. */
const SECTIONS: readonly Section[] = [
  { text: 'nav.selling', entries: [{ to: '/orders', text: 'nav.orders', icon: <OrderIcon /> }] },
  {
    text: 'nav.goods',
    entries: [
      { to: '/stock', text: 'nav.stock', icon: <InboxIcon /> },
      { to: '/stock/movements', text: 'nav.movements', icon: <MovementIcon /> },
      { to: '/items', text: 'nav.items', icon: <BarcodeIcon /> },
    ],
  },
  {
    text: 'nav.integrating',
    needs: 'integration.read',
    entries: [
      { to: '/requests', text: 'nav.requests', icon: <RequestIcon /> },
      { to: '/playground', text: 'nav.playground', icon: <PlayIcon /> },
      { to: '/credentials', text: 'nav.credentials', icon: <KeyIcon /> },
    ],
  },
]

export function Shell() {
  const { session } = useSession()
  if (session === 'asking') return <LoadingPage />
  return session === null ? <SignInPage /> : <Frame session={session} />
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const may = useMay()
  // A new page starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the path that makes a page a new one.
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [pathname])
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <aside className="side">
        <div className="brand">
          <Mark />
          <span className="side-text" translate="no">
            {t('brand')}
          </span>
        </div>
        <nav aria-label={t('nav.label')}>
          {SECTIONS.filter(({ needs }) => needs === undefined || may(needs)).map(({ text, entries }) => (
            <div key={text} className="side-section">
              <div className="side-heading side-text">{t(text)}</div>
              {entries.map((entry) => (
                <NavLink key={entry.to} to={entry.to} end={entry.to === '/stock'} title={t(entry.text)}>
                  {entry.icon}
                  <span className="side-text">{t(entry.text)}</span>
                </NavLink>
              ))}
            </div>
          ))}
        </nav>
      </aside>
      <div className="content">
        <header className="top">
          <span className="tenant">{session.user.tenant}</span>
          <div className="top-right">
            <Preferences />
            <UserMenu session={session} />
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          <Suspense fallback={<LoadingPage />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}

function UserMenu({ session }: { session: Session }) {
  const { t } = useTranslation()
  const { signOut } = useSession()
  const { username, role } = session.user
  const items = [
    { key: 'role', type: 'group' as const, label: t('user.role', { role: wordText('roles', role) }) },
    { key: 'out', icon: <SignOutIcon />, label: t('user.signOut'), onClick: () => void signOut() },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserIcon />} aria-label={t('user.menu', { username })}>
        <span className="username">{username}</span>
        <DownIcon className="small-icon" />
      </Button>
    </Dropdown>
  )
}
