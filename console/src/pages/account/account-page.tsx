/** An account: by what its orders are treated, what it has, and what came and went. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { withQuery } from '../../api'
import { EmptyNote } from '../../parts/empty-note'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Fact, Facts, Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Money, Time } from '../../parts/show'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { Account, LedgerEntry } from '../../types'
import { durationText, signedMoneyText, wordText } from '../../words'
import { EditPolicies } from './edit-policies'
import { TopUp } from './top-up'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const { name = '' } = useParams()
  const path = `/v1/accounts/${encodeURIComponent(name)}`
  const { value: account, problem, again } = useReading<Account>(path)
  const filters = useFilters(NO_FILTERS)
  const entries = useList<LedgerEntry>(`${path}/entries`, filters)
  const [asked, setAsked] = useState<'policies' | 'topUp' | null>(null)
  if (problem !== null) {
    return (
      <Page title={name}>
        <ProblemNote problem={problem} again={again} />
      </Page>
    )
  }
  const reload = () => {
    again()
    entries.again()
  }
  const topUp = may('money') && account?.payment === 'balance' && (
    <Button type="primary" onClick={() => setAsked('topUp')}>
      {t('account.topUp')}
    </Button>
  )
  return (
    <Page
      title={t('account.title', { name })}
      actions={
        <>
          <Link className="page-link" to={withQuery('/orders', { account: name })}>
            {t('account.orders')}
          </Link>
          {topUp}
        </>
      }
    >
      {account !== null && (
        <div className="panel-pair">
          <Panel title={t('account.about')}>
            <Facts>
              <Fact name={t('accounts.balance')}>
                <strong>
                  <Money minor={account.balanceMinor} currency={account.currency} />
                </strong>
              </Fact>
              <Fact name={t('accounts.payment')}>{wordText('accountPayment', account.payment)}</Fact>
              <Fact name={t('accounts.stockOwner')}>
                {account.stockOwner === account.name ? t('accounts.ownStock') : account.stockOwner}
              </Fact>
            </Facts>
          </Panel>
          <Panel
            title={t('account.policies')}
            extra={
              may('settings.change') && (
                <Button size="small" onClick={() => setAsked('policies')}>
                  {t('items.edit')}
                </Button>
              )
            }
          >
            <Policies account={account} />
          </Panel>
        </div>
      )}
      <h2 className="list-title">{t('account.entries')}</h2>
      <ListTable<LedgerEntry>
        list={entries}
        filters={filters}
        columns={entryColumns(t, account?.currency ?? 'USD')}
        rowKey={({ entryNumber }) => String(entryNumber)}
        label={t('account.entries')}
        empty={
          <EmptyNote title={t('account.emptyTitle')} advice={t('account.emptyAdvice')}>
            {topUp || undefined}
          </EmptyNote>
        }
      />
      {asked === 'policies' && account !== null && (
        <EditPolicies account={account} done={again} close={() => setAsked(null)} />
      )}
      {asked === 'topUp' && account !== null && (
        <TopUp account={account} done={reload} close={() => setAsked(null)} />
      )}
    </Page>
  )
}

function Policies({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { routingPolicy, outOfStock, refundReviewSeconds: review, unpaidExpirySeconds: expiry } = account
  const after = (seconds: number) => t('account.after', { duration: durationText(seconds) })
  return (
    <Facts>
      <Fact name={t('accounts.routingPolicy')}>
        {wordText('routingPolicy', routingPolicy)}
        <div className="soft">{wordText('routingPolicyHint', routingPolicy)}</div>
      </Fact>
      <Fact name={t('accounts.outOfStock')}>{wordText('outOfStock', outOfStock)}</Fact>
      <Fact name={t('account.refundReview')}>
        {review === null ? t('account.byPerson') : review === 0 ? t('account.atOnce') : after(review)}
      </Fact>
      <Fact name={t('account.unpaidExpiry')}>{expiry === null ? t('account.never') : after(expiry)}</Fact>
    </Facts>
  )
}

function entryColumns(t: (key: string) => string, currency: string): TableColumnsType<LedgerEntry> {
  return [
    {
      key: 'createdAt',
      title: t('movements.at'),
      render: (_, { createdAt }) => <Time at={createdAt} />,
    },
    {
      key: 'kind',
      title: t('account.kind'),
      render: (_, { kind, orderNumber }) => (
        <>
          {wordText('entryKind', kind)}
          {orderNumber !== null && (
            <>
              {' · '}
              <Link to={`/orders/${orderNumber}`}>{orderNumber}</Link>
            </>
          )}
        </>
      ),
    },
    {
      key: 'amount',
      title: t('account.amount'),
      align: 'right',
      render: (_, { amountMinor }) => (
        <span className={amountMinor < 0 ? 'number negative' : 'number'}>
          {signedMoneyText(amountMinor, currency)}
        </span>
      ),
    },
    {
      key: 'balance',
      title: t('account.balanceAfter'),
      align: 'right',
      render: (_, { balanceMinor }) => <Money minor={balanceMinor} currency={currency} />,
    },
    { key: 'note', title: t('account.note'), className: 'wraps', dataIndex: 'note' },
  ]
}
