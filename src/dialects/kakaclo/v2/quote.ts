/** What freight would cost, by channel (both generations) and by speed after splitting (facts §6.1, §6.2). */
import { Type } from 'typebox'
import type { Quote, QuoteCalls } from '../../../order/calls.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { code, text, wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { AmountShape, exactAmount, shortAmount } from '../amounts.js'
import { channelType } from '../errors.js'
import { MOST_LINES } from './wire.js'

const sku = code(64)
const quantity = wholeNumber(1, 32_767, { fromText: true })
const warehouseCode = Type.Optional(text(32, { description: 'G007 if not given or unknown' }))
/** Where nothing goes to is no error: nothing is offered. */
const shipToCountry = text(12, { aliases: ['country'], description: 'Short code such as FR or US' })

const products = <P extends Parameters<typeof Type.Array>[0]>(product: P) =>
  Type.Array(product, { minItems: 1, maxItems: MOST_LINES })

export const QuoteByChannel = Type.Object({
  products: products(Type.Object({ sku, quantity, warehouseCode })),
  shipToCountry,
  warehouseCode,
})

export const QuoteBySpeed = Type.Object({
  products: products(Type.Object({ sku, quantity })),
  shipToCountry,
})

const envelope = { code: Type.Integer(), message: Type.String() }

export const ChannelQuotes = Type.Object({
  ...envelope,
  data: Type.Array(
    Type.Object({
      channelCode: Type.String(),
      channelNameEn: Type.String(),
      estimatedFreight: AmountShape,
      estimatedFreightCurrency: Type.String(),
      deliveryTime: Type.String(),
      channelType: Type.String(),
    }),
  ),
})

export const SpeedQuotes = Type.Object({
  ...envelope,
  data: Type.Array(
    Type.Object({
      deliveryTime: Type.String(),
      estimatedFreight: AmountShape,
      estimatedFreightCurrency: Type.String(),
      channelType: Type.String(),
    }),
  ),
})

const readByChannel = compileReader(QuoteByChannel)
const readBySpeed = compileReader(QuoteBySpeed)

/** One warehouse sends the whole basket: the one named for all, else the first that a product names. */
export function readQuoteByChannel({ body }: WireRequest): Result<QuoteCalls['quoteByMethod']['input']> {
  const { value: basket, faults } = readByChannel(body)
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const named = basket.products.find((product) => product.warehouseCode !== undefined)
  return accept({
    lines: basket.products.map((product) => ({ sku: product.sku, quantity: product.quantity })),
    country: basket.shipToCountry.toUpperCase(),
    location: basket.warehouseCode ?? named?.warehouseCode ?? null,
  })
}

export function readQuoteBySpeed({ body }: WireRequest): Result<QuoteCalls['quoteBySpeed']['input']> {
  const { value: basket, faults } = readBySpeed(body)
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  return accept({ lines: basket.products, country: basket.shipToCountry.toUpperCase() })
}

export function writeChannelQuotes(quotes: readonly Quote[]) {
  return quotes.map((quote) => ({
    channelCode: quote.method,
    channelNameEn: quote.methodName,
    estimatedFreight: shortAmount(quote.freightMinor),
    estimatedFreightCurrency: quote.currency,
    deliveryTime: writeDays(quote),
    channelType: channelType(quote.speed),
  }))
}

export function writeSpeedQuotes(quotes: readonly Quote[]) {
  return quotes.map((quote) => ({
    deliveryTime: writeDays(quote),
    estimatedFreight: exactAmount(quote.freightMinor),
    estimatedFreightCurrency: quote.currency,
    channelType: channelType(quote.speed),
  }))
}

function writeDays({ daysMin, daysMax }: Quote): string {
  return `${daysMin}~${daysMax} Business Days`
}
