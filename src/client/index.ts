/** `entrepot/client`: a client for each platform that speaks one of the dialects, this hub or the original. */

import { upstream as apicenterUpstream } from '../dialects/apicenter/upstream/index.js'
import {
  upstream as kakacloUpstream,
  upstreamV1 as kakacloV1Upstream,
} from '../dialects/kakaclo/upstream/index.js'
import { lingxingAuth } from '../dialects/lingxing/auth.js'
import { upstream as lingxingUpstream } from '../dialects/lingxing/upstream/index.js'
import { pandaponAuth } from '../dialects/pandapon/auth.js'
import { upstream as pandaponUpstream } from '../dialects/pandapon/upstream/index.js'
import { bearer } from '../wire/auth.js'
import { Client, type ClientSettings } from './client.js'

export type { Orders } from '../connect/caller.js'
export type { Clock } from '../connect/pacer.js'
export type {
  CancelOutcome,
  Setback,
  UpstreamOrder,
  UpstreamOutcome,
  UpstreamParcel,
  UpstreamStatus,
} from '../wire/upstream.js'
export type { Client, ClientSettings, OrderToFind, OrderToPlace, Unsendable } from './client.js'

/** `version` 1: for platforms that have no other. */
export function kakaclo(
  settings: ClientSettings & { readonly accessToken: string; readonly version?: 1 | 2 },
): Client {
  const { baseUrl, accessToken, version = 2 } = settings
  const upstream = version === 1 ? kakacloV1Upstream : kakacloUpstream
  return new Client({ auth: bearer, upstream, baseUrl, credential: { accessToken } }, settings)
}

export function pandapon(
  settings: ClientSettings & {
    readonly accessKey: string
    readonly accessSecret: string
    readonly userId: string
  },
): Client {
  const { baseUrl, accessKey, accessSecret, userId } = settings
  const credential = { accessKey, accessSecret, userId }
  return new Client({ auth: pandaponAuth, upstream: pandaponUpstream, baseUrl, credential }, settings)
}

/** `sid` is the number of the store whose orders are found and cancelled; an order that was found tells its own. */
export function lingxing(
  settings: ClientSettings & { readonly appId: string; readonly appSecret: string; readonly sid?: number },
): Client {
  const { baseUrl, appId, appSecret, sid } = settings
  const platform = {
    auth: lingxingAuth,
    upstream: lingxingUpstream,
    baseUrl,
    credential: { appId, appSecret },
  }
  return new Client(platform, settings, sid === undefined ? {} : { sid })
}

/** The shop that it orders for: a token may speak for several. */
export function apicenter(
  settings: ClientSettings & {
    readonly token: string
    readonly clientCode: string
    readonly clientType?: number
  },
): Client {
  const { baseUrl, token, clientCode, clientType } = settings
  const fields = {
    client_code: clientCode,
    ...(clientType === undefined ? {} : { client_type: clientType }),
  }
  return new Client(
    { auth: bearer, upstream: apicenterUpstream, baseUrl, credential: { token } },
    settings,
    fields,
  )
}
