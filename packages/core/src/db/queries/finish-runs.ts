import type { CallResult } from '../../domain/run/outcome.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';

/** The end of an attempt, ready to be written. */
export interface RunOutcome {
  runId: string;
  leaseToken: string;
  cronJobId: string;
  scheduledFor: Date;
  startedAt: Date;
  attempt: number;
  url: string;
  state: 'succeeded' | 'failed';
  result: CallResult;
}

const FINISH_RUNS = `
  WITH ended AS (
    DELETE FROM live_runs l USING unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::smallint[], $6::int[],
        $7::timestamptz[], $8::int[], $9::text[], $10::jsonb[], $11::boolean[], $12::text[], $13::text[])
      AS o(run_id, lease_token, state, url, attempt, status, started_at, duration_ms, body, headers, truncated, error_code, error_message)
    WHERE l.run_id = o.run_id AND l.lease_token = o.lease_token
    RETURNING o.*, l.scheduled_for
  )
  UPDATE runs r SET state = e.state, url = e.url, attempt = e.attempt, status = e.status, started_at = e.started_at,
    finished_at = e.started_at + e.duration_ms * interval '1 millisecond', duration_ms = e.duration_ms,
    response_body = e.body, response_headers = e.headers, truncated = e.truncated,
    error_code = e.error_code, error_message = e.error_message
  FROM ended e
  WHERE r.id = e.run_id AND r.scheduled_for = e.scheduled_for AND r.scheduled_for BETWEEN $14::timestamptz AND $15::timestamptz
  RETURNING r.id AS "runId"`;

/**
 * Ends runs: deletes their hot rows if the lease token still fits and completes their ledger rows, in one statement.
 * An outcome whose run does not come back is stale: the run was given to another worker meanwhile. The bounds on
 * `scheduled_for` say nothing new, but let the planner leave out all other partitions.
 * @returns the run ids that were ended.
 */
export async function finishRuns(pg: Queryable, outcomes: readonly RunOutcome[]): Promise<Set<string>> {
  const { rows } = await pg.query<{ runId: string }>({
    name: 'finish-runs',
    text: FINISH_RUNS,
    values: columns(outcomes),
  });
  return new Set(rows.map((row) => row.runId));
}

function columns(outcomes: readonly RunOutcome[]): unknown[] {
  const plain = (pick: (outcome: RunOutcome) => string | number | boolean) => plainArray(outcomes.map(pick));
  const text = (pick: (outcome: RunOutcome) => string | null) => outcomes.map(pick);
  const due = outcomes.map((outcome) => outcome.scheduledFor.getTime());
  return [
    plain((o) => o.runId),
    plain((o) => o.leaseToken),
    plain((o) => o.state),
    text((o) => o.url),
    plain((o) => o.attempt),
    plain((o) => o.result.status),
    plain((o) => o.startedAt.toISOString()),
    plain((o) => o.result.durationMs),
    text((o) => o.result.body),
    text((o) => JSON.stringify(o.result.headers)),
    plain((o) => o.result.truncated),
    text((o) => o.result.error?.code ?? null),
    text((o) => o.result.error?.message ?? null),
    new Date(Math.min(...due)).toISOString(),
    new Date(Math.max(...due)).toISOString(),
  ];
}

/** Tells the api processes that wait for these runs that they have ended; see `createRunWaiter`. */
export async function announceEndedRuns(pg: Queryable, runIds: readonly string[]): Promise<void> {
  await pg.query(`SELECT pg_notify('carillon_run_ended', id::text) FROM unnest($1::uuid[]) AS e(id)`, [
    plainArray(runIds),
  ]);
}
