/**
 * The demo tenant as data: what the documents' own printed examples name, so that each printed request works as
 * printed, and enough around it that a newcomer sees splitting, shortage and freight at work. Names of SKUs, warehouses and channels are the documents'; where they print no value, it is ours.
 */
import type { ShippingMethod, ShippingRate, StockLocation, Store } from '../order/catalogue.js'
import type { Category } from '../order/catalogue-calls.js'
import type { Speed } from '../order/order.js'
import type { ItemDocument } from '../store/catalogue.js'
import type { NewItem, NewProduct } from '../store/setup.js'

/** A row of the catalogue with the time at which it was last changed; null: when it is loaded. */
export type Dated<T> = T & { readonly at: number | null }

export interface NewStock {
  readonly sku: string
  readonly location: string
  readonly quantity: number
}

/** What a supplier's tenant consists of, besides accounts and credentials. */
export interface Assortment {
  readonly locations: readonly StockLocation[]
  readonly methods: readonly ShippingMethod[]
  readonly rates: readonly ShippingRate[]
  readonly categories: readonly Category[]
  readonly products: readonly Dated<NewProduct>[]
  readonly items: readonly Dated<NewItem>[]
  readonly stock: readonly NewStock[]
}

const CURRENCY = 'USD'
/** Enough for any demonstration and for a long load test: 100,000,000.00. */
export const DEMO_BALANCE_MINOR = 10_000_000_000

const LOCATIONS: readonly StockLocation[] = [
  location('G007', 1, '华南仓', 'CN', 'CN_S', 1),
  location('G006', 6, '华北仓', 'CN', 'CN_N', 100),
  location('G004', 13, '东莞-独立站', 'CN', 'CN_S', 100),
  location('H008', 8, '美国仓', 'US', null, 100),
  location('CKMX', 20, 'CKMX', 'MX', null, 100),
  location('mabang', 21, 'mabang', 'MY', null, 100),
]

function location(
  code: string,
  number: number,
  name: string,
  country: string,
  region: string | null,
  priority: number,
): StockLocation {
  return { code, number, name, country, region, priority, enabled: true }
}

const METHODS: readonly ShippingMethod[] = [
  { code: 'STANDARD', name: 'Standard', speed: 'standard', purpose: 'order', enabled: true },
  { code: 'EXPRESS', name: 'Express', speed: 'express', purpose: 'order', enabled: true },
  { code: 'EXPEDITED', name: 'Expedited', speed: 'expedited', purpose: 'order', enabled: true },
  // As printed, although a channel of 3 to 5 days is faster than one of 6 to 10 (facts §11).
  { code: 'WB004', name: 'PP', speed: 'standard', purpose: 'quote', enabled: true },
  {
    code: 'WB001',
    name: 'Wb clothing line （general goods ）',
    speed: 'expedited',
    purpose: 'quote',
    enabled: true,
  },
  { code: 'DHL', name: 'DHL', speed: 'standard', purpose: 'carrier', enabled: true },
]

/** What the first 250 g cost, what each begun 100 g more cost, and the days: [first, step, from, to]. */
type Tariff = readonly [firstMinor: number, stepMinor: number, daysMin: number, daysMax: number]

