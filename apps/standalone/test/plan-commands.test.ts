import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { seedCronJobs } from '@carillon/testkit/seed';
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

const run = (line: string, defaultPlan = 'FREE') =>
  runCommand(line, { db: database.db, databaseUrl: testDatabase.url, defaultPlan });

const ALL =
  '--monthly-runs none --min-interval-seconds 600 --daily-api-calls 100 --requests-per-minute none --log-retention-days 5 --max-timeout-ms 45000';

describe('plans at the command line', () => {
  it('are listed with all figures', async () => {
    const { text, data } = await run('plan list');
    expect(text).toContain('MAX-JOBS');
    expect(text).toMatch(/UNLIMITED +none +none +1 +none +none +90 +1800000/);
    expect(data).toMatchObject([{ name: 'FREE', maxJobs: 5 }, {}, {}, { name: 'UNLIMITED', maxJobs: null }]);
  });

  it('are added with all figures and edited with some', async () => {
    await expect(run('plan set TEAM --max-jobs 7')).rejects.toThrow(
      'There is no plan "TEAM", and a new one needs --monthly-runs, --min-interval-seconds,',
    );
    expect((await run(`plan set TEAM --max-jobs 7 ${ALL}`)).text).toBe('Added the plan TEAM.');
    const edited = await run('plan set TEAM --max-jobs none');
    expect(edited.data).toMatchObject({ name: 'TEAM', maxJobs: null, minIntervalSeconds: 600, dailyApiCalls: 100 });
    expect((await run('plan set TEAM --max-jobs none')).text).toContain('already');
    expect((await run('audit list --action plan.edited')).data).toMatchObject([
      { actor: 'command_line', details: { from: { maxJobs: 7 }, to: { maxJobs: null } } },
      { actor: 'command_line', details: { from: null } },
    ]);
  });

  it.each([
    ['plan set team --max-jobs 7', '"team" cannot be a plan\'s name'],
    ['plan set FREE --max-jobs many', '--max-jobs must be a whole number from 0 to 1000000, or "none", not "many".'],
    ['plan set FREE --max-jobs -1', 'argument is ambiguous'],
    ['plan set FREE --log-retention-days none', '--log-retention-days must be a whole number from 1 to 3650, not'],
    ['plan set', '"plan set" takes <name>, not "".'],
    ['plan set FREE --price 5', "Unknown option '--price'"],
  ])('refuses "%s"', async (line, sentence) => {
    await expect(run(line)).rejects.toThrow(sentence);
  });
});

describe('a user’s plan at the command line', () => {
  it('is the default one unless said, and one that there is', async () => {
    const made = await run('user create --email a@b.example --name Ann', 'HOBBY');
    expect(made.data).toMatchObject({ plan: 'HOBBY' });
    const refused = run('user create --email b@b.example --name Bob --plan GOLD');
    await expect(refused).rejects.toThrow('There is no plan "GOLD": the plans are FREE, HOBBY, PRO');
    expect((await run('audit list --action user.created')).data).toHaveLength(1);
  });

  it('is changed by address or id, and what does not fit is disabled', async () => {
    const made = await run('user create --email c@b.example --name Cem --plan PRO');
    const { id: userId } = made.data as { id: string };
    await seedCronJobs(database.db, 6, { userId, url: 'http://example.com/' });
    const changed = await run('user plan c@b.example FREE');
    expect(changed.text).toBe(
      [
        'c@b.example is now on FREE, no longer on PRO.',
        'Jobs that are disabled: 1',
        "No new jobs can be created. The plan's limit: 5, current jobs: 6",
      ].join('\n'),
    );
    expect(changed.data).toMatchObject({ changed: true, oldPlan: 'PRO', newPlan: 'FREE', isDowngrade: true });
    expect((await run(`user plan ${userId} FREE`)).text).toBe('c@b.example is on the plan FREE already.');
  });

  it.each([
    ['user plan nobody FREE', 'There is no user "nobody"'],
    ['user plan a@b.example GOLD', 'There is no plan "GOLD"'],
    ['user plan a@b.example', '"user plan" takes <email|id> <plan>, not "a@b.example".'],
  ])('refuses "%s"', async (line, sentence) => {
    await expect(run(line)).rejects.toThrow(sentence);
  });
});
