// The types of ledger.mjs for its test.
export interface SentOrder {
  sellerOrderNumber: string
  body: string
  scarceQuantity: number
  orderNumber: number
  refusals: number
  lostAnswers: number
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
  }
  enter(sellerOrderNumber: string, body: string, scarceQuantity: number): SentOrder
  pickSent(random: number): SentOrder | undefined
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
