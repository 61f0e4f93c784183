/**
 * One field for whatever a person has at hand: our number, the seller's, a tracking number, a SKU or a name. All
 * are asked at once; the first that anything is found by becomes the filter, and our own number opens its order.
 */
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Refused, read, withQuery } from '../../api'
import type { Filters } from '../../parts/list'
import { problemIn } from '../../reading'
import { problemText } from '../../said/refusal'
import type { List, Order } from '../../types'
import { FOUND_BY } from './order-filters'

const LONGEST: Readonly<Record<(typeof FOUND_BY)[number], number>> = {
  sellerOrderNumber: 64,
  trackingNumber: 64,
  sku: 64,
  recipient: 100,
}

type Finding = { readonly orderNumber: number } | { readonly by: string } | null

async function find(text: string): Promise<Finding> {
  const isOurs = /^[1-9]\d{0,15}$/.test(text)
  const ours = isOurs ? read<Order>(`/v1/orders/${text}`).catch(noneIfUnknown) : null
  const asked = FOUND_BY.map(async (by) => {
    if (text.length > LONGEST[by]) return null
    const found = await read<List<Order>>(withQuery('/v1/orders', { [by]: text, limit: 1 })).catch(
      noneIfUnknown,
    )
    return found !== null && found.data.length > 0 ? by : null
  })
  const order = await ours
  if (order !== null) return { orderNumber: order.orderNumber }
  const by = (await Promise.all(asked)).find((one) => one !== null)
  return by === undefined ? null : { by }
}

/** A text that can't be such a number finds nothing by it. */
function noneIfUnknown(error: unknown): null {
  if (error instanceof Refused && [404, 422].includes(error.problem.status)) return null
  throw error
}

export function FindOrder({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const search = async (typed: string) => {
    const text = typed.trim()
    setSaid(null)
    if (text === '') return
    setBusy(true)
    try {
      const finding = await find(text)
      if (finding === null) setSaid(t('orders.findNothing', { text }))
      else if ('orderNumber' in finding) await navigate(`/orders/${finding.orderNumber}`)
      else filters.set({ ...Object.fromEntries(FOUND_BY.map((by) => [by, undefined])), [finding.by]: text })
    } catch (error) {
      setSaid(t('orders.findFailed', { detail: problemText(problemIn(error)) }))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="find">
      <Input.Search
        allowClear
        maxLength={100}
        loading={busy}
        aria-label={t('orders.find')}
        placeholder={t('orders.findHint')}
        onSearch={(text) => void search(text)}
      />
      <div className="find-said" role="status">
        {said}
      </div>
    </div>
  )
}
