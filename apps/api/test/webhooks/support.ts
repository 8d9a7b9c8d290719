import { newRunId } from '@carillon/core/db/ids';
import { insertDeliveries } from '@carillon/core/db/queries/enter-deliveries';
import { selectDelivery } from '@carillon/core/db/queries/delivery-lists';
import { selectWebhook } from '@carillon/core/db/queries/webhooks';
import { formatDeliveryId, parseDeliveryId } from '@carillon/core/domain/ids';
import { seedCronJobs } from '@carillon/testkit/seed';
import { startApi } from '../support/start-api.js';

export const ENDPOINT = 'https://hooks.example.com/carillon?token=of-the-receiver';
export const ENGLISH = { 'accept-language': 'en' };

/** An API with a user, and what tests of webhooks do with it. */
export async function setUp() {
  const api = await startApi();
  const { db } = api.database;
  const { userId, token } = await api.user('UNLIMITED');
  const job = async (of = userId) => {
    const [id = ''] = await seedCronJobs(db, 1, { userId: of, nextRunAt: null });
    return id;
  };
  const rowOf = async (jobId: string) => {
    const row = await selectWebhook(db, userId, jobId);
    if (row === null) throw new Error('no webhook');
    return row;
  };
  /** Enters a delivery, ended if asked; its id as it is shown. */
  const enter = async (jobId: string, state?: 'dead' | 'delivered') => {
    const { id: webhookId } = await rowOf(jobId);
    const now = new Date();
    const told = { webhookId, runId: newRunId(now), scheduledFor: now, event: 'failure' } as const;
    const [id = ''] = await insertDeliveries(db, [told]);
    if (state !== undefined) {
      const end = `UPDATE webhook_deliveries SET state = $2, finished_at = now(), attention_at = NULL, attempt = 11,
        payload = '{"a":1}' WHERE id = $1`;
      await api.database.pool.query(end, [id, state]);
    }
    return formatDeliveryId(id);
  };
  /** What the database has of a delivery, by the id that is shown. */
  const deliveryOf = async (jobId: string, id: string) =>
    selectDelivery(db, (await rowOf(jobId)).id, parseDeliveryId(id) ?? '');
  return {
    api,
    deliveryOf,
    userId,
    token,
    job,
    rowOf,
    enter,
    create: (jobId: string, fields: object = {}) =>
      api.call(token, 'POST', '/api/webhooks', { jobId, endpoint: ENDPOINT, ...fields }, ENGLISH),
    /** Calls about a job's webhook, in English. */
    ask: (method: string, jobId: string, rest = '', body?: object) =>
      api.call(token, method, `/api/webhooks/${jobId}${rest}`, body, ENGLISH),
  };
}

export type Setup = Awaited<ReturnType<typeof setUp>>;
