/** The frame of all pages: where one can go, who is signed in, and the switches. */

import { App, Button, Dropdown } from 'antd'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet, useLocation } from 'react-router'
import { openStream } from '../live'
import { SignInCover } from '../pages/sign-in/sign-in-cover'
import { SignInPage } from '../pages/sign-in/sign-in-page'
import { type Permission, useMay } from '../permissions'
import { problemIn } from '../reading'
import { useSession } from '../session'
import type { Session } from '../types'
import { wordText } from '../words'
import { LoadingPage } from './fallback'
import {
  BarcodeIcon,
  BellIcon,
  BookIcon,
  BoxIcon,
  ChartIcon,
  ConnectionIcon,
  DeliveryIcon,
  DownIcon,
  HistoryIcon,
  ImportIcon,
  InboxIcon,
  KeyIcon,
  MovementIcon,
  OrderIcon,
  PeopleIcon,
  PlaceIcon,
  PlayIcon,
  QueueIcon,
  RequestIcon,
  ShopIcon,
  SignOutIcon,
  TruckIcon,
  UserIcon,
  WalletIcon,
  WarningIcon,
} from './icons'
import { Mark } from './mark'
import { Preferences } from './preferences'
import { ProblemNote } from './problem'
import { ProblemCount } from './problem-count'
import { AnotherPerson, NotHeard } from './standing'

interface Entry {
  readonly to: string
  readonly text: string
  readonly icon: ReactNode
  /** Undefined: everybody may see it. */
  readonly may?: Permission
  /** How much there is behind it. */
  readonly count?: ReactNode
}

/** Others lie below these. */
const EXACT = ['/stock', '/warehouse']

/** By what people do. */
const SECTIONS: readonly { readonly text: string; readonly entries: readonly Entry[] }[] = [
  {
    text: 'nav.watching',
    entries: [
      { to: '/overview', text: 'nav.overview', icon: <ChartIcon /> },
      { to: '/problems', text: 'nav.problems', icon: <WarningIcon />, count: <ProblemCount /> },
    ],
  },
  { text: 'nav.selling', entries: [{ to: '/orders', text: 'nav.orders', icon: <OrderIcon /> }] },
  {
    text: 'nav.warehouse',
    entries: [
      { to: '/warehouse', text: 'nav.work', icon: <QueueIcon /> },
      { to: '/warehouse/station', text: 'nav.station', icon: <BoxIcon />, may: 'warehouse' },
      { to: '/inbound', text: 'nav.inbound', icon: <TruckIcon /> },
    ],
  },
  {
    text: 'nav.goods',
    entries: [
      { to: '/stock', text: 'nav.stock', icon: <InboxIcon /> },
      { to: '/stock/movements', text: 'nav.movements', icon: <MovementIcon /> },
      { to: '/items', text: 'nav.items', icon: <BarcodeIcon /> },
      { to: '/imports', text: 'nav.imports', icon: <ImportIcon />, may: 'imports' },
    ],
  },
  {
    text: 'nav.integrating',
    entries: [
      { to: '/requests', text: 'nav.requests', icon: <RequestIcon />, may: 'integration.read' },
      { to: '/playground', text: 'nav.playground', icon: <PlayIcon />, may: 'integration.read' },
      { to: '/credentials', text: 'nav.credentials', icon: <KeyIcon />, may: 'integration.read' },
      { to: '/connections', text: 'nav.connections', icon: <ConnectionIcon />, may: 'integration.read' },
      { to: '/webhooks', text: 'nav.webhooks', icon: <BellIcon />, may: 'integration.read' },
    ],
  },
  {
    text: 'nav.settings',
    entries: [
      { to: '/settings/accounts', text: 'nav.accounts', icon: <WalletIcon />, may: 'settings.read' },
      { to: '/settings/locations', text: 'nav.locations', icon: <PlaceIcon />, may: 'settings.read' },
      { to: '/settings/shipping', text: 'nav.shipping', icon: <DeliveryIcon />, may: 'settings.read' },
      { to: '/settings/tenant', text: 'nav.tenant', icon: <ShopIcon />, may: 'settings.read' },
    ],
  },
  {
    text: 'nav.administration',
    entries: [
      { to: '/people', text: 'nav.people', icon: <PeopleIcon />, may: 'people' },
      { to: '/audit-log', text: 'nav.audit', icon: <HistoryIcon />, may: 'people' },
    ],
  },
]