/** Per route: standard, express, expedited. CN→US gives the printed 5.04, 6.16 and 24.25 (facts §6.2). */
const ORDER_TARIFFS: readonly (readonly [origin: string, destination: string, Record<Speed, Tariff>])[] = [
  ['CN', 'US', speeds([504, 95, 8, 12], [616, 120, 6, 9], [2425, 380, 3, 4])],
  ['CN', 'CA', speeds([588, 105, 9, 14], [724, 135, 7, 10], [2610, 410, 3, 5])],
  ['CN', 'GB', speeds([478, 88, 8, 12], [598, 112, 6, 9], [2290, 365, 3, 5])],
  ['CN', 'FR', speeds([562, 98, 9, 14], [698, 126, 6, 10], [2380, 390, 3, 5])],
  ['CN', 'DE', speeds([548, 96, 9, 13], [682, 124, 6, 10], [2360, 385, 3, 5])],
  ['CN', 'ES', speeds([571, 99, 10, 15], [706, 128, 7, 11], [2395, 392, 3, 5])],
  ['CN', 'IT', speeds([574, 100, 10, 15], [711, 129, 7, 11], [2400, 394, 3, 5])],
  ['CN', 'NL', speeds([552, 97, 9, 13], [688, 125, 6, 10], [2365, 386, 3, 5])],
  ['CN', 'PL', speeds([534, 94, 10, 15], [672, 122, 7, 11], [2410, 396, 4, 6])],
  ['CN', 'AU', speeds([492, 90, 8, 13], [614, 118, 6, 9], [2240, 355, 3, 5])],
  ['CN', 'NZ', speeds([536, 97, 9, 14], [668, 124, 7, 10], [2330, 372, 3, 6])],
  ['CN', 'JP', speeds([386, 72, 5, 8], [472, 90, 4, 6], [1480, 240, 2, 3])],
  ['CN', 'KR', speeds([378, 70, 5, 8], [464, 88, 4, 6], [1450, 236, 2, 3])],
  ['CN', 'MX', speeds([618, 112, 12, 18], [784, 146, 8, 13], [2720, 430, 4, 6])],
  ['CN', 'BR', speeds([655, 120, 14, 22], [832, 158, 10, 15], [2890, 455, 5, 7])],
  ['CN', 'AE', speeds([512, 94, 8, 13], [640, 120, 6, 9], [2210, 350, 3, 5])],
  ['CN', 'CN', speeds([120, 20, 2, 4], [180, 30, 1, 3], [320, 50, 1, 2])],
  ['US', 'US', speeds([399, 60, 4, 7], [525, 80, 3, 5], [1350, 210, 1, 2])],
  ['US', 'CA', speeds([720, 118, 6, 10], [945, 155, 4, 7], [2180, 340, 2, 3])],
  ['US', 'MX', speeds([790, 130, 7, 12], [1040, 170, 5, 8], [2340, 365, 2, 4])],
  ['US', 'GB', speeds([1240, 250, 8, 13], [1620, 325, 6, 9], [3050, 505, 3, 5])],
  ['US', 'FR', speeds([1290, 260, 8, 14], [1680, 340, 6, 9], [3150, 520, 3, 5])],
  ['US', 'DE', speeds([1280, 258, 8, 14], [1665, 336, 6, 9], [3120, 516, 3, 5])],
]

function speeds(standard: Tariff, express: Tariff, expedited: Tariff): Record<Speed, Tariff> {
  return { standard, express, expedited }
}

/** Channels that are only shown. From both countries the printed 6.45 and 4.77: v1's page asks for H008. */
const QUOTE_TARIFFS: readonly (readonly [
  origin: string,
  destination: string,
  Record<'WB004' | 'WB001', Tariff>,
])[] = [
  ['CN', 'US', { WB004: [645, 115, 3, 5], WB001: [477, 85, 6, 10] }],
  ['US', 'US', { WB004: [645, 115, 3, 5], WB001: [477, 85, 6, 10] }],
  ['CN', 'CA', { WB004: [742, 130, 4, 6], WB001: [556, 98, 7, 12] }],
  ['CN', 'GB', { WB004: [618, 110, 4, 6], WB001: [452, 82, 7, 11] }],
  ['CN', 'FR', { WB004: [705, 124, 4, 6], WB001: [531, 94, 7, 12] }],
  ['CN', 'DE', { WB004: [692, 122, 4, 6], WB001: [518, 92, 7, 12] }],
  ['CN', 'AU', { WB004: [634, 112, 4, 6], WB001: [466, 84, 7, 11] }],
  ['CN', 'JP', { WB004: [488, 86, 2, 4], WB001: [352, 64, 4, 7] }],
]

const RATES: readonly ShippingRate[] = [
  ...ORDER_TARIFFS.flatMap(([origin, destination, { standard, express, expedited }]) => [
    rate('STANDARD', origin, destination, standard),
    rate('EXPRESS', origin, destination, express),
    rate('EXPEDITED', origin, destination, expedited),
  ]),
  ...QUOTE_TARIFFS.flatMap(([origin, destination, { WB004, WB001 }]) => [
    rate('WB004', origin, destination, WB004),
    rate('WB001', origin, destination, WB001),
  ]),
]

function rate(method: string, originCountry: string, destinationCountry: string, tariff: Tariff) {
  const [firstMinor, stepMinor, daysMin, daysMax] = tariff
  return {
    method,
    originCountry,
    destinationCountry,
    currency: CURRENCY,
    firstMinor,
    firstGrams: 250,
    stepMinor,
    stepGrams: 100,
    daysMin,
    daysMax,
  }
}

const CATEGORIES: readonly Category[] = [
  category(3600, 0, 'Kids'),
  category(3516, 3600, 'Sets'),
  category(3650, 0, 'Women'),
  category(3652, 3650, 'Activewear'),
  category(3654, 3652, 'Suit'),
  category(3656, 3650, 'Bottoms'),
  category(3658, 3656, 'Cropped Pants'),
  category(3660, 3650, 'Dresses'),
]

function category(categoryId: number, parentId: number, name: string): Category {
  return { categoryId, parentId, name, imageUrl: '' }
}

/** When the product that §5.2 prints was last changed. */
const PRINTED_AT = Date.UTC(2022, 0, 7, 3, 29, 18)

