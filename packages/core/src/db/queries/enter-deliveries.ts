import { sql } from 'drizzle-orm';
import type { DeliveryEvent, WebhookEvent } from '../../domain/webhook/events.js';
import type { Db } from '../client.js';
import { newId } from '../ids.js';
import { plainArray, rowsOf } from '../sql.js';
import { dueRange } from './start-runs.js';
import { notifyDispatch } from './webhook-channel.js';

/** A webhook as its events are decided by. */
export interface RulingWebhook {
  id: string;
  cronJobId: string;
  events: WebhookEvent[];
  onlyAfterFailures: number;
}

/** The enabled webhooks of cron jobs. */
export function selectRulingWebhooks(db: Db, cronJobIds: readonly string[]): Promise<RulingWebhook[]> {
  return rowsOf<RulingWebhook>(
    db,
    sql`SELECT id, cron_job_id AS "cronJobId", events, only_after_failures AS "onlyAfterFailures" FROM webhooks
        WHERE cron_job_id = ANY(${plainArray(cronJobIds)}::uuid[]) AND enabled`,
  );
}

/** Those of these runs that are in the ledger. */
export async function selectEnteredRuns(db: Db, runIds: readonly string[]): Promise<Set<string>> {
  const [from, to] = dueRange(runIds);
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`SELECT id FROM runs WHERE id = ANY(${plainArray(runIds)}::uuid[])
          AND scheduled_for BETWEEN ${from}::timestamptz AND ${to}::timestamptz`,
  );
  return new Set(rows.map((row) => row.id));
}

/** Something that a webhook is to be told. */
export interface NewDelivery {
  webhookId: string;
  runId: string;
  scheduledFor: Date;
  event: DeliveryEvent;
}

/**
 * Enters deliveries, to be sent at once, and wakes the schedulers when this transaction commits. What a webhook has been
 * told of a run already is left out, and so is what is no more: a webhook deleted since it was looked for.
 * @returns the ids of those that were entered.
 */
export async function insertDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<string[]> {
  const plain = (pick: (delivery: NewDelivery) => string | number) => plainArray(deliveries.map(pick));
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`INSERT INTO webhook_deliveries (id, webhook_id, user_id, cron_job_id, run_id, scheduled_for, event, attention_at)
        SELECT d.id, w.id, w.user_id, w.cron_job_id, d.run_id, to_timestamp(d.due_ms / 1000), d.event, statement_timestamp()
        FROM unnest(${plainArray(deliveries.map(() => newId()).sort())}::uuid[], ${plain((d) => d.webhookId)}::text[],
          ${plain((d) => d.runId)}::uuid[], ${plain((d) => d.scheduledFor.getTime())}::float8[], ${plain((d) => d.event)}::text[]
        ) AS d(id, webhook_id, run_id, due_ms, event)
        JOIN webhooks w ON w.id = d.webhook_id
        ON CONFLICT (webhook_id, run_id, event) DO NOTHING
        RETURNING id, ${notifyDispatch}`,
  );
  return rows.map((row) => row.id);
}
