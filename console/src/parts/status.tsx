/** A status as a dot and a word; the word says it all, the dot lets the eye find it. */
import { wordText } from '../words'

export type Tone = 'quiet' | 'waiting' | 'going' | 'good' | 'bad'

const TONES: Readonly<Record<string, Readonly<Record<string, Tone>>>> = {
  orderStatus: { waiting_payment: 'waiting', processing: 'going', completed: 'good', cancelled: 'quiet' },
  financialStatus: {
    none: 'quiet',
    waiting: 'waiting',
    on_request: 'waiting',
    voucher: 'waiting',
    voucher_refused: 'bad',
    confirming: 'waiting',
    paid: 'good',
  },
  fulfilmentStatus: {
    none: 'quiet',
    waiting_to_ship: 'waiting',
    partially_shipped: 'going',
    fully_shipped: 'going',
    completed: 'good',
  },
  refundStatus: { none: 'quiet', refunding: 'waiting', partially_refunded: 'going', refunded: 'quiet' },
  partStatus: {
    drafted: 'waiting',
    allocated: 'going',
    packed: 'going',
    handed_over: 'going',
    delivered: 'good',
    shortage: 'bad',
    hold: 'bad',
    cancelled: 'quiet',
  },
  itemStatus: {
    on_shelf: 'good',
    clearance: 'going',
    partial_clearance: 'going',
    out_of_stock: 'bad',
    off_shelf: 'quiet',
    discontinued: 'quiet',
    deleted: 'quiet',
  },
  forwardingState: {
    due: 'waiting',
    unknown: 'bad',
    sent: 'going',
    parked: 'bad',
    withdrawn: 'quiet',
    done: 'good',
  },
  problemKind: {
    forwarding_unknown: 'bad',
    forwarding_parked: 'bad',
    connection_failing: 'bad',
    endpoint_paused: 'bad',
    endpoint_failing: 'waiting',
    review_failed: 'waiting',
    hold: 'waiting',
    shortage: 'waiting',
  },
  connectionState: { on: 'good', failing: 'bad', off: 'quiet' },
  endpointState: { on: 'good', failing: 'waiting', paused: 'bad', off: 'quiet' },
  deliveryState: { due: 'waiting', delivered: 'good', undelivered: 'bad' },
  enabledState: { on: 'good', off: 'quiet' },
  userState: { on: 'good', off: 'quiet' },
  trackingStatus: {
    delivered: 'good',
    exception: 'bad',
    delivery_attempted: 'bad',
    returning: 'bad',
    returned: 'bad',
  },
  requestOutcome: { accepted: 'good', refused: 'bad' },
  credentialState: { valid: 'good', revoked: 'quiet' },
  noticeStatus: {
    announced: 'waiting',
    confirmed: 'waiting',
    receiving: 'going',
    closed: 'good',
    withdrawn: 'quiet',
  },
  importState: { waiting: 'waiting', finished: 'good', failed: 'bad', cancelled: 'quiet' },
  afterSaleStatus: {
    requested: 'waiting',
    approved: 'going',
    sent_back: 'going',
    completed: 'good',
    refused: 'quiet',
    withdrawn: 'quiet',
  },
}

export function Status({ group, word }: { group: string; word: string }) {
  return <span className={`status status-${TONES[group]?.[word] ?? 'going'}`}>{wordText(group, word)}</span>
}
