import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { cronJobs, webhooks } from '../schema/index.js';
import { notifyDispatch } from './webhook-channel.js';

export type Webhook = typeof webhooks.$inferSelect;
export type NewWebhook = typeof webhooks.$inferInsert;

/** Which webhooks of a user to list, newest first. */
export interface WebhookFilter {
  userId: string;
  limit: number;
  /** Only webhooks older than the one with this id. */
  beforeId?: string | undefined;
}

/** Ids are time-ordered, so their order is the order of creation, and it is the one the index has. */
export function selectWebhooks(db: Db, { userId, limit, beforeId }: WebhookFilter): Promise<Webhook[]> {
  return db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.userId, userId), beforeId === undefined ? undefined : lt(webhooks.id, beforeId)))
    .orderBy(desc(webhooks.id))
    .limit(limit);
}

const isOf = (userId: string, cronJobId: string) => and(eq(webhooks.cronJobId, cronJobId), eq(webhooks.userId, userId));

/** The webhook of a user's cron job; null when there is none, or it is another user's. */
export async function selectWebhook(db: Db, userId: string, cronJobId: string): Promise<Webhook | null> {
  const [row] = await db.select().from(webhooks).where(isOf(userId, cronJobId));
  return row ?? null;
}

/** As `selectWebhook`, and locks the row. */
export async function lockWebhook(db: Db, userId: string, cronJobId: string): Promise<Webhook | null> {
  const [row] = await db.select().from(webhooks).where(isOf(userId, cronJobId)).for('no key update');
  return row ?? null;
}

/** Adds a webhook to a cron job that this transaction has locked; null when the job has one. */
export async function insertWebhook(db: Db, values: NewWebhook): Promise<Webhook | null> {
  const [row] = await db.insert(webhooks).values(values).onConflictDoNothing().returning();
  return row ?? null;
}

/** Writes the changed columns of a webhook that this transaction has locked. */
export async function updateWebhookRow(db: Db, id: string, changes: Partial<NewWebhook>): Promise<Webhook> {
  const [row] = await db.update(webhooks).set(changes).where(eq(webhooks.id, id)).returning();
  if (row === undefined) throw new Error('A locked webhook has gone');
  return row;
}

/** Removes a webhook, and with it what it was to be told. */
export async function deleteWebhookRow(db: Db, id: string): Promise<void> {
  await db.delete(webhooks).where(eq(webhooks.id, id));
}

/** Notes on a cron job that this transaction has locked whether it has a webhook. */
export async function setHasWebhook(db: Db, cronJobId: string, hasWebhook: boolean): Promise<void> {
  await db.update(cronJobs).set({ hasWebhook }).where(eq(cronJobs.id, cronJobId));
}

/** Makes everything that waits for a webhook due at once, what is put off after a failure as well. */
export async function hurryDeliveries(db: Db, webhookId: string): Promise<void> {
  await db.execute(
    sql`UPDATE webhook_deliveries SET attention_at = statement_timestamp()
        WHERE webhook_id = ${webhookId} AND state = 'pending' AND NOT in_flight AND attention_at > statement_timestamp()`,
  );
  await db.execute(sql`SELECT ${notifyDispatch}`);
}
