/** What is done with after-sales, and how they are read. */
import { type Operation, operation } from '../../wire/dialect.js'
import { onAfterSale } from './act-operation.js'
import { readAfterSaleList, readAfterSalePath, writeAfterSale } from './map-acts.js'
import { needing } from './needing.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire-acts.js'

export const ON_AFTER_SALES: readonly Operation[] = [
  operation({
    name: 'listAfterSales',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/after-sales'],
    summary: "The after-sales of all the tenant's accounts, newest first.",
    call: 'listAnyAfterSales',
    query: wire.ListAfterSales,
    reply: listOf(wire.AfterSale),
    readRequest: readAfterSaleList,
    writeReply: (found) => writeList(found, writeAfterSale),
  }),
  operation({
    name: 'readAfterSale',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/after-sales/:number'],
    summary: 'Read an after-sale.',
    call: 'readAnyAfterSale',
    reply: wire.AfterSale,
    readRequest: readAfterSalePath,
    writeReply: writeAfterSale,
  }),
  onAfterSale(
    {
      name: 'approveAfterSale',
      permission: 'money',
      act: 'approve',
      summary: 'Grant it: a refund is paid, goods may come back.',
      body: wire.ApproveAfterSale,
    },
    ({ amountMinor }, afterSaleNumber) => ({
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved: true,
      reason: null,
      amountMinor: amountMinor ?? null,
    }),
  ),
  onAfterSale(
    {
      name: 'refuseAfterSale',
      permission: 'orders.change',
      act: 'refuse',
      summary: 'Refuse it.',
      body: wire.RefuseAfterSale,
    },
    ({ reason }, afterSaleNumber) => ({
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved: false,
      reason,
      amountMinor: null,
    }),
  ),
  onAfterSale(
    {
      name: 'withdrawAfterSale',
      permission: 'orders.change',
      act: 'withdraw',
      summary: 'Its buyer wants it no more.',
      body: wire.Nothing,
    },
    (_body, afterSaleNumber) => ({ kind: 'act_on_after_sale', afterSaleNumber, act: { kind: 'withdraw' } }),
  ),
  onAfterSale(
    {
      name: 'sendBack',
      permission: 'orders.change',
      act: 'send-back',
      summary: 'Note the parcel with which the goods come back.',
      body: wire.SendBack,
    },
    (parcel, afterSaleNumber) => ({
      kind: 'act_on_after_sale',
      afterSaleNumber,
      act: { kind: 'send_back', ...parcel },
    }),
  ),
  needing(
    onAfterSale(
      {
        name: 'receiveReturn',
        permission: 'warehouse',
        act: 'receive',
        summary: 'Note what came back, in which condition, and pay the refund.',
        body: wire.ReceiveReturn,
      },
      ({ goods, amountMinor, replacementOrderNumber }, afterSaleNumber) => ({
        kind: 'receive_return',
        afterSaleNumber,
        goods: goods?.map(({ location, ...one }) => ({ ...one, location: location ?? null })) ?? null,
        amountMinor: amountMinor ?? null,
        replacementOrderNumber: replacementOrderNumber ?? null,
      }),
    ),
    // What was agreed on is given back by whoever receives the goods; another sum is a decision about money.
    ({ amountMinor }) => (amountMinor === undefined || amountMinor === null ? null : 'money'),
  ),
  onAfterSale(
    {
      name: 'writeMessage',
      permission: 'orders.change',
      act: 'messages',
      summary: 'Write to its buyer.',
      body: wire.WriteMessage,
    },
    ({ text, images }, afterSaleNumber) => ({
      kind: 'act_on_after_sale',
      afterSaleNumber,
      act: { kind: 'message', by: 'seller', text, images: images ?? [] },
    }),
  ),
]
