import type { Db } from '../db/client.js';
import { estimateLedgerRows, selectTotals, type PlanTotals } from '../db/queries/totals.js';

export interface Totals {
  /** Exact, each plan's; together they are the installation's. */
  plans: PlanTotals[];
  /** An estimate. */
  ledgerRows: number;
}

/** Sums up the installation for its operator. */
export async function readTotals(db: Db, { quotaTimezone }: { quotaTimezone: string }): Promise<Totals> {
  const [plans, ledgerRows] = await Promise.all([selectTotals(db, quotaTimezone), estimateLedgerRows(db)]);
  return { plans, ledgerRows };
}
