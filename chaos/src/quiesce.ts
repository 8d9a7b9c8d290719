import { waitFor } from '@carillon/testkit/wait-for';
import { askPostgres } from './ask-postgres.js';
import { progress } from './report.js';

/** How long everything has to come to rest once nothing disturbs it any more. */
const REST_WITHIN_MS = 60_000;

/** Waits until no cron job is behind: what is due from here on is seen in time. */
export async function waitUntilClaimed(databaseUrl: string): Promise<void> {
  const behind = `SELECT FROM cron_jobs WHERE enabled AND next_run_at < clock_timestamp() - interval '500 ms'`;
  await rest('no cron job to be behind', databaseUrl, behind);
}

/** Waits until every run and every worker job has ended, or until the time for it is over; the check tells which have not. */
export async function settle(databaseUrl: string): Promise<void> {
  await rest(
    'all work to end',
    databaseUrl,
    `SELECT FROM runs WHERE state = 'queued' UNION ALL SELECT FROM run_batches
     UNION ALL SELECT FROM worker_jobs WHERE finished_at IS NULL`,
  );
}

async function rest(what: string, databaseUrl: string, unrest: string): Promise<void> {
  const isCalm = async () => (await askPostgres(databaseUrl, unrest)).length === 0;
  await waitFor(what, isCalm, { timeoutMs: REST_WITHIN_MS, everyMs: 200 }).catch((error: unknown) => {
    progress(error instanceof Error ? error.message : String(error));
  });
}
