import type { DeliveryAttempt, DeliveryState } from '../../domain/webhook/delivery.js';
import type { DeliveryEvent } from '../../domain/webhook/events.js';
import { DELIVERY_LEASE_MS, MAX_KEPT_ATTEMPTS } from '../../domain/webhook/limits.js';
import type { Queryable } from '../client.js';
import { NOTIFY_DISPATCH } from './webhook-channel.js';

/** A delivery that a worker holds, with its webhook as it stands at this moment. */
export interface ClaimedDelivery {
  id: string;
  leaseToken: string;
  webhookId: string;
  userId: string;
  cronJobId: string;
  runId: string;
  /** Epoch milliseconds. */
  scheduledForMs: number;
  event: DeliveryEvent;
  /** The one that begins. */
  attempt: number;
  payload: string | null;
  endpoint: string;
  /** Sealed, as the secrets are. */
  headers: Record<string, string> | null;
  secret: string;
  /** Null when there is none, or its time has passed. */
  previousSecret: string | null;
  /** The Postgres clock at the claim, epoch milliseconds. */
  nowMs: number;
}

const CLAIM = `
  UPDATE webhook_deliveries d SET state = 'sending', lease_token = $2::uuid, attempt = d.attempt + 1,
    attention_at = statement_timestamp() + interval '${DELIVERY_LEASE_MS} milliseconds'
  FROM webhooks w
  WHERE d.id = $1::uuid AND d.state = 'pending' AND d.in_flight AND w.id = d.webhook_id AND w.enabled
  RETURNING d.id, d.lease_token AS "leaseToken", d.webhook_id AS "webhookId", d.user_id AS "userId",
    d.cron_job_id AS "cronJobId", d.run_id AS "runId", (extract(epoch FROM d.scheduled_for) * 1000)::float8 AS "scheduledForMs",
    d.event, d.attempt, d.payload, w.endpoint, w.headers, w.secret,
    CASE WHEN w.previous_secret_until > statement_timestamp() THEN w.previous_secret END AS "previousSecret",
    (extract(epoch FROM statement_timestamp()) * 1000)::float8 AS "nowMs"`;

/**
 * Takes a delivery under a lease, if it has been dispatched and nobody else has taken it: a message that comes twice, or
 * late, finds nothing to do.
 */
export async function claimDelivery(pg: Queryable, id: string, leaseToken: string): Promise<ClaimedDelivery | null> {
  const { rows } = await pg.query<ClaimedDelivery>(CLAIM, [id, leaseToken]);
  return rows[0] ?? null;
}

type Held = Pick<ClaimedDelivery, 'id' | 'leaseToken'>;

/**
 * Keeps the text that every attempt sends.
 * @returns false when the lease was lost.
 */
export async function storePayload(pg: Queryable, held: Held, payload: string): Promise<boolean> {
  const { rowCount } = await pg.query(
    'UPDATE webhook_deliveries SET payload = $3 WHERE id = $1::uuid AND lease_token = $2::uuid AND payload IS NULL',
    [held.id, held.leaseToken, payload],
  );
  return rowCount === 1;
}

/** The end of an attempt. */
export interface AttemptEnd {
  state: Exclude<DeliveryState, 'sending'>;
  /** Until the next attempt, for one that is pending again. */
  delayMs: number;
  attempt: DeliveryAttempt;
  /** Set: the receiver has gone, and the webhook is disabled for this reason. */
  disabledReason: string | null;
}

const END_ATTEMPT = `
  WITH ended AS (
    UPDATE webhook_deliveries SET state = $3::text, lease_token = NULL, in_flight = false, status = $4::int,
      attention_at = CASE WHEN $3::text = 'pending' THEN statement_timestamp() + $5::float8 * interval '1 millisecond' END,
      finished_at = CASE WHEN $3::text <> 'pending' THEN statement_timestamp() END,
      attempts = CASE WHEN jsonb_array_length(attempts) < ${MAX_KEPT_ATTEMPTS} THEN attempts ELSE attempts - 0 END || $6::jsonb
    WHERE id = $1::uuid AND lease_token = $2::uuid
    RETURNING webhook_id
  ), disabled AS (
    UPDATE webhooks w SET enabled = false, disabled_reason = $7::text, updated_at = statement_timestamp()
    FROM ended WHERE $7::text IS NOT NULL AND w.id = ended.webhook_id AND w.enabled
    RETURNING w.id
  )
  SELECT (SELECT count(*) FROM disabled)::int AS disabled, ${NOTIFY_DISPATCH} FROM ended`;

/**
 * Writes what an attempt came to, if its lease is still held. There may be a place for another delivery now, so the
 * schedulers are woken.
 * @returns whether it was, and whether the webhook was disabled by this.
 */
export async function endAttempt(
  pg: Queryable,
  held: Held,
  end: AttemptEnd,
): Promise<{ won: boolean; disabled: boolean }> {
  const { state, delayMs, attempt, disabledReason } = end;
  const values = [held.id, held.leaseToken, state, attempt.status, delayMs, JSON.stringify([attempt]), disabledReason];
  const { rows } = await pg.query<{ disabled: number }>(END_ATTEMPT, values);
  return { won: rows.length === 1, disabled: rows[0]?.disabled === 1 };
}

/** Offers a delivery again that has been dispatched and will not be taken by this process. */
export async function returnDelivery(pg: Queryable, id: string): Promise<void> {
  await pg.query(
    `UPDATE webhook_deliveries SET in_flight = false, attention_at = statement_timestamp()
     WHERE id = $1::uuid AND state = 'pending' AND in_flight RETURNING ${NOTIFY_DISPATCH}`,
    [id],
  );
}
