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
  /** The URL called, where it is not the one in the ledger. */
  url: string | null;
  state: 'succeeded' | 'failed';
  result: CallResult;
}

const FINISH_RUNS = `
  WITH held AS MATERIALIZED (
    SELECT b.id, h.place FROM run_batches b
    JOIN unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS h(id, lease_token, place) ON b.id = h.id AND b.lease_token = h.lease_token
    ORDER BY b.id FOR SHARE OF b
  )
  UPDATE runs r SET state = o.state, url = coalesce(o.url, r.url), attempt = o.attempt, status = o.status,
    started_at = to_timestamp(o.started_ms / 1000), finished_at = to_timestamp((o.started_ms + o.duration_ms) / 1000),
    duration_ms = o.duration_ms, response_body = o.body, response_headers = o.headers, truncated = o.truncated,
    error_code = o.error_code, error_message = o.error_message, ttfb_ms = o.ttfb_ms, connection = o.connection
  FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::smallint[], $8::int[], $9::float8[], $10::int[],
      $11::text[], $12::jsonb[], $13::boolean[], $14::text[], $15::text[], $16::int[], $17::jsonb[])
    AS o(run_id, lease, state, url, attempt, status, started_ms, duration_ms, body, headers, truncated, error_code, error_message,
      ttfb_ms, connection)
  JOIN held ON held.place = o.lease
  WHERE r.id = o.run_id AND r.state = 'queued' AND r.batch_id = held.id
    AND r.scheduled_for BETWEEN $18::timestamptz AND $19::timestamptz
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
  const tokens = [...leases.keys()];
  // An outcome names its lease by its place in the list, from 1: two uuids fewer a run.
  const places = new Map(tokens.map((token, i) => [token, i + 1]));
  const plain = (pick: (outcome: RunOutcome) => string | number | boolean | null) => plainArray(outcomes.map(pick));
  return [
    plainArray([...leases.values()]),
    plainArray(tokens),
    plain((o) => o.runId),
    plain((o) => places.get(o.leaseToken) ?? 0),
    plain((o) => o.state),
    texts(outcomes, (o) => o.url),
    plain((o) => o.attempt),
    plain((o) => o.result.status),
    plain((o) => o.startedAt.getTime()),
    plain((o) => o.result.durationMs),
    texts(outcomes, (o) => o.result.body),
    texts(outcomes, (o) => JSON.stringify(o.result.headers)),
    plain((o) => o.result.truncated),
    texts(outcomes, (o) => o.result.error?.code ?? null),
    texts(outcomes, (o) => o.result.error?.message ?? null),
    plain((o) => o.result.ttfbMs),
    texts(outcomes, (o) => o.result.connection && JSON.stringify(o.result.connection)),
    ...dueRange(outcomes.map((o) => o.runId)),
  ];
}

/** A column of texts; null where none of them has any, since `unnest` makes null what a shorter column lacks. */
function texts(
  outcomes: readonly RunOutcome[],
  pick: (outcome: RunOutcome) => string | null,
): (string | null)[] | null {
  const column = outcomes.map(pick);
  return column.every((value) => value === null) ? null : column;
}

/** Tells the api processes that wait for these runs that they have ended; see `createRunWaiter`. */
export async function announceEndedRuns(pg: Queryable, runIds: readonly string[]): Promise<void> {
  await pg.query(`SELECT pg_notify('carillon_run_ended', id::text) FROM unnest($1::uuid[]) AS e(id)`, [
    plainArray(runIds),
  ]);
}
