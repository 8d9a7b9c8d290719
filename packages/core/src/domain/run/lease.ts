/** A worker holds a batch for this long and renews well before; a killed worker's runs are back within 15 s. */
export const LEASE_MS = 12_000;
export const LEASE_RENEWAL_MS = 4_000;

/** A scheduler publishes its own batches right after the commit; what is still unpublished after this, it did not. */
export const PUBLISH_WITHIN_MS = 2_000;

/** A published batch that no worker has taken for this long is looked for in the queue, and sent anew if it is lost. */
export const REPUBLISH_AFTER_MS = 30_000;

/** A scheduler that is not woken looks at what needs attention at least this often. */
export const ATTENTION_WITHIN_MS = 2_500;

/** A run whose worker was lost this often is given up: it may be what kills them. */
export const MAX_LOST_LEASES = 3;

/**
 * True for a batch whose run has lost its worker so often that it may be what kills them: the next loss is its last. A
 * worker has one such at a time in hand, so that a death accuses nobody else.
 */
export function isSuspect({ lostLeases = 0 }: { lostLeases?: number }): boolean {
  return lostLeases >= MAX_LOST_LEASES - 1;
}

/**
 * What to do with the unfinished runs of a batch whose lease ran out, given how many leases it has lost with this one.
 * From the second loss on each travels alone, so that one which kills its worker takes no neighbour with it.
 */
export function decideRescue(lostLeases: number): 'requeue' | 'requeueSingly' | 'giveUp' {
  if (lostLeases >= MAX_LOST_LEASES) return 'giveUp';
  return lostLeases === 1 ? 'requeue' : 'requeueSingly';
}
