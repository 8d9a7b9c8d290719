import type { Db } from '../db/client.js';
import { createRunPartition, listRunPartitions } from '../db/queries/run-partitions.js';

/** Makes sure that days have a ledger partition; remembers those it has seen, so the hot path asks Postgres rarely. */
export interface RunPartitions {
  ensure(days: Iterable<string>): Promise<void>;
  /**
   * Those of the days that have none; may be asked within a transaction, on whose connection `within` asks: where many
   * transactions wait for one lock there may be no other.
   */
  missing(days: Iterable<string>, within?: Db): Promise<string[]>;
  /** Asks Postgres again next time: after an error, since a partition may have been dropped meanwhile. */
  forget(): void;
}

/** `db` must not be a transaction that holds locks on the ledger. */
export function createRunPartitions(db: Db): RunPartitions {
  let known = new Set<string>();
  const missing = async (days: Iterable<string>, within = db): Promise<string[]> => {
    const unknown = [...new Set(days)].filter((day) => !known.has(day));
    if (unknown.length === 0) return [];
    known = new Set(await listRunPartitions(within));
    return unknown.filter((day) => !known.has(day));
  };
  return {
    missing,
    async ensure(days) {
      for (const day of await missing(days)) {
        await createRunPartition(db, day);
        known.add(day);
      }
    },
    forget() {
      known = new Set();
    },
  };
}
