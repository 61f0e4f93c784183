// How the first hub reaches the second one: a shop there of each API, and the connection that leads to it.
import { openApicenter, SKUS } from '../support/apicenter.js'
import { openShop, type TestHub } from '../support/hub.js'
import { openLingxing } from '../support/lingxing.js'
import { ITEMS, openPandapon } from '../support/pandapon.js'
import { type ApiName, shipToChina } from './near.js'

export interface Far {
  readonly tenantId: number
  readonly accountId: number
  /** The connection's. */
  readonly dialect: string
  readonly credentials: object
  readonly settings: Readonly<Record<string, string | number>>
  readonly store: object | null
  readonly location: string | null
  readonly country: 'US' | 'CN'
  /** The call that places, as the wire sees it. */
  readonly placing: string
  /** In stock; known and not in stock; and unknown there. */
  readonly sku: string
  readonly scarce: { readonly sku: string; readonly location: string }
  readonly unknownSku: string
}

const MONEY_MINOR = 100_000_000

export const FAR: Readonly<Record<ApiName, (hub: TestHub) => Promise<Far>>> = {
  'kakaclo-v1': (hub) => openKakaclo(hub, 'v1'),
  'kakaclo-v2': (hub) => openKakaclo(hub, 'v2'),

  pandapon: async (hub) => {
    const { accessKey, accessSecret, userId, ...client } = await openPandapon(hub, hub.now, {
      currency: 'CNY',
    })
    await shipToChina(hub, client.tenantId)
    return {
      tenantId: client.tenantId,
      accountId: client.accountId,
      dialect: 'pandapon',
      credentials: { accessKey, accessSecret, userId },
      settings: { payment: 'balance', price: 1 },
      store: null,
      location: null,
      country: 'CN',
      placing: 'POST /open/order',
      sku: ITEMS[0].join('/'),
      scarce: { sku: '2048057995392326/3452545926724', location: 'G006' },
      unknownSku: '7/7',
    }
  },

  lingxing: async (hub) => {
    const { appId, appSecret, tenantId, accountId } = await openLingxing(hub, hub.now)
    return {
      tenantId,
      accountId,
      dialect: 'lingxing',
      credentials: { appId, appSecret },
      settings: { buyers_mailbox: '1@example.com', date_for_packing: '2026-01-15' },
      store: { name: '8speed-US1', marketplace: 'US' },
      location: null,
      country: 'US',
      placing: 'POST /order/amzod/api/createOrder',
      sku: 'msku123',
      scarce: { sku: 'fugiat', location: 'H008' },
      unknownSku: 'NOPE',
    }
  },

  apicenter: async (hub) => {
    const { tenantId, accountId, token } = await openApicenter(hub, { balanceMinor: MONEY_MINOR })
    return {
      tenantId,
      accountId,
      dialect: 'apicenter',
      credentials: { token },
      settings: { client_code: 'CK2023' },
      store: null,
      location: 'CKMX',
      country: 'US',
      placing: 'POST /apicenter/api/order',
      sku: SKUS[0],
      scarce: { sku: '-ALB-908', location: 'CKMX' },
      unknownSku: 'NOPE',
    }
  },
}

async function openKakaclo(hub: TestHub, version: 'v1' | 'v2'): Promise<Far> {
  const { tenantId, accountId, token } = await openShop(hub, MONEY_MINOR, { outOfStock: 'shortage' })
  await shipToChina(hub, tenantId)
  return {
    tenantId,
    accountId,
    dialect: `kakaclo-${version}`,
    credentials: { accessToken: token },
    settings: {},
    store: null,
    location: null,
    country: 'US',
    placing: `POST /openapi/${version}/order/orders`,
    sku: 'AMB01682_W_M_AU',
    scarce: { sku: 'FSZW07844_NB_S_NUB', location: 'G007' },
    unknownSku: 'NOPE',
  }
}
