/** setRemark: an order's remark, by Amazon's number of it (facts/lingxing.md §8.15). */
import { Type } from 'typebox'
import { accept, refuse } from '../../order/rejection.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { code, text, wholeNumber } from '../../wire/fields.js'
import { readAmazonOrderId } from './amazon-order-id.js'
import { done } from './envelope.js'
import { bodyReader } from './reading.js'

const PATH = '/basicOpen/platformOrder/scOrder/setRemark'

const SetRemark = Type.Object({
  sid: wholeNumber(0, 2_147_483_647, { fromText: true }),
  amazonOrderId: code(40),
  // An empty one takes it away.
  remark: text(500, { fromText: true, blankIsAbsent: false }),
})

const readShape = bodyReader(SetRemark)

export const setRemark: Operation = operation({
  name: 'setRemark',
  method: 'POST',
  paths: [PATH],
  summary: "Change an order's remark.",
  call: 'actOnOrder',
  body: SetRemark,
  bodyOptional: true,
  inFlight: 1,
  readRequest: (request) => {
    const read = readShape(request)
    if (!read.ok) return read
    const { sid, amazonOrderId: id, remark } = read.value
    const orderNumber = readAmazonOrderId(id)
    if (orderNumber === null) return refuse({ kind: 'not_found', what: 'order', id })
    const wish = {
      kind: 'annotate',
      sequence: null,
      extra: {},
      hold: null,
      remark: remark === '' ? null : remark,
    } as const
    return accept({ family: 'lingxing', name: { orderNumber, id, storeNumber: sid }, wish })
  },
  writeReply: (_acted, _asked, context) => done(PATH, null, context),
})
