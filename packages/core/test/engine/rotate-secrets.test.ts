import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables } from '@carillon/testkit/empty-tables';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../src/db/client.js';
import { newPrefixedId } from '../../src/db/ids.js';
import { selectCronJob } from '../../src/db/queries/cron-jobs.js';
import { cronJobs, webhooks } from '../../src/db/schema/index.js';
import { webhookHeadersOf, webhookSecretPlace } from '../../src/domain/webhook/places.js';
import { countSecrets } from '../../src/engine/count-secrets.js';
import { openCall } from '../../src/engine/open-call.js';
import { rotateSecrets } from '../../src/engine/rotate-secrets.js';
import { updateCronJob } from '../../src/engine/update-cron-job.js';
import { openHeaders, sealHeaders } from '../../src/secrets/headers.js';
import { createKeyring, type Keyring } from '../../src/secrets/keyring.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const before = createKeyring({ current: first, old: [second] });
const after = createKeyring({ current: second, old: [first] });

let server: TestDatabase;
let database: Database;
let userId: string;

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  userId = await seedUser(database.db);
});
afterAll(async () => {
  await database.close();
  await server.close();
});
beforeEach(() => emptyTables(database.pool, 'cron_jobs'));

const headersOf = (i: number) => ({ 'content-type': 'text/plain', 'x-key': `Bearer secret-${i}` });

/** Jobs whose headers are sealed with the first key, each for its own row. */
async function seedSealed(count: number): Promise<string[]> {
  const ids = await seedCronJobs(database.db, count, { userId });
  const rows = ids.map((id, i) => ({ id, headers: sealHeaders(before, { owner: userId, record: id }, headersOf(i)) }));
  await database.pool.query(
    `UPDATE cron_jobs c SET headers = r.headers
     FROM json_to_recordset($1::json) AS r(id uuid, headers jsonb) WHERE c.id = r.id`,
    [JSON.stringify(rows)],
  );
  return ids;
}

const stored = async (id: string) => (await selectCronJob(database.db, userId, id))?.headers ?? {};

/** Whether each of the jobs has its own headers, and others beside them at most. */
async function expectOpen(keyring: Keyring, ids: readonly string[]): Promise<void> {
  const rows = new Map((await database.db.select().from(cronJobs)).map((row) => [row.id, row.headers ?? {}]));
  for (const [i, id] of ids.entries())
    expect(openHeaders(keyring, { owner: userId, record: id }, rows.get(id) ?? {})).toMatchObject(headersOf(i));
}

