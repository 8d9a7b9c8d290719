/** A worker holds a run for this long and renews well before; a killed worker's runs are back within 15 s. */
export const LEASE_MS = 12_000;
export const LEASE_RENEWAL_MS = 4_000;

/** A queued run that no worker has taken for this long is published again, if the queue no longer has it. */
export const REPUBLISH_AFTER_MS = 30_000;

/** A run whose worker was lost this often is given up: it may be what kills them. */
export const MAX_LOST_LEASES = 3;

/** What to do with a run whose lease ran out, given how many leases it has lost with this one. */
export function decideRescue(lostLeases: number): 'requeue' | 'giveUp' {
  return lostLeases >= MAX_LOST_LEASES ? 'giveUp' : 'requeue';
}
