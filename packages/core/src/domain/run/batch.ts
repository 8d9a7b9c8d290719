import type { RunQueue } from './queues.js';

/** Runs that travel, and are held under a lease, together. */
export interface RunBatch {
  id: string;
  queue: RunQueue;
  runIds: string[];
  /** How often it was put into the queue, this time included. */
  publication: number;
  /** Leases of its runs that ran out; none unless said. */
  lostLeases?: number;
}

/**
 * Every move of a run batch. `backlog` is kept back until the queue has room, `retrying` until its runs' next attempt is
 * due; `unpublished` is committed but not known to be in the queue, `published` waits for a
 * worker, `running` is held under a lease; a batch whose runs have all ended is deleted. What is postponed, kept back or
 * handed over is a batch of its own: the one it comes out of ends.
 */
export const BATCH_MOVES = {
  enter: { from: [null], to: 'unpublished' },
  keepBack: { from: [null], to: 'backlog' },
  postpone: { from: [null], to: 'retrying' },
  release: { from: ['backlog'], to: 'unpublished' },
  retry: { from: ['retrying'], to: 'unpublished' },
  keepBackRetry: { from: ['retrying'], to: 'backlog' },
  publish: { from: ['unpublished'], to: 'published' },
  start: { from: ['unpublished', 'published'], to: 'running' },
  republish: { from: ['published'], to: 'unpublished' },
  rescue: { from: ['running'], to: 'unpublished' },
} as const satisfies Record<string, { from: readonly (string | null)[]; to: string }>;

export type BatchState = (typeof BATCH_MOVES)[keyof typeof BATCH_MOVES]['to'];

/** Every state a batch can be in. */
export const BATCH_STATES: readonly BatchState[] = [...new Set(Object.values(BATCH_MOVES).map(({ to }) => to))];

/**
 * The largest batch. A message costs BullMQ some 0.5 ms on Redis and 3 ms on Postgres whatever it carries, so a herd
 * travels in large ones; a worker still calls them one by one as places become free.
 */
const LARGEST = 100;

/** The size below which a batch is not cut smaller for the sake of spreading work over workers. */
const SMALLEST = 25;

/** Into how many messages a moderate number of runs is spread. */
const SPREAD = 5;

/** How many runs a batch holds when `queued` runs fell due together. */
export function batchSize(queued: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, Math.ceil(queued / SPREAD)));
}
