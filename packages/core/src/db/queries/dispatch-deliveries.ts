import {
  DELIVERY_LEASE_MS,
  DISABLED_PATIENCE_MS,
  DISPATCH_AGAIN_AFTER_MS,
  MAX_IN_FLIGHT_OF_WEBHOOK,
  MAX_KEPT_ATTEMPTS,
} from '../../domain/webhook/limits.js';
import { MAX_DELIVERY_ATTEMPTS } from '../../domain/webhook/decide-delivery.js';
import type { DeliveryState } from '../../domain/webhook/delivery.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';

/** An attempt that did not come to an end of its own, as the delivery keeps it. */
const attemptThatFailed = (
  startedAt: string,
  code: string,
  message: string,
) => `CASE WHEN jsonb_array_length(d.attempts)
    < ${MAX_KEPT_ATTEMPTS} THEN d.attempts ELSE d.attempts - 0 END || jsonb_build_object('attempt', d.attempt,
    'startedAt', to_char(${startedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'durationMs', 0, 'status', 0, 'error', jsonb_build_object('code', '${code}', 'message', '${message}'))`;

const TAKE_BACK = `
  UPDATE webhook_deliveries d SET lease_token = NULL, in_flight = false, status = 0,
    state = CASE WHEN d.attempt >= ${MAX_DELIVERY_ATTEMPTS} THEN 'dead' ELSE 'pending' END,
    attention_at = CASE WHEN d.attempt < ${MAX_DELIVERY_ATTEMPTS} THEN statement_timestamp() END,
    finished_at = CASE WHEN d.attempt >= ${MAX_DELIVERY_ATTEMPTS} THEN statement_timestamp() END,
    attempts = ${attemptThatFailed(`(d.attention_at - interval '${DELIVERY_LEASE_MS} milliseconds')`, 'worker_lost', 'The worker process was lost during this attempt; whether it arrived is not known.')}
  WHERE d.id = ANY(ARRAY(
    SELECT id FROM webhook_deliveries WHERE in_flight AND state = 'sending' AND attention_at <= statement_timestamp()
    LIMIT $1::int FOR NO KEY UPDATE SKIP LOCKED))`;

/**
 * Takes back deliveries whose lease ran out: they are due again at once, or dead after as many attempts as there are.
 * @returns how many.
 */
export async function takeBackDeliveries(pg: Queryable, limit: number): Promise<number> {
  const { rowCount } = await pg.query(TAKE_BACK, [limit]);
  return rowCount ?? 0;
}

/** The webhook of a place in the order of ids that has something due. A condition of the index leaves out what is not. */
const nextHook = (after: string) => `SELECT d.webhook_id FROM webhook_deliveries d
      WHERE d.state = 'pending' AND d.webhook_id > ${after} AND d.attention_at <= statement_timestamp()
      ORDER BY d.webhook_id LIMIT 1`;

/**
 * Goes from webhook to webhook, from the one after $1 on, and takes of each what is due and has a place; so the backlog of
 * one takes no more of a round than any other's few. The next webhook is looked up in the index each time, past all rows of
 * the one before, and no more are looked up than the round has room for: whatever else is asked of a webhook is asked in
 * sub-selects, since a join would let the planner go through all webhooks, and in an order of its own. Of a disabled webhook
 * everything due is dealt with at once: it waits until a day after the webhook was last changed, and is dead then.
 */
