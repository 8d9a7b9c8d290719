import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { auditEvents, webhookDeliveries, webhooks } from '../../../src/db/schema/index.js';
import type { PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { reconcileRunBatches } from '../../../src/engine/reconcile-run-batches.js';
import { updateCronJob } from '../../../src/engine/update-cron-job.js';
import { createKeyring } from '../../../src/secrets/keyring.js';
import { TARGET } from '../cron-targets/support.js';
import { setUp, type Setup } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => s.clear());

const policy: PolicyChoices = { autoDisableAfter: 2 };

const events = (cronJobId: string) =>
  s.database.db.select().from(auditEvents).where(eq(auditEvents.resourceId, cronJobId));
const call = async (cronJobId: string, status: number) => s.finish(await s.mustStart(await s.fire(cronJobId)), status);

describe('a cron job with autoDisableAfter', () => {
  test('is disabled with the failure that makes it so many in a row, which the audit tells', async () => {
    const job = await s.exclusive(policy);
    for (const status of [500, 200, 500]) await call(job, status);
    expect(await s.cronJob(job)).toMatchObject({ enabled: true, consecutiveFailures: 1 });
    await call(job, 500);
    expect(await s.cronJob(job)).toMatchObject({ enabled: false, nextRunAt: null, consecutiveFailures: 2 });
    const [event, ...more] = await events(job);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      userId: s.userId,
      actor: 'system',
      action: 'cron_job.disabled',
      details: { name: 'job 1', consecutiveFailures: 2 },
    });
    // A manual run that fails changes nothing any more.
    const manual = await s.execute(job);
    if (manual.kind !== 'queued') throw new Error(manual.kind);
    await s.finish(await s.mustStart(await s.run(manual.runId)), 500);
    expect(await events(job)).toHaveLength(1);
  });

  test('tells its webhook, if that wants to know', async () => {
    const [told, untold] = [await s.exclusive(policy), await s.exclusive(policy)];
    const hook = (cronJobId: string, wanted: string[]) => ({
      id: `webhook_${cronJobId}`,
      ...{ cronJobId, userId: s.userId, endpoint: 'http://example.com/', secret: 'whsec_x' },
      events: wanted as ('disabled' | 'failure')[],
    });
    await s.database.db.insert(webhooks).values([hook(told, ['disabled']), hook(untold, ['failure'])]);
    for (const job of [told, untold]) {
      await s.change(job, { hasWebhook: true });
      await call(job, 500);
      await call(job, 500);
    }
    const entered = await s.database.db.select().from(webhookDeliveries);
    const ofTold = entered.filter((delivery) => delivery.cronJobId === told);
    expect(ofTold).toEqual([expect.objectContaining({ event: 'disabled', runId: (await s.last(told)).id })]);
    expect(entered.filter((delivery) => delivery.cronJobId === untold).map((delivery) => delivery.event)).toEqual([
      'failure',
      'failure',
    ]);
  });

  test('counts failed worker jobs and runs that are given up', async () => {
    const [pulled, lost] = [await s.exclusive({ autoDisableAfter: 1 }), await s.exclusive({ autoDisableAfter: 1 })];
    await s.change(pulled, { target: TARGET, url: null, method: null, body: null });
    await s.fire(pulled);
    await s.fail((await s.activateOne()).key, { retries: 0 });
    expect(await s.cronJob(pulled)).toMatchObject({ enabled: false, nextRunAt: null });
    expect(await events(pulled)).toHaveLength(1);
    const run = await s.fire(lost);
    for (let attempt = 1; attempt <= 3; attempt++) {
      await s.mustStart(await s.run(run.id));
      await s.database.pool.query(`UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 s'`);
      await reconcileRunBatches(s.database, s.publisher, { limit: 100, rescueLost: true });
    }
    expect((await s.run(run.id)).state).toBe('failed');
    expect(await s.cronJob(lost)).toMatchObject({ enabled: false, nextRunAt: null });
  });

  test('counts from nothing when it is enabled again', async () => {
    const job = await s.exclusive(policy);
    await call(job, 500);
    await call(job, 500);
    const actor = { kind: 'command_line' } as const;
    const changes = { enabled: true };
    const keyring = createKeyring({ current: randomBytes(32) });
    const outcome = await updateCronJob(
      s.database.db,
      { keyring },
      { userId: s.userId, cronJobId: job, changes, actor },
    );
    expect(outcome).toMatchObject({ kind: 'updated', job: { enabled: true, consecutiveFailures: 0 } });
    await call(job, 500);
    expect((await s.cronJob(job)).enabled).toBe(true);
  });
});
