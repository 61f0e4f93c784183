/** How Lingxing says no (facts/lingxing.md §5): the gateway with text codes, the services with numbers, HTTP 200. */
import type { AuthFault, FieldFault, PermissionFault } from '../../order/rejection.js'
import type { ErrorContext, ErrorTable, WireError } from '../../wire/dialect.js'
import { failed, thrown, upperUuid } from './envelope.js'

const json = (body: unknown, status = 200): WireError => ({ status, body })
const short = (code: string, msg: string): WireError => json({ code, msg, data: null })

function refused(detail: string, context: ErrorContext): WireError {
  return json(failed(context.path, 500, '失败', [detail], context))
}

const METHOD_NOT_ALLOWED = [
  '<html>',
  '<head><title>405 Not Allowed</title></head>',
  '<body>',
  '<center><h1>405 Not Allowed</h1></center>',
  '<hr><center>nginx</center>',
  '</body>',
  '</html>',
].join('\n')

/** The blanks before some texts are the samples' own. */
const AUTH: { readonly [F in AuthFault]: (context: ErrorContext) => WireError } = {
  missing: (context) =>
    json(thrown('3001001', 'missing query param(access_token,sign,timestamp,app_key)', context)),
  malformed: (context) =>
    context.operation === 'getToken'
      ? short('0001001', 'rsa private decrypt error')
      : json(thrown('102', '参数不合法', context, 'the body is not a JSON object')),
  unknown: () => short('2001001', 'app not exist'),
  secret: () => short('2001002', 'app secret not correct'),
  no_session: (context) => json(thrown('2001003', 'access token is missing or expire', context)),
  other_session: () => json({ code: '2001005', msg: ' access token not match' }),
  signature: (context) => json(thrown('2001006', ' api sign not correct', context)),
  clock: (context) => json(thrown('2001007', 'api sign has expired', context)),
  refresh_over: () => short('2001008', 'refresh token expired. please get access token again'),
  other_user: (context) => json(thrown('2001004', 'the api not authorized, please grant first', context)),
  refresh_unknown: () => short('2001009', 'refresh token is invalid'),
}

const NO_SCOPE = { msg: '授权失效，请更新授权有效期或检查权限', code: '403', data: null }

const PERMISSION: { readonly [F in PermissionFault]: (context: ErrorContext) => WireError } = {
  address: (context) => json(thrown('3001002', 'ip not permit, please add ip to white list first.', context)),
  disabled: () => short('401', '授权被禁用，请检查授权状态'),
  over: () => short('403', '授权失效，请更新授权有效期'),
  scope: () => json(NO_SCOPE),
  forgery: () => json(NO_SCOPE),
}

export const errors: ErrorTable = {
  unknown_route: ({ path, methods, successor }, context) => {
    if (methods.length > 0) return { status: 405, body: METHOD_NOT_ALLOWED, contentType: 'text/html' }
    if (path.startsWith('//')) return json(thrown('500', '404 NOT_FOUND', context))
    return json(failed(path, 400, '服务不存在', successor === null ? [] : [successor], context, []))
  },
  not_authenticated: ({ fault }, context) => AUTH[fault](context),
  not_permitted: ({ fault }, context) => PERMISSION[fault](context),
  rate_limited: ({ of }, context) =>
    of === 'account'
      ? json(failed(context.path, 103, tooOften(context), [], context, []))
      : short('3001008', 'requests too frequently. please request later.'),
  unreadable_body: ({ reason }, context) => json(thrown('102', '参数不合法', context, reason)),
  invalid_field: ({ faults }, context) => {
    const erp = context.path.startsWith('/erp/')
    const details = faults.map((fault) => (erp ? `${fault.path} => ${faultText(fault)}` : faultText(fault)))
    return json(failed(context.path, 102, '参数不合法', details, context, erp ? [] : null))
  },
  key_reused: (_rejection, context) => refused('订单号已经存在', context),
  not_found: (_rejection, context) => refused('订单不存在', context),
  already_exists: (_rejection, context) => refused('订单号已经存在', context),
  seller_number_taken: (_rejection, context) => refused('订单号已经存在', context),
  duplicate_line: ({ sku }, context) => refused(`MSKU重复：${sku}`, context),
  over_budget: (_rejection, context) => refused('超出预算', context),
  no_line_orderable: (_rejection, context) => refused('没有可发货的商品', context),
  unknown_store: (_rejection, context) => refused('店铺记录不存在', context),
  unknown_sku: ({ sku }, context) => refused(`MSKU不存在：${sku}`, context),
  sku_not_orderable: ({ sku }, context) => refused(`MSKU不存在：${sku}`, context),
  out_of_stock: ({ sku }, context) => refused(`库存不足：${sku}`, context),
  no_shipping_rate: ({ country }, context) => refused(`无法配送：${country}`, context),
  stock_out_of_range: ({ sku }, context) => refused(`库存不足：${sku}`, context),
  not_allowed_in_state: (_rejection, context) => refused('订单状态不允许取消', context),
  more_than_left: (_rejection, context) => refused('数量超出', context),
  insufficient_balance: (_rejection, context) => refused('余额不足', context),
  overloaded: (_rejection, context) =>
    json(failed(context.path, 103, tooOften(context), [], context, []), 503),
  unavailable: (_rejection, context) => json(failed(context.path, 500, '系统错误', [], context), 503),
  internal: ({ correlationId }, context) =>
    json(failed(context.path, 500, '程序内部错误', [correlationId], context), 500),
}

function tooOften({ requestId }: ErrorContext): string {
  return `请求过于频繁,请稍后再试 [${upperUuid(requestId)}]`
}

/** Faults of our own wording have no rule. */
function faultText({ path, problem, rule, limit }: FieldFault): string {
  if (rule === 'required') return `${path}不能为空`
  if (rule === 'type') return `${path}类型错误`
  if (rule === 'length' && limit !== undefined) return `${path}长度超过${limit}`
  return /^ ?[一-鿿]/.test(problem) ? `${path}${problem}` : `${path}取值错误`
}
