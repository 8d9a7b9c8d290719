/** `runs` carries scheduled and rescued work; `manual-runs` has its own queue so a waiting caller is never behind a herd. */
export const RUN_QUEUES = ['runs', 'manual-runs'] as const;
export type RunQueue = (typeof RUN_QUEUES)[number];
