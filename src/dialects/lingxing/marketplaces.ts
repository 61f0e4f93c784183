/** Amazon's marketplaces as Lingxing numbers and names them (facts/lingxing.md §11), with the clocks of their sites. */

export interface Marketplace {
  readonly mid: number
  /** In Chinese: what requests name a store's country by. */
  readonly country: string
  /** Lingxing's own code: UK where ISO 3166 has GB. */
  readonly code: string
  readonly region: string
  readonly awsRegion: string
  readonly marketplaceId: string
  readonly zone: string
}

const ROWS = [
  [1, '美国', 'US', 'NA', 'NA', 'ATVPDKIKX0DER', 'America/Los_Angeles'],
  [2, '加拿大', 'CA', 'NA', 'NA', 'A2EUQ1WTGCTBG2', 'America/Los_Angeles'],
  [3, '墨西哥', 'MX', 'NA', 'NA', 'A1AM78C64UM0Y8', 'America/Los_Angeles'],
  [4, '英国', 'UK', 'EU', 'EU', 'A1F83G8C2ARO7P', 'Europe/London'],
  [5, '德国', 'DE', 'EU', 'EU', 'A1PA6795UKMFR9', 'Europe/Berlin'],
  [6, '法国', 'FR', 'EU', 'EU', 'A13V1IB3VIYZZH', 'Europe/Paris'],
  [7, '意大利', 'IT', 'EU', 'EU', 'APJ6JRA9NG5V4', 'Europe/Rome'],
  [8, '西班牙', 'ES', 'EU', 'EU', 'A1RKKUPIHCS9HS', 'Europe/Madrid'],
  [9, '印度', 'IN', 'IN', 'EU', 'A21TJRUUN4KGV', 'Asia/Kolkata'],
  [10, '日本', 'JP', 'JP', 'FE', 'A1VC38T7YXB528', 'Asia/Tokyo'],
  [11, '中国', 'CN', 'CN', '', 'AAHKV2X7AFYLW', 'Asia/Shanghai'],
  [12, '澳洲', 'AU', 'AU', 'FE', 'A39IBJ37TRP1C6', 'Australia/Sydney'],
  [13, '阿联酋', 'AE', 'AE', 'EU', 'A2VIGQ35RCS4UG', 'Asia/Dubai'],
  [14, '新加坡', 'SG', 'SG', 'FE', 'A19VAU5U5O7RUS', 'Asia/Singapore'],
  [15, '荷兰', 'NL', 'EU', 'EU', 'A1805IZSGTT6HS', 'Europe/Amsterdam'],
  [16, '沙特阿拉伯', 'SA', 'SA', 'EU', 'A17E79C6D8DWNP', 'Asia/Riyadh'],
  [17, '巴西', 'BR', 'NA', 'NA', 'A2Q3Y263D00KWC', 'America/Sao_Paulo'],
  [18, '瑞典', 'SE', 'EU', 'EU', 'A2NODRKZP88ZB9', 'Europe/Stockholm'],
  [19, '波兰', 'PL', 'EU', 'EU', 'A1C3SOZRARQ6R3', 'Europe/Warsaw'],
  [20, '土耳其', 'TR', 'TR', 'EU', 'A33AVAJ2PDY3EV', 'Europe/Istanbul'],
  [21, '比利时', 'BE', 'EU', 'EU', 'AMEN7PMS3EDWL', 'Europe/Brussels'],
] as const

export const MARKETPLACES: readonly Marketplace[] = ROWS.map(
  ([mid, country, code, region, awsRegion, marketplaceId, zone]) => ({
    mid,
    country,
    code,
    region,
    awsRegion,
    marketplaceId,
    zone,
  }),
)

/** The house names countries by ISO 3166. */
export function isoOf(code: string): string {
  return code === 'UK' ? 'GB' : code
}

/** Time zones by the house's codes. */
export const ZONES: ReadonlyMap<string, string> = new Map(
  MARKETPLACES.map(({ code, zone }) => [isoOf(code), zone]),
)

/** Undefined: a store of a marketplace that is none of Amazon's. */
export function marketplaceOf(iso: string | undefined): Marketplace | undefined {
  return MARKETPLACES.find(({ code }) => isoOf(code) === iso)
}

/** The site time of a store; of a store that is gone, UTC. */
export function zoneOf(iso: string | undefined): string {
  return ZONES.get(iso ?? '') ?? 'UTC'
}