/** Loaded when it is asked for. */
const OwnPassword = lazy(() => import('./own-password'))

export function Shell() {
  const { session } = useSession()
  if (session === 'asking') return <LoadingPage />
  return session === null ? (
    <SignInPage />
  ) : (
    <Covered>
      <Frame session={session} />
    </Covered>
  )
}

/** What is printed has no frame around it. */
export function Paper() {
  const { session } = useSession()
  if (session === 'asking') return <LoadingPage />
  return session === null ? (
    <SignInPage />
  ) : (
    <Covered>
      <Outlet />
    </Covered>
  )
}

/** A session that has ended by itself is begun anew in front of what was open, which stays as it was. */
function Covered({ children }: { children: ReactNode }) {
  const { ended } = useSession()
  return (
    <>
      {children}
      {ended && <SignInCover />}
    </>
  )
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation()
  const may = useMay()
  const { pathname } = useLocation()
  const { refresh, ended } = useSession()
  const visible = ({ may: needed }: Entry) => needed === undefined || may(needed)
  const sections = SECTIONS.map(({ text, entries }) => ({ text, entries: entries.filter(visible) })).filter(
    ({ entries }) => entries.length > 0,
  )
  const heard = useRef(refresh)
  useEffect(() => {
    heard.current = refresh
  })
  useEffect(() => (ended ? undefined : openStream(() => heard.current())), [ended])
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
          {sections.map(({ text, entries }) => (
            <div key={text} className="side-section">
              <div className="side-heading side-text">{t(text)}</div>
              {entries.map((entry) => (
                <NavLink key={entry.to} to={entry.to} end={EXACT.includes(entry.to)} title={t(entry.text)}>
                  {entry.icon}
                  <span className="side-text">{t(entry.text)}</span>
                  {entry.count}
                </NavLink>
              ))}
            </div>
          ))}
        </nav>
      </aside>
      <div className="content">
        <header className="top">
          <span className="tenant">{session.user.tenant}</span>
          <NotHeard />
          <div className="top-right">
            <Preferences />
            <UserMenu session={session} />
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          <AnotherPerson />
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
  const { modal } = App.useApp()
  const { signOut } = useSession()
  const [isChanging, setChanging] = useState(false)
  const { username, role } = session.user
  const leave = async () => {
    try {
      await signOut()
    } catch (error) {
      modal.error({
        title: t('user.stillSignedIn'),
        content: <ProblemNote problem={problemIn(error)} />,
        okText: t('common.back'),
      })
    }
  }
  const items = [
    { key: 'role', type: 'group' as const, label: t('user.role', { role: wordText('roles', role) }) },
    {
      key: 'guide',
      icon: <BookIcon />,
      // The hub serves it beside the console.
      label: (
        <a href="/docs" target="_blank" rel="noreferrer">
          {t('user.guide')}
        </a>
      ),
    },
    { key: 'password', icon: <KeyIcon />, label: t('ownPassword.title'), onClick: () => setChanging(true) },
    { key: 'out', icon: <SignOutIcon />, label: t('user.signOut'), onClick: () => void leave() },
  ]
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button type="text" icon={<UserIcon />} aria-label={t('user.menu', { username })}>
          <span className="username">{username}</span>
          <DownIcon className="small-icon" />
        </Button>
      </Dropdown>
      {isChanging && (
        <Suspense>
          <OwnPassword close={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  )
}
