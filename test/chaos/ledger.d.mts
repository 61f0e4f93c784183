// The types of ledger.mjs for its test.
export interface SentOrder {
  sellerOrderNumber: string
  body: string
  scarceQuantity: number
  orderNumber: number
  refusals: number
  lostAnswers: number
  refundNumber: number
}

export interface Ledger {
  orders: Map<string, SentOrder>
  violations: string[]
  counts: {
    acknowledged: number
    repeatsAnswered: number
    refusedForStock: number
    lostAnswers: number
    scarceSold: number
    refundsAsked: number
  }
  enter(sellerOrderNumber: string, body: string, scarceQuantity: number): SentOrder
  pickSent(random: number): SentOrder | undefined
  refundAnswered(order: SentOrder, answer: { status: number; body: string }): void
  pickAcknowledged(random: number): SentOrder | undefined
  answerLost(order: SentOrder): void
  answered(
    order: SentOrder,
    answer: { status: number; body: string },
    wasAcknowledged: boolean,
  ): 'acknowledged' | 'refused'
}

export function createLedger(): Ledger

export function compareLedger(
  ledger: Ledger,
  rows: Iterable<{ sellerOrderNumber: string; orderNumber: number }>,
  scarceSupplied: number,
): string[]

export interface Refunded {
  status: string
  asked: number
  granted: number
  paid: number
}

export function compareRefunds(ledger: Ledger, refunds: Map<number, Refunded>): string[]
