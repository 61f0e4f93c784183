/** What is asked about the caller's tenant itself: how much of everything there is, and what is kept how long. */

/** Fixed, or set by whoever runs the hub. */
export interface TenantLimits {
  /** Days for which requests are kept; 0: none is. */
  readonly requestLogDays: number
  readonly requestLogRows: number
  /** Days for which webhook messages are kept that were delivered or given up. */
  readonly deliveryDays: number
  readonly webhookEndpoints: number
  /** Files that are being read, or wait for it. */
  readonly openImports: number
  readonly importBytes: number
}

export interface TenantCounts {
  readonly accounts: number
  readonly users: number
  readonly stockLocations: number
  readonly shippingMethods: number
  readonly credentials: number
  readonly connections: number
  readonly routingRules: number
  readonly webhookEndpoints: number
}

export interface TenantRecord {
  readonly tenantId: number
  readonly name: string
  readonly createdAt: number
  readonly counts: TenantCounts
  readonly limits: TenantLimits
}

export interface TenantCalls {
  readTenant: { input: null; output: TenantRecord }
  /** No other tenant may have the name. */
  renameTenant: { input: { name: string }; output: TenantRecord }
}
