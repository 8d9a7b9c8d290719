import type { Queryable } from '../db/client.js';
import { renewLeases } from '../db/queries/run-batches.js';
import { LEASE_RENEWAL_MS } from '../domain/run/lease.js';
import { startLoop } from './loop.js';

/** A batch held by this process. */
export interface HeldBatch {
  batchId: string;
  leaseToken: string;
}

/** Keeps the leases of everything this process has in flight, in one statement each few seconds. */
export interface LeaseKeeper {
  hold(batch: HeldBatch): void;
  letGo(batch: HeldBatch): void;
  /** False once the lease is known to be lost. */
  isHeld(batch: HeldBatch): boolean;
  close(): Promise<void>;
}

export interface LeaseKeeperOptions {
  pg: Queryable;
  /** Called for each lease that ran out while it was held here; outcomes under it will be dropped. */
  onLost: (batch: HeldBatch) => void;
  onError: (error: Error) => void;
}

/** Starts renewing; what cannot be renewed while Postgres is away is tried again a few seconds later. */
export function createLeaseKeeper({ pg, onLost, onError }: LeaseKeeperOptions): LeaseKeeper {
  const held = new Map<string, HeldBatch>();
  const renew = async () => {
    const batches = [...held.values()];
    if (batches.length === 0) return;
    const renewed = await renewLeases(
      pg,
      batches.map((batch) => batch.leaseToken),
      batches.map((batch) => batch.batchId),
    );
    for (const batch of batches) {
      // Let go of meanwhile means it ended while the statement ran.
      if (!renewed.has(batch.leaseToken) && held.delete(batch.leaseToken)) onLost(batch);
    }
  };
  const loop = startLoop({
    work: async () => {
      await renew();
      return LEASE_RENEWAL_MS;
    },
    // After a failure the loop is back in half a second: once Postgres answers again, we come before the reconciler.
    onError,
  });
  return {
    hold: (batch) => void held.set(batch.leaseToken, batch),
    letGo: (batch) => void held.delete(batch.leaseToken),
    isHeld: (batch) => held.has(batch.leaseToken),
    close: () => loop.stop(),
  };
}