describe('rotation', () => {
  test('seals everything with the current key, what was plain too, and leaves what is no secret', async () => {
    const ids = await seedSealed(250);
    const [plain = ''] = await seedCronJobs(database.db, 1, {
      userId,
      headers: { accept: '*/*', cookie: 'sid=plain' },
    });
    await seedCronJobs(database.db, 1, { userId });
    const seen: number[] = [];
    const result = await rotateSecrets({ db: database.db, keyring: after, onProgress: (rows) => seen.push(rows) });
    expect(result).toEqual({ rotated: 251, unreadable: 0, left: 0 });
    expect(seen).toEqual([200, 251]);
    const onlySecond = createKeyring({ current: second });
    await expectOpen(onlySecond, ids);
    expect(await stored(plain)).toEqual({ accept: '*/*', cookie: expect.stringMatching(/^v1\./) });
    expect(await countSecrets(database.db, onlySecond)).toEqual([
      { keyId: onlySecond.currentKeyId, state: 'current', values: 251, unreadable: 0 },
    ]);
    expect(await rotateSecrets({ db: database.db, keyring: after })).toEqual({ rotated: 0, unreadable: 0, left: 0 });
  });

  test('takes the secrets of webhooks along, the previous one too', async () => {
    const [cronJobId = ''] = await seedCronJobs(database.db, 1, { userId });
    const webhook = { id: newPrefixedId('webhook'), userId };
    const place = webhookSecretPlace(webhook);
    await database.db.insert(webhooks).values({
      ...webhook,
      cronJobId,
      endpoint: 'https://example.com/',
      events: ['failure'],
      headers: sealHeaders(before, webhookHeadersOf(webhook), { 'x-key': 'header-secret' }),
      secret: before.seal('secret-now', place),
      previousSecret: before.seal('secret-before', place),
    });
    expect(await rotateSecrets({ db: database.db, keyring: after })).toEqual({ rotated: 2, unreadable: 0, left: 0 });
    const onlySecond = createKeyring({ current: second });
    const [row] = await database.db.select().from(webhooks);
    expect(onlySecond.open(row?.secret ?? '', place)).toBe('secret-now');
    expect(onlySecond.open(row?.previousSecret ?? '', place)).toBe('secret-before');
    expect(openHeaders(onlySecond, webhookHeadersOf(webhook), row?.headers ?? {})).toEqual({
      'x-key': 'header-secret',
    });
  });

  test('while jobs are edited and started: every value can be read at every moment, and none is lost', async () => {
    const ids = await seedSealed(100);
    const actor = { kind: 'command_line' } as const;
    let rotating = true;
    // The two kinds of processes there are while keys are exchanged.
    const rings = [before, after];
    const edit = async (part: number) => {
      for (let n = part; rotating; n += 2) {
        const i = (n * 7) % ids.length;
        const keyring = rings[n % 2] ?? before;
        const changes = { headers: { ...headersOf(i), 'x-edited': `edit-${n}` } };
        const outcome = await updateCronJob(
          database.db,
          { keyring },
          { userId, cronJobId: ids[i] ?? '', changes, actor },
        );
        expect(outcome.kind).toBe('updated');
      }
    };
    const start = async () => {
      for (let n = 0; rotating; n += 1) {
        const i = (n * 11) % ids.length;
        const cronJobId = ids[i] ?? '';
        const opened = openCall(rings[n % 2] ?? before, { userId, cronJobId, headers: await stored(cronJobId) });
        expect(opened?.headers).toMatchObject(headersOf(i));
      }
    };
    const others = [edit(0), edit(1), start(), start()];
    const rotation = (async () => {
      for (const keyring of [after, before, after]) await rotateSecrets({ db: database.db, keyring });
      rotating = false;
    })();
    await Promise.all([...others, rotation]);
    const last = await rotateSecrets({ db: database.db, keyring: after });
    expect(last).toMatchObject({ unreadable: 0, left: 0 });
    const onlySecond = createKeyring({ current: second });
    await expectOpen(onlySecond, ids);
  });

  test('passes over a row that somebody holds, and over one that has changed since it was read', async () => {
    const [held = '', free = ''] = await seedSealed(2);
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM cron_jobs WHERE id = $1 FOR UPDATE', [held]);
    const rotation = rotateSecrets({ db: database.db, keyring: after });
    expect(await rotation).toEqual({ rotated: 1, unreadable: 0, left: 1 });
    await holder.query('COMMIT');
    holder.release();
    expect((await stored(free))['x-key']).toContain(after.currentKeyId);
    expect(await rotateSecrets({ db: database.db, keyring: after })).toEqual({ rotated: 1, unreadable: 0, left: 0 });
  });

  test('leaves what it cannot open, and says so', async () => {
    const [one = '', other = ''] = await seedSealed(2);
    // As somebody would who can write to the database and wants another's credential sent to a target of his own.
    const moved = { 'x-key': (await stored(one))['x-key'] ?? '' };
    await database.db.update(cronJobs).set({ headers: moved }).where(eq(cronJobs.id, other));
    expect(openCall(before, { userId, cronJobId: other, headers: moved })).toBeNull();
    expect(await countSecrets(database.db, createKeyring({ current: second }))).toEqual([
      { keyId: before.currentKeyId, state: 'unknown', values: 2, unreadable: 2 },
    ]);
    expect(await rotateSecrets({ db: database.db, keyring: after })).toEqual({ rotated: 1, unreadable: 1, left: 0 });
    expect(await stored(other)).toEqual(moved);
  });
});
