/** What news are about. */
export const TOPICS = [
  'orders',
  'queues',
  'problems',
  'forwardings',
  'stock',
  'notices',
  'imports',
  'deliveries',
  'connections',
  'requests',
] as const
export type Topic = (typeof TOPICS)[number]
