import type { CallResult } from '../../domain/run/outcome.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';

/** The end of an attempt, ready to be written. */
export interface RunOutcome {
  runId: string;
  batchId: string;
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
  WITH held AS MATERIALIZED (
    SELECT b.id, b.lease_token FROM run_batches b JOIN unnest($1::uuid[], $2::uuid[]) AS h(id, lease_token) ON b.id = h.id AND b.lease_token = h.lease_token
    ORDER BY b.id FOR SHARE OF b
  )
  UPDATE runs r SET state = o.state, url = o.url, attempt = o.attempt, status = o.status, started_at = o.started_at,
    finished_at = o.started_at + o.duration_ms * interval '1 millisecond', duration_ms = o.duration_ms,
    response_body = o.body, response_headers = o.headers, truncated = o.truncated,
    error_code = o.error_code, error_message = o.error_message
  FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::smallint[], $9::int[],
      $10::timestamptz[], $11::int[], $12::text[], $13::jsonb[], $14::boolean[], $15::text[], $16::text[])
    AS o(run_id, batch_id, lease_token, state, url, attempt, status, started_at, duration_ms, body, headers, truncated, error_code, error_message)
  JOIN held ON held.id = o.batch_id AND held.lease_token = o.lease_token
  WHERE r.id = o.run_id AND r.state = 'queued' AND r.batch_id = o.batch_id
    AND r.scheduled_for BETWEEN $17::timestamptz AND $18::timestamptz
  RETURNING r.id AS "runId"`;

/**
 * Ends runs in the ledger, if the lease they were started under is still held; the share lock keeps a rescue from taking
 * the lease away between the look and the commit. An outcome whose run does not come back is stale: the run was given to
 * another worker meanwhile. The bounds on `scheduled_for` let the planner leave out all other partitions.
 * @returns the run ids that were ended.
 */
export async function finishRuns(pg: Queryable, outcomes: readonly RunOutcome[]): Promise<Set<string>> {
  const { rows } = await pg.query<{ runId: string }>({
    name: 'finish-runs',
    text: FINISH_RUNS,
    values: parameters(outcomes),
  });
  return new Set(rows.map((row) => row.runId));
}

function parameters(outcomes: readonly RunOutcome[]): unknown[] {
  const leases = new Map(outcomes.map((outcome) => [outcome.leaseToken, outcome.batchId]));
  const plain = (pick: (outcome: RunOutcome) => string | number | boolean) => plainArray(outcomes.map(pick));
  const text = (pick: (outcome: RunOutcome) => string | null) => outcomes.map(pick);
  return [
    plainArray([...leases.values()]),
    plainArray([...leases.keys()]),
    plain((o) => o.runId),
    plain((o) => o.batchId),
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
    ...dueRange(outcomes.map((o) => o.runId)),
  ];
}

/** Tells the api processes that wait for these runs that they have ended; see `createRunWaiter`. */
export async function announceEndedRuns(pg: Queryable, runIds: readonly string[]): Promise<void> {
  await pg.query(`SELECT pg_notify('carillon_run_ended', id::text) FROM unnest($1::uuid[]) AS e(id)`, [
    plainArray(runIds),
  ]);
}