const PRODUCTS: readonly Dated<NewProduct>[] = [
  {
    spu: 'AMN00769',
    productNumber: 1177295,
    name: 'Plain cropped pants with a mid waist',
    categoryId: 3658,
    salesVolume: 501,
    details: {
      description: 'Plain cropped pants for spring and summer.',
      sizeImageUrl: image('AMN00769', 'AMN00769_size.jpg'),
      attributes: { season: 'Spring-Summer', waistline: 'Mid waist' },
      supplierLevel: 'C',
      images: [
        {
          skus: ['AMN00769_DGR_XL_AU'],
          urls: [image('AMN00769', 'AMN00769_DGR_S/87c26392683a1a34df19f3b2cfb053b6.jpg')],
        },
      ],
    },
    at: PRINTED_AT,
  },
  {
    spu: 'AMN00432',
    productNumber: 1207904,
    name: 'Activewear suit of two pieces',
    categoryId: 3654,
    salesVolume: 30,
    details: {
      description: 'A top and leggings for sports.',
      sizeImageUrl: image('AMN00432', 'AMN00432_size.jpg'),
      attributes: {
        style: 'Sport',
        season: 'All seasons',
        pattern: 'Plain',
        material: 'Polyester',
        sleeve_type: 'Raglan',
        sleeve_length: 'Long',
        waistline: 'High waist',
      },
      supplierLevel: 'B',
    },
    at: Date.UTC(2022, 0, 7, 4, 4, 39),
  },
  product('AMB01682', 1301682, 'Blouse with long sleeves', 3652, 1204, 'A'),
  product('FSZW03961', 1303961, 'Tank top', 3652, 86, 'C'),
  product('FSZW06578', 1306578, 'Pleated midi dress', 3660, 342, 'C'),
  product('FSZW07844', 1307844, 'Ribbed wide-leg pants', 3658, 218, 'B'),
  product('FSZW08517', 1308517, 'Printed lounge pants', 3658, 97, 'C'),
  product('FSZW08923', 1308923, 'Wrap dress', 3660, 64, ''),
]

function product(
  spu: string,
  productNumber: number,
  name: string,
  categoryId: number,
  salesVolume: number,
  supplierLevel: string,
): Dated<NewProduct> {
  return { spu, productNumber, name, categoryId, salesVolume, details: { supplierLevel }, at: null }
}

const ITEMS: readonly Dated<NewItem>[] = [
  item('AMB01682_W_M_AU', 1311, 980, 210, ['White', 'M'], '100% Cotton'),
  item('FSZW03961_Y_S_NUB', 489, 365, 130, ['Yellow', 'S'], '95% Cotton,5% Spandex'),
  item('FSZW03961_Y_XL_NUB', 489, 365, 145, ['Yellow', 'XL'], '95% Cotton,5% Spandex'),
  item('FSZW06578_P_L_NUB', 892, 680, 240, ['Pink', 'L'], '100% Polyester'),
  item('FSZW07844_NB_S_NUB', 568, 430, 230, ['Champlain color', 'S'], '95% Polyester,5% Spandex'),
  item('FSZW08517_PEB_XXL_NUB', 466, 352, 190, ['Peacock blue', 'XXL'], '95% Polyester,5% Spandex'),
  item('FSZW08923_R_L_NUB', 1046, 799, 260, ['Red', 'L'], '100% Polyester'),
  item('AMN00432_B_M', 1530, 1180, 380, ['Black', 'M'], '95% Polyester,5% Spandex'),
  item('AMN00432_B_XL', 1530, 1180, 410, ['Black', 'XL'], '95% Polyester,5% Spandex'),
  {
    ...item('AMN00769_DGR_XL_AU', 598, 460, 256, ['Charcoal grey', 'XL'], '100% Cotton'),
    at: PRINTED_AT,
  },
]

function item(
  sku: string,
  priceMinor: number,
  costMinor: number,
  weightGrams: number,
  [color, size]: readonly [string, string],
  material: string,
): Dated<NewItem> {
  const [spu = sku] = sku.split('_')
  const details: ItemDocument = {
    imageUrl: image(spu, `${sku}.jpg`),
    options: [
      { name: 'color', value: color },
      { name: 'size', value: size },
      { name: 'print', value: '' },
    ],
    material,
    lengthMillimetres: 320,
    widthMillimetres: 220,
    heightMillimetres: 30,
  }
  return {
    sku,
    spu,
    name: sku,
    priceMinor,
    costMinor,
    currency: CURRENCY,
    weightGrams,
    status: 'on_shelf',
    details,
    at: null,
  }
}

/** Pictures lie there with the slashes of their path percent-encoded (facts §1). */
function image(spu: string, file: string): string {
  return `https://img.example.com/${encodeURIComponent(`image/${spu}/${file}`)}`
}

