import type { Queryable } from '../db/client.js';
import { deleteLeases, renewLeases } from '../db/queries/leases.js';
import { LEASE_RENEWAL_MS } from '../domain/run/lease.js';

/** Keeps the leases of everything this process has in flight, in one statement each few seconds. */
export interface LeaseKeeper {
  /** Notes a run held under a lease. */
  hold(leaseToken: string): void;
  /** Notes that a run held under a lease has ended; the lease ends with its last run. */
  letGo(leaseToken: string): void;
  /** Ends what is left to end. */
  close(): Promise<void>;
}

export interface LeaseKeeperOptions {
  pg: Queryable;
  /** Called for each lease that ran out while runs were still held under it; their outcomes will be dropped. */
  onLost: (runs: number) => void;
  onError: (error: Error) => void;
}

/** Starts renewing; what cannot be renewed while Postgres is away is tried again a few seconds later. */
export function createLeaseKeeper({ pg, onLost, onError }: LeaseKeeperOptions): LeaseKeeper {
  const runsByLease = new Map<string, number>();
  let ended: string[] = [];

  const renew = async () => {
    const tokens = [...runsByLease.keys()];
    if (tokens.length === 0) return;
    const renewed = await renewLeases(pg, tokens);
    for (const token of tokens.filter((candidate) => !renewed.has(candidate))) {
      const runs = runsByLease.get(token) ?? 0;
      // None left means they ended while the statement ran.
      if (runs > 0) onLost(runs);
      runsByLease.delete(token);
    }
  };
  const deleteEnded = async () => {
    const tokens = ended;
    ended = [];
    if (tokens.length > 0) await deleteLeases(pg, tokens);
  };
  const tick = () =>
    renew()
      .then(deleteEnded)
      .catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error))));
  const timer = setInterval(() => void tick(), LEASE_RENEWAL_MS);
  return {
    hold: (token) => void runsByLease.set(token, (runsByLease.get(token) ?? 0) + 1),
    letGo(token) {
      const left = (runsByLease.get(token) ?? 0) - 1;
      if (left > 0) return void runsByLease.set(token, left);
      // Gone from the map already when it was lost; deleting it again does no harm.
      runsByLease.delete(token);
      ended.push(token);
    },
    async close() {
      clearInterval(timer);
      await tick();
    },
  };
}
