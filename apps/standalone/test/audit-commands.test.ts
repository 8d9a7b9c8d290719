import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { runCommand } from './command-context.js';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url, max: 2 });
}, 60_000);
afterAll(async () => {
  await database.close();
  await testDatabase.close();
});

const run = (line: string) => runCommand(line, { db: database.db, databaseUrl: testDatabase.url });

describe('audit list', () => {
  it('shows what was done at the command line, newest first, a page at a time', async () => {
    const userId = await seedUser(database.db, 'FREE');
    const created = await run(`key create --user ${userId} --name CI --tenants acme,globex`);
    const { apiKey } = created.data as { apiKey: { id: string; tenantIds: string[] } };
    expect(apiKey.tenantIds).toEqual(['acme', 'globex']);
    await run(`key revoke ${apiKey.id}`);

    const first = await run(`audit list --user ${userId} --limit 1`);
    expect(first.data).toMatchObject([{ action: 'api_key.deleted', actor: 'command_line', resourceId: apiKey.id }]);
    expect(first.text).toContain('command_line  api_key.deleted');
    const before = /--before (\S+)$/.exec(first.text)?.[1] ?? '';
    const second = await run(`audit list --user ${userId} --limit 1 --before ${before}`);
    expect(second.data).toMatchObject([{ action: 'api_key.created', details: { name: 'CI' } }]);
    expect((await run('audit list --action api_key.deleted --from 2999-01-01T00:00:00Z')).data).toEqual([]);
  });

  it('books the keys of the operator on the user and the day', async () => {
    const userId = await seedUser(database.db, 'FREE');
    for (let i = 0; i < 11; i += 1) await run(`key create --user ${userId} --name CI`);
    const { rows } = await database.pool.query(
      'SELECT api_key_count, api_keys_created FROM users u JOIN usage_days d ON d.user_id = u.id WHERE u.id = $1',
      [userId],
    );
    expect(rows).toEqual([{ api_key_count: 11, api_keys_created: 11 }]);
  });

  it.each([
    ['audit list --limit 0', '--limit is not a whole number from 1 to 1000: "0".'],
    ['audit list --limit 1e3', '--limit is not a whole number from 1 to 1000: "1e3".'],
    ['audit list --from today', '--from is not an ISO instant such as 2027-01-31T12:00:00Z: "today".'],
    ['audit list --before x', '--before is not the id of an event: "x".'],
    ['audit list --user nobody', 'There is no user "nobody"'],
  ])('refuses "%s"', async (line, sentence) => {
    await expect(run(line)).rejects.toThrow(sentence);
  });

  it('refuses an expiry that has passed, by the clock of the database', async () => {
    const userId = await seedUser(database.db, 'FREE');
    await expect(run(`key create --user ${userId} --name CI --expires 2020-01-01T00:00:00Z`)).rejects.toThrow(
      '--expires lies in the past: "2020-01-01T00:00:00Z".',
    );
    await expect(run(`key create --user ${userId} --name CI --tenants acme,+`)).rejects.toThrow('--tenants: "+" must');
  });
});
