/** KakaClo v2 to the engine's words and back: plain functions, in pairs. */
import type { NewOrder } from '../../../order/calls.js'
import type { Address, Speed } from '../../../order/order.js'
import { accept, type FieldFault, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { CreateOrder } from './wire.js'

const readCreateOrder = compileReader(CreateOrder)

/** Both generations send the same body; `dialect` says on which path it came. */
export function readOrder(request: WireRequest, dialect: string): Result<NewOrder> {
  const { value: order, extra, faults } = readCreateOrder(request.body)
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const speed = readSpeed(order)
  if ('problem' in speed) return refuse({ kind: 'invalid_field', faults: [speed] })
  return accept({
    family: 'kakaclo',
    dialect,
    sellerOrderNumber: order.customOrderId ?? null,
    address: readAddress(order.orderAddresses),
    lines: order.orderItemsList.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      wishedLocation: line.warehouseCode ?? order.warehouseCode ?? null,
    })),
    ...speed,
    remark: order.remark ?? null,
    salesChannel: order.salePlatform ?? null,
    warnings: warningsOf(order),
    extra,
  })
}

/** The order's channelType; else its lines', if they agree; else that of a known channel; else Standard. */
function readSpeed(order: CreateOrder): { speed: Speed; wishedMethod?: string } | FieldFault {
  if (order.channelType !== undefined) return { speed: speedOf(order.channelType) }
  let fromLines: string | undefined
  for (const [index, line] of order.orderItemsList.entries()) {
    if (line.channelType === undefined) continue
    fromLines ??= line.channelType
    if (fromLines !== line.channelType) {
      const path = `orderItemsList[${index}].channelType`
      const problem = `is ${line.channelType}, but another line asks for ${fromLines}: one order has one`
      return { path, problem }
    }
  }
  if (fromLines !== undefined) return { speed: speedOf(fromLines) }
  const wishedMethod = order.channelCode ?? channelOfLines(order)
  return { speed: 'standard', ...(wishedMethod === undefined ? {} : { wishedMethod }) }
}

/** Lines that ask for different channels ask for none: a channel is a wish, and never an error. */
function channelOfLines({ orderItemsList }: CreateOrder): string | undefined {
  const codes = new Set(orderItemsList.flatMap((line) => line.channelCode ?? []))
  return codes.size === 1 ? [...codes][0] : undefined
}

function speedOf(channelType: string): Speed {
  return channelType.toLowerCase() as Speed
}

function readAddress(address: CreateOrder['orderAddresses']): Address {
  return {
    country: address.country.toUpperCase(),
    recipient: address.recipient,
    phone: address.phone,
    province: address.province,
    city: address.city ?? null,
    street1: address.street1 ?? null,
    street2: address.street2 ?? null,
    postalCode: address.zip ?? null,
    ioss: address.ioss ?? null,
    vat: address.vat ?? null,
  }
}

/** The documents leave these optional in every version; a parcel without them may not arrive. */
function warningsOf({ orderAddresses: address }: CreateOrder): string[] {
  const missing = (['street1', 'city', 'zip'] as const).filter((name) => address[name] === undefined)
  return missing.length === 0 ? [] : [`the address has no ${missing.join(', ')}`]
}

export function success(data: unknown, message = 'success'): unknown {
  return { code: 10_000, message, data }
}
