/** Whether an item can be ordered, and why not. */
export const ITEM_STATUSES = [
  'on_shelf',
  'off_shelf',
  'out_of_stock',
  'clearance',
  'partial_clearance',
  'discontinued',
  'deleted',
] as const