const TAKE_DUE = `
  WITH RECURSIVE hook(webhook_id) AS (
    (${nextHook('$1::text')})
    UNION ALL
    SELECT following.webhook_id FROM hook CROSS JOIN LATERAL (${nextHook('hook.webhook_id')}) following
  ), turn AS MATERIALIZED (
    SELECT due.id FROM hook CROSS JOIN LATERAL (
      SELECT d.id FROM webhook_deliveries d
      WHERE d.state = 'pending' AND d.webhook_id = hook.webhook_id AND d.attention_at <= statement_timestamp()
      ORDER BY d.attention_at, d.id
      LIMIT CASE WHEN (SELECT w.enabled FROM webhooks w WHERE w.id = hook.webhook_id)
        THEN GREATEST(0, ${MAX_IN_FLIGHT_OF_WEBHOOK} - (
          SELECT count(*) FROM webhook_deliveries f
          WHERE f.in_flight AND f.webhook_id = hook.webhook_id AND f.attention_at > statement_timestamp()
        )) ELSE 1000 END
    ) due LIMIT $2::int
  ), mine AS MATERIALIZED (
    SELECT d.id FROM webhook_deliveries d
    WHERE d.id = ANY(ARRAY(SELECT id FROM turn)) AND d.state = 'pending' AND d.attention_at <= statement_timestamp()
    FOR NO KEY UPDATE OF d SKIP LOCKED
  ), taken AS (
    UPDATE webhook_deliveries d SET in_flight = w.enabled,
      state = CASE WHEN fate.dies THEN 'dead' ELSE 'pending' END,
      finished_at = CASE WHEN fate.dies THEN statement_timestamp() END,
      attention_at = CASE WHEN w.enabled THEN statement_timestamp() + interval '${DISPATCH_AGAIN_AFTER_MS} milliseconds'
        WHEN NOT fate.dies THEN w.updated_at + interval '${DISABLED_PATIENCE_MS} milliseconds' END,
      attempts = CASE WHEN fate.dies THEN ${attemptThatFailed('statement_timestamp()', 'webhook_disabled', 'The webhook was disabled for a day.')}
        ELSE d.attempts END
    FROM webhooks w CROSS JOIN LATERAL (
      SELECT NOT w.enabled AND w.updated_at + interval '${DISABLED_PATIENCE_MS} milliseconds' <= statement_timestamp() AS dies
    ) fate
    WHERE d.id = ANY(ARRAY(SELECT id FROM mine)) AND w.id = d.webhook_id
    RETURNING d.id, d.webhook_id, d.in_flight, d.state
  )
  SELECT id, webhook_id AS "webhookId", in_flight AS "inFlight", state FROM taken`;

/** A delivery that a round has dealt with; what is in flight now is to be put into the queue. */
export interface TakenDelivery {
  id: string;
  webhookId: string;
  inFlight: boolean;
  state: DeliveryState;
}

/**
 * Takes deliveries that are due, at most `limit`.
 * @param afterWebhook where the round before came to; '' begins with the first.
 */
export async function takeDueDeliveries(pg: Queryable, afterWebhook: string, limit: number): Promise<TakenDelivery[]> {
  const { rows } = await pg.query<TakenDelivery>(TAKE_DUE, [afterWebhook, limit]);
  return rows;
}

/** Offers deliveries again that could not be put into the queue. */
export async function untakeDeliveries(pg: Queryable, ids: readonly string[]): Promise<void> {
  await pg.query(
    `UPDATE webhook_deliveries SET in_flight = false, attention_at = statement_timestamp()
     WHERE id = ANY($1::uuid[]) AND state = 'pending' AND in_flight`,
    [plainArray(ids)],
  );
}

/** Milliseconds to the earliest instant after now at which there is something to do; null when none is known. */
export async function readNextAttention(pg: Queryable): Promise<number | null> {
  const { rows } = await pg.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM LEAST(
       (SELECT min(attention_at) FROM webhook_deliveries
        WHERE NOT in_flight AND attention_at IS NOT NULL AND attention_at > statement_timestamp()),
       (SELECT min(attention_at) FROM webhook_deliveries WHERE in_flight AND attention_at > statement_timestamp())
     ) - statement_timestamp()) * 1000)::float8 AS ms`,
  );
  return rows[0]?.ms ?? null;
}

/** What waits, for the metrics. */
export interface PendingFigures {
  pending: number;
  /** Since the oldest of them was entered. */
  oldestSeconds: number;
}

export async function readPendingFigures(pg: Queryable): Promise<PendingFigures> {
  const { rows } = await pg.query<PendingFigures>(
    `SELECT count(*)::int AS pending, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS "oldestSeconds"
     FROM webhook_deliveries WHERE state = 'pending'`,
  );
  return rows[0] ?? { pending: 0, oldestSeconds: 0 };
}
