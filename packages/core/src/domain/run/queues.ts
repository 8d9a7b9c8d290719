/**
 * `manual-runs` has its own queue so that a waiting caller is never behind anything scheduled; `herd-runs` takes what a
 * user has due by the hundreds, so that nobody else is behind that; `runs` carries all other scheduled work.
 */
export const RUN_QUEUES = ['runs', 'herd-runs', 'manual-runs'] as const;
export type RunQueue = (typeof RUN_QUEUES)[number];

/** Of webhooks; apart from all runs, which it must never hold up. */
export const DELIVERY_QUEUE = 'webhook-deliveries' as const;
export type QueueName = RunQueue | typeof DELIVERY_QUEUE;
