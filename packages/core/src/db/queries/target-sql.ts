import { sql } from 'drizzle-orm';

/**
 * What the ledger says of the target of cron job `c`, as columns of the answer: where a run goes, and whether a worker
 * job carries it out.
 */
export const LEDGER_TARGET = sql`coalesce(c.url, 'worker-job:' || (c.target->>'type')) AS url,
          c.target IS NOT NULL AS "makesWorkerJob"`;
