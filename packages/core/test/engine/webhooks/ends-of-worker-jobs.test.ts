import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seeded, testSeed } from '@carillon/testkit/random';
import { decideEvents, type Occurrence } from '../../../src/domain/webhook/decide-events.js';
import { WEBHOOK_EVENTS } from '../../../src/domain/webhook/events.js';
import { completeWorkerJobs } from '../../../src/engine/complete-worker-jobs.js';
import { NO_VARIABLES } from '../../../src/domain/worker-job/variables.js';
import { setUp, type Setup } from '../cron-targets/support.js';
import { deliveriesOf, eventsOf, seedWebhook } from './support.js';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());
beforeEach(() => emptyTables(s.database.pool, 'runs', 'worker_jobs', 'usage_months', 'cron_jobs'));

describe('the end of a worker job that carries out a run', () => {
  test('is told in the same statement, with the count of failures in a row', async () => {
    const { cronJobId, job } = await s.oneActive({ consecutiveFailures: 2, lastStatus: 'failed' });
    await seedWebhook(s.database.db, cronJobId, s.userId, { onlyAfterFailures: 3 });
    await s.fail(job.key, { retries: 0 });
    const [told] = await deliveriesOf(s.database.db);
    const { stored } = await s.onlyRun();
    expect(told).toMatchObject({ event: 'failure', state: 'pending', runId: stored.id, cronJobId, userId: s.userId });
    expect(told?.scheduledFor).toEqual(stored.scheduledFor);
    expect(told?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test('several ends of one statement are counted in the order they were due', async () => {
    const [cronJobId = ''] = await s.seed(1, { consecutiveFailures: 1, lastStatus: 'failed' });
    await seedWebhook(s.database.db, cronJobId, s.userId, { onlyAfterFailures: 1 });
    const keys: string[] = [];
    for (let i = 0; i < 3; i++) {
      await s.fireNow();
      keys.push((await s.activateOne()).key);
    }
    const item = { ...s.access, activationId: null, variables: NO_VARIABLES };
    await completeWorkerJobs(
      s.database.pool,
      keys.map((key) => ({ ...item, key })),
    );
    // Only the first of them ends the row of failures.
    expect((await eventsOf(s.database.db)).sort()).toEqual(['recovered', 'success', 'success', 'success']);
    const recovered = (await deliveriesOf(s.database.db)).find((delivery) => delivery.event === 'recovered');
    expect(recovered?.runId).toBe((await s.ledger())[0]?.id);
  });

  test('a rolled-back end leaves nothing', async () => {
    const { cronJobId, job } = await s.oneActive();
    await seedWebhook(s.database.db, cronJobId, s.userId);
    const client = await s.database.pool.connect();
    await client.query('BEGIN');
    const end = `UPDATE worker_jobs SET state = 'CANCELLED', ready = false, held = false, finished_at = now(), finished_xid = pg_current_xact_id() WHERE key = $1`;
    await client.query(end.replace('CANCELLED', 'COMPLETED'), [job.key]);
    expect((await client.query('SELECT FROM webhook_deliveries')).rowCount).toBe(1);
    await client.query('ROLLBACK');
    client.release();
    expect(await eventsOf(s.database.db)).toEqual([]);
  });
});

test('SQL decides about ends as the domain does', async () => {
  const random = seeded(testSeed());
  for (let i = 0; i < 200; i++) {
    const failuresBefore = random.integer(0, 5);
    const onlyAfterFailures = random.integer(1, 5);
    const kind = random.pick(['succeeded', 'failed'] as const);
    const events = WEBHOOK_EVENTS.filter(() => random.next() < 0.7);
    const occurrence: Occurrence = { kind, failuresBefore };
    const { rows } = await s.database.pool.query<{ event: string }>(
      'SELECT event FROM decide_webhook_events($1, $2, $3, $4) AS e(event)',
      [kind === 'succeeded', failuresBefore, onlyAfterFailures, events],
    );
    const said = rows.map((row) => row.event).sort();
    expect({ occurrence, events, said }).toEqual({
      occurrence,
      events,
      said: decideEvents(occurrence, { events, onlyAfterFailures }).sort(),
    });
  }
});
