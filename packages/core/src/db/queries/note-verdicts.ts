import type { JobVerdict } from '../../domain/run/job-verdict.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';

const NOTE_VERDICTS = `
  WITH verdict AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::boolean[]) AS v(id, last_status, failures, recovered)
  ), changed AS (
    SELECT c.id, v.last_status, v.failures + CASE WHEN v.recovered THEN 0 ELSE c.consecutive_failures END AS failures,
      c.consecutive_failures AS before
    FROM cron_jobs c JOIN verdict v USING (id)
    WHERE v.failures > 0 OR c.last_status IS DISTINCT FROM v.last_status OR c.consecutive_failures > 0
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ), noted AS (
    UPDATE cron_jobs c SET last_status = x.last_status, consecutive_failures = x.failures FROM changed x WHERE c.id = x.id
  )
  SELECT id, before FROM changed`;

/**
 * Notes last status and failures in a row on cron jobs, only where they change: a job that keeps succeeding costs no
 * write here. The rows are locked in order of id, so that two workers' statements cannot deadlock.
 * @returns each changed job's failures in a row before; a job that is not among them had none.
 */
export async function noteVerdicts(pg: Queryable, verdicts: readonly JobVerdict[]): Promise<Map<string, number>> {
  const column = (pick: (verdict: JobVerdict) => string | number | boolean) => plainArray(verdicts.map(pick));
  const { rows } = await pg.query<{ id: string; before: number }>(NOTE_VERDICTS, [
    column((v) => v.cronJobId),
    column((v) => v.lastStatus),
    column((v) => v.failures),
    column((v) => v.recovered),
  ]);
  return new Map(rows.map((row) => [row.id, row.before]));
}
