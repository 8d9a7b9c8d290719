/** `runs` carries scheduled and rescued work; `manual-runs` has its own queue so a waiting caller is never behind a herd. */
export const RUN_QUEUES = ['runs', 'manual-runs'] as const;
export type RunQueue = (typeof RUN_QUEUES)[number];

/** Runs in one queue message. Fewer messages cost less; more would let one slow target hold a message's acknowledgement. */
export const RUNS_PER_BATCH = 25;

/** A manual run travels alone: its caller waits for it and for nothing else. */
export const BATCH_SIZE: Record<RunQueue, number> = { runs: RUNS_PER_BATCH, 'manual-runs': 1 };