/** What printed requests of other APIs name, and nothing is printed about. */
const PLAIN_ITEMS: readonly Dated<NewItem>[] = [
  plainItem('sed in in', 'Label printer', 4600, 'USD'),
  plainItem('fugiat', 'Packing tape', 3300, 'USD'),
  plainItem('-ALB-908', 'Desk fan', 1900, 'USD'),
  plainItem('0.01.0002', 'Bubble wrap', 250, 'USD'),
  plainItem('msku123', 'Phone Holder', 123, 'USD'),
  plainItem('600126245031041190/5016042822039', '手机支架', 1, 'CNY'),
  plainItem('600129202197070073/4860968496626', '数据线', 1, 'CNY'),
  plainItem('2048057995392326/3452545926724', '保温杯 白色', 1, 'CNY'),
  plainItem('2048057995392326/3452545926725', '保温杯 黑色', 1, 'CNY'),
  plainItem('889512351602/530ad00177264564503ec3b848650652', '折叠椅', 2900, 'CNY'),
  plainItem('L0PTnwSnx_dWNZWCtgK7Gg/e61a85a671bb3d0301d0412b51641c6b', '收纳盒', 1280, 'CNY'),
]

function plainItem(sku: string, name: string, priceMinor: number, currency: string): Dated<NewItem> {
  const status = 'on_shelf'
  return {
    sku,
    spu: null,
    name,
    priceMinor,
    costMinor: null,
    currency,
    weightGrams: 100,
    status,
    details: {},
    at: null,
  }
}

const STOCK: readonly NewStock[] = [
  { sku: 'sed in in', location: 'CKMX', quantity: 1_000_000 },
  { sku: 'fugiat', location: 'CKMX', quantity: 1_000_000 },
  { sku: 'msku123', location: 'H008', quantity: 1_000_000 },
  { sku: '600126245031041190/5016042822039', location: 'G006', quantity: 1_000_000 },
  { sku: '600129202197070073/4860968496626', location: 'G006', quantity: 1_000_000 },
  { sku: '2048057995392326/3452545926724', location: 'G006', quantity: 200 },
  { sku: '2048057995392326/3452545926725', location: 'G006', quantity: 200 },
  { sku: '889512351602/530ad00177264564503ec3b848650652', location: 'G006', quantity: 1_000_000 },
  { sku: 'L0PTnwSnx_dWNZWCtgK7Gg/e61a85a671bb3d0301d0412b51641c6b', location: 'G006', quantity: 1_000_000 },
  { sku: 'AMB01682_W_M_AU', location: 'G007', quantity: 1_000_000 },
  { sku: 'AMN00432_B_M', location: 'G007', quantity: 60 },
  { sku: 'AMN00432_B_XL', location: 'G007', quantity: 80 },
  { sku: 'AMN00432_B_XL', location: 'H008', quantity: 25 },
  { sku: 'AMN00769_DGR_XL_AU', location: 'G007', quantity: 20 },
  { sku: 'FSZW03961_Y_S_NUB', location: 'G006', quantity: 12 },
  { sku: 'FSZW03961_Y_S_NUB', location: 'G007', quantity: 30 },
  { sku: 'FSZW03961_Y_XL_NUB', location: 'G006', quantity: 45 },
  { sku: 'FSZW03961_Y_XL_NUB', location: 'G007', quantity: 20 },
  { sku: 'FSZW06578_P_L_NUB', location: 'G007', quantity: 50 },
  { sku: 'FSZW07844_NB_S_NUB', location: 'G007', quantity: 120 },
  { sku: 'FSZW08517_PEB_XXL_NUB', location: 'G007', quantity: 75 },
  { sku: 'FSZW08923_R_L_NUB', location: 'G007', quantity: 1 },
  { sku: 'FSZW08923_R_L_NUB', location: 'H008', quantity: 2 },
]

/** The stores of the account demo: two that printed requests name, and one each where other rules hold. */
export const DEMO_STORES: readonly Omit<Store, 'accountId'>[] = [
  { storeNumber: 17, name: '8speed-US1', marketplace: 'US', sellerId: 'AZTOLDEMO0001', status: 'active' },
  { storeNumber: 18, name: '8speed-JP', marketplace: 'JP', sellerId: 'AZTOLDEMO0001', status: 'active' },
  { storeNumber: 19, name: '8speed-UK', marketplace: 'GB', sellerId: 'AZTOLDEMO0001', status: 'active' },
  { storeNumber: 20, name: '8speed-US', marketplace: 'US', sellerId: 'AZTOLDEMO0001', status: 'active' },
]

export const DEMO: Assortment = {
  locations: LOCATIONS,
  methods: METHODS,
  rates: RATES,
  categories: CATEGORIES,
  products: PRODUCTS,
  items: [...ITEMS, ...PLAIN_ITEMS],
  stock: STOCK,
}
