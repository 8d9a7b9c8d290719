import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { createKeyring, keyIdOf } from '@carillon/core/secrets/keyring';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openKeyring } from '../src/cli/open-keyring.js';
import { loadSecrets } from '../src/secrets.js';
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

const NEXT = randomBytes(32);

describe('secrets at the command line', () => {
  const run = (line: string, keyring = testKeyring) =>
    runCommand(line, { db: database.db, databaseUrl: testDatabase.url, keyring: () => Promise.resolve(keyring) });

  it('are counted by key, and sealed with another', async () => {
    const userId = await seedUser(database.db);
    await seedCronJobs(database.db, 3, { userId, headers: { 'x-key': 'planted', accept: '*/*' } });
    expect((await run('secrets check')).text).toMatch(/^KEY +STATE +VALUES +UNREADABLE\n- +not sealed +3 +0$/);
    const id = testKeyring.currentKeyId;
    expect((await run('secrets rotate')).text).toBe(`Sealed the secrets of 3 rows with the key ${id}.`);
    const next = createKeyring({ current: NEXT });
    const stuck = await run('secrets rotate', next);
    expect(stuck.text).toContain('3 values open with no key that is set: they stay as they are.');
    expect((await run('secrets check', next)).text).toMatch(new RegExp(`\\n${id} +unknown +3 +3$`));
    expect((await run('secrets check')).data).toEqual([{ keyId: id, state: 'current', values: 3, unreadable: 0 }]);
  });
});

describe('the keys of the command line', () => {
  const hex = NEXT.toString('hex');
  const config = { DEFAULT_PLAN: 'FREE', QUOTA_TIMEZONE: 'UTC', ENCRYPTION_KEYS_OLD: [] };

  it('are those of the environment beside a database of its own', async () => {
    const own = { ...config, DATABASE_URL: testDatabase.url };
    expect((await openKeyring({ ...own, ENCRYPTION_KEY: hex })).currentKeyId).toBe(keyIdOf(NEXT));
    await expect(openKeyring(own)).rejects.toThrow('ENCRYPTION_KEY is missing');
  });

  it('are those in the data directory of `npm start` otherwise', async () => {
    const base = await mkdtemp(join(tmpdir(), 'carillon-keys-'));
    try {
      const { encryptionKey } = await loadSecrets(base, {});
      const kept = keyIdOf(Buffer.from(encryptionKey, 'hex'));
      const standalone = { ...config, CARILLON_DATA_DIR: base };
      expect((await openKeyring(standalone)).currentKeyId).toBe(kept);
      const both = await openKeyring({ ...standalone, ENCRYPTION_KEY: hex });
      expect([both.currentKeyId, both.keyIds.has(kept)]).toEqual([keyIdOf(NEXT), true]);
    } finally {
      await rm(base, { recursive: true });
    }
  });
});
