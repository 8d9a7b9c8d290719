import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processIdentity } from '@carillon/embedded-db/process-identity';
import { openDataDirectory } from '../src/data-directory.js';
import { takeRunLock } from '../src/run-lock.js';
import { loadSecrets } from '../src/secrets.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'carillon-data-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('openDataDirectory', () => {
  it('makes a new one and recognises it afterwards', async () => {
    await openDataDirectory(join(base, 'new'));
    await writeFile(join(base, 'new', 'more'), '');
    await openDataDirectory(join(base, 'new'));
  });

  it('takes an empty one', async () => {
    await mkdir(join(base, 'empty'));
    await openDataDirectory(join(base, 'empty'));
  });

  it("refuses somebody else's", async () => {
    await writeFile(join(base, 'holiday.jpg'), '');
    await expect(openDataDirectory(base)).rejects.toThrow(
      `${base} is not a data directory of Carillon, and it is not empty: name another one with CARILLON_DATA_DIR.`,
    );
  });

  it('says that a file is in the way', async () => {
    await writeFile(join(base, 'file'), '');
    await expect(openDataDirectory(join(base, 'file'))).rejects.toThrow('there is a file of that name');
  });
});

describe('takeRunLock', () => {
  it('names process and url of the one that runs', async () => {
    const identity = (await processIdentity(process.ppid)) ?? '';
    const holder = { pid: process.ppid, identity, url: 'http://127.0.0.1:1' };
    await writeFile(join(base, 'running.json'), JSON.stringify(holder));
    await expect(takeRunLock(base, 'http://x')).rejects.toThrow(`process ${process.ppid}, http://127.0.0.1:1`);
  });

  it('takes the place of a killed one, even when its pid is in use again', async () => {
    const holder = { pid: process.ppid, identity: 'an earlier life', url: 'http://127.0.0.1:1' };
    await writeFile(join(base, 'running.json'), JSON.stringify(holder));
    const lock = await takeRunLock(base, 'http://x');
    await lock.release();
    await expect(stat(join(base, 'running.json'))).rejects.toThrow('ENOENT');
  });
});

describe('loadSecrets', () => {
  it('makes them up once, for the owner alone to read', async () => {
    const first = await loadSecrets(base, {});
    expect(await loadSecrets(base, {})).toEqual(first);
    expect((await stat(join(base, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('prefers what the environment gives', async () => {
    expect((await loadSecrets(base, { adminToken: 'given' })).adminToken).toBe('given');
  });

  it('keeps its key for reading when another is given', async () => {
    const { encryptionKey } = await loadSecrets(base, {});
    expect(encryptionKey).toMatch(/^[0-9a-f]{64}$/);
    const given = { encryptionKey: 'ab'.repeat(32), encryptionKeysOld: ['cd'.repeat(32)] };
    expect(await loadSecrets(base, given)).toMatchObject({
      encryptionKey: given.encryptionKey,
      encryptionKeysOld: [...given.encryptionKeysOld, encryptionKey],
    });
    expect(await loadSecrets(base, { encryptionKey })).toMatchObject({ encryptionKey, encryptionKeysOld: [] });
  });

  it('adds a key to a file of before there was one, and keeps the rest', async () => {
    const before = { operatorPassword: 'as before', adminToken: 'as before' };
    await writeFile(join(base, 'secrets.json'), JSON.stringify(before));
    const first = await loadSecrets(base, {});
    expect(first).toMatchObject(before);
    expect(await loadSecrets(base, {})).toEqual(first);
  });

  it('refuses a damaged file: another key would open nothing', async () => {
    await writeFile(join(base, 'secrets.json'), '{"operatorPassword":');
    await expect(loadSecrets(base, {})).rejects.toThrow('secrets.json is damaged: restore it from a backup.');
  });
});
