/** By what an account's orders are treated that come from now on. */
import { App, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import type { Account } from '../../types'
import { wordText } from '../../words'

const ROUTING = ['fewest_splits', 'nearest', 'location_priority'] as const
const OUT_OF_STOCK = ['refuse', 'shortage'] as const
const REVIEWS = ['byPerson', 'atOnce', 'later'] as const
const EXPIRIES = ['never', 'later'] as const

interface Typed {
  readonly routingPolicy: string
  readonly outOfStock: string
  readonly review: (typeof REVIEWS)[number]
  readonly reviewMinutes?: number
  readonly expiry: (typeof EXPIRIES)[number]
  readonly expiryMinutes?: number
}

const SECONDS = 60
/** Ten years. */
const MOST_MINUTES = 5_256_000
/** What is offered where nothing was set: a day. */
const USUAL_MINUTES = 1_440

interface EditPoliciesProps {
  readonly account: Account
  readonly done: () => void
  readonly close: () => void
}

export function EditPolicies({ account, done, close }: EditPoliciesProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const initial = typedOf(account)
  const [review, setReview] = useState(initial.review)
  const [expiry, setExpiry] = useState(initial.expiry)
  const needed = { required: true, message: t('common.needed') }
  const save = async ({ routingPolicy, outOfStock, reviewMinutes, expiryMinutes }: Typed) => {
    const reviewed = review === 'later' ? secondsOf(reviewMinutes) : review === 'atOnce' ? 0 : null
    const body = {
      routingPolicy,
      outOfStock,
      refundReviewSeconds: reviewed,
      unpaidExpirySeconds: expiry === 'later' ? secondsOf(expiryMinutes) : null,
    }
    await change('PATCH', `/v1/accounts/${encodeURIComponent(account.name)}`, body)
    void message.success(t('account.saved'))
  }
  const minutes = (name: 'reviewMinutes' | 'expiryMinutes') => (
    <Form.Item name={name} label={t('account.minutes')} rules={[needed]}>
      <InputNumber className="whole" min={1 / SECONDS} max={MOST_MINUTES} precision={2} />
    </Form.Item>
  )
  return (
    <ActDialog<Typed>
      title={t('account.policiesTitle', { name: account.name })}
      lead={t('account.policiesLead')}
      confirm={t('items.save')}
      initial={initial}
      act={save}
      done={done}
      close={close}
    >
      <Form.Item name="routingPolicy" label={t('accounts.routingPolicy')} rules={[needed]}>
        <Select
          options={ROUTING.map((value) => ({
            value,
            label: wordText('routingPolicy', value),
            title: wordText('routingPolicyHint', value),
          }))}
        />
      </Form.Item>
      <Form.Item name="outOfStock" label={t('accounts.outOfStock')} rules={[needed]}>
        <Select options={OUT_OF_STOCK.map((value) => ({ value, label: wordText('outOfStock', value) }))} />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="review" label={t('account.refundReview')}>
          <Select
            onChange={setReview}
            options={REVIEWS.map((value) => ({ value, label: t(`account.${value}`) }))}
          />
        </Form.Item>
        {review === 'later' && minutes('reviewMinutes')}
      </div>
      <div className="form-pair">
        <Form.Item name="expiry" label={t('account.unpaidExpiry')}>
          <Select
            onChange={setExpiry}
            options={EXPIRIES.map((value) => ({ value, label: t(`account.${value}`) }))}
          />
        </Form.Item>
        {expiry === 'later' && minutes('expiryMinutes')}
      </div>
    </ActDialog>
  )
}

function typedOf(account: Account): Typed {
  const { routingPolicy, outOfStock, refundReviewSeconds: review, unpaidExpirySeconds: expiry } = account
  return {
    routingPolicy,
    outOfStock,
    review: review === null ? 'byPerson' : review === 0 ? 'atOnce' : 'later',
    reviewMinutes: minutesOf(review),
    expiry: expiry === null ? 'never' : 'later',
    expiryMinutes: minutesOf(expiry),
  }
}

function minutesOf(seconds: number | null): number {
  return seconds === null || seconds === 0 ? USUAL_MINUTES : Math.round((seconds / SECONDS) * 100) / 100
}

function secondsOf(minutes = USUAL_MINUTES): number {
  return Math.max(1, Math.round(minutes * SECONDS))
}
