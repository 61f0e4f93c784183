/** What an operator's own programs ask of the engine, beyond what any dialect has: setting a tenant up. */

// biome-ignore lint/complexity/noBannedTypes: filled by the native API
export type SetupCalls = {}
