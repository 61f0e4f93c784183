/**
 * What each statement that sets up a tenant begins with ($1 is the tenant). No batch is decided on what it has changed
 * (decision 0003), and nobody shows what was kept of it (surroundings.ts).
 */
export const MOVE_ON = `with moved_on as (
    update lanes set version = version + 1, catalogue_version = catalogue_version + 1 where tenant_id = $1)`
