import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  allowWeakSecrets,
  databaseUrl,
  encryptionKey,
  oldEncryptionKeys,
  redisUrl,
} from '../../src/config/env-fields.js';
import { ConfigError, parseEnv } from '../../src/config/parse-env.js';
import { refuseWeakSecrets } from '../../src/config/weak-secrets.js';

const schema = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ENCRYPTION_KEY: encryptionKey,
    ENCRYPTION_KEYS_OLD: oldEncryptionKeys,
    ADMIN_TOKEN: z.string().optional(),
    OPERATOR_PASSWORD: z.string().optional(),
    ALLOW_WEAK_SECRETS: allowWeakSecrets,
  })
  .superRefine(refuseWeakSecrets);

const KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdef1032547698badcfe';
const OTHER = Buffer.from(KEY, 'hex').reverse().toString('base64');
const env = { DATABASE_URL: 'postgres://carillon:f8Kq0zWm@db/carillon', ENCRYPTION_KEY: KEY };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-env-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: string): Promise<string> {
  const path = join(folder, randomUUID());
  await writeFile(path, content);
  return path;
}

const faultsOf = (given: NodeJS.ProcessEnv): string => {
  try {
    parseEnv(schema, given);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1).join('\n');
    throw error;
  }
};

describe('secrets in files', () => {
  test('stand for the variable, without the line break at their end', async () => {
    const [key, old] = await Promise.all([fileWith(`${KEY}\n`), fileWith(`${OTHER},\n${KEY}\n`)]);
    const given = { DATABASE_URL: env.DATABASE_URL, ENCRYPTION_KEY_FILE: key, ENCRYPTION_KEYS_OLD_FILE: old };
    const parsed = parseEnv(schema, given);
    expect(Buffer.from(parsed.ENCRYPTION_KEY).toString('hex')).toBe(KEY);
    expect(parsed.ENCRYPTION_KEYS_OLD).toHaveLength(2);
  });

  test('must be there, say something, and stand alone; all faults are told, each once', async () => {
    const empty = await fileWith('\n');
    const missing = join(folder, 'missing');
    expect(
      faultsOf({
        ...env,
        ENCRYPTION_KEY_FILE: missing,
        DATABASE_URL: '',
        DATABASE_URL_FILE: missing,
        REDIS_URL_FILE: empty,
      }),
    ).toBe(
      [
        '  DATABASE_URL_FILE: names a file that cannot be read (ENOENT)',
        '  REDIS_URL_FILE: names an empty file',
        '  ENCRYPTION_KEY_FILE: is set, and so is ENCRYPTION_KEY: keep one of them',
      ].join('\n'),
    );
  });

  test('of secrets that a process does not read are not looked at', () => {
    const scheduler = z.object({ DATABASE_URL: databaseUrl });
    const given = { DATABASE_URL: env.DATABASE_URL, ENCRYPTION_KEY_FILE: join(folder, 'missing') };
    expect(parseEnv(scheduler, given)).toEqual({ DATABASE_URL: env.DATABASE_URL });
  });
});

describe('a process does not start', () => {
  test.each([
    [
      'without a key',
      { ENCRYPTION_KEY: '' },
      'ENCRYPTION_KEY: is missing: `openssl rand -hex 32` makes one, and it must be the same for all processes',
    ],
    [
      'with a word as a key',
      { ENCRYPTION_KEY: 'changeme' },
      'ENCRYPTION_KEY: must be 32 random bytes as 64 hexadecimal digits or in base64: `openssl rand -hex 32` makes one',
    ],
    [
      'with zeros as a key',
      { ENCRYPTION_KEY: '0'.repeat(64) },
      'ENCRYPTION_KEY: is not random: `openssl rand -hex 32` makes a key',
    ],
    [
      'with a wrong old key',
      { ENCRYPTION_KEYS_OLD: `${OTHER},abc` },
      'ENCRYPTION_KEYS_OLD: must be 32 random bytes as 64 hexadecimal digits or in base64: `openssl rand -hex 32` makes one',
    ],
    ['with a short password', { OPERATOR_PASSWORD: 'f8Kq0zWm' }, 'OPERATOR_PASSWORD: must have at least 12 characters'],
    [
      'with a password that everybody knows',
      { OPERATOR_PASSWORD: 'Password-1234' },
      'OPERATOR_PASSWORD: is easily guessed: `openssl rand -hex 24` makes a better one',
    ],
    [
      'with the token of an example',
      { ADMIN_TOKEN: 'change-me-to-something-of-32-characters' },
      'ADMIN_TOKEN: is easily guessed: `openssl rand -hex 24` makes a better one',
    ],
    [
      'with a database whose password everybody knows',
      { DATABASE_URL: 'postgres://carillon:changeme@db/carillon' },
      'DATABASE_URL: has a password that is easily guessed: give the server another',
    ],
    [
      'with a Redis whose password everybody knows',
      { REDIS_URL: 'redis://:secret@redis:6379' },
      'REDIS_URL: has a password that is easily guessed: give the server another',
    ],
  ])('%s', (_name, change, fault) => {
    const faults = faultsOf({ ...env, ...change });
    expect(faults).toBe(`  ${fault}`);
  });

  test('unless it is told that weak secrets will do; a key is never one of them', () => {
    const weak = {
      ...env,
      OPERATOR_PASSWORD: 'password',
      DATABASE_URL: 'postgres://a:admin@db/x',
      ALLOW_WEAK_SECRETS: 'true',
    };
    expect(faultsOf(weak)).toBe('');
    expect(faultsOf({ ...weak, ENCRYPTION_KEY: 'a'.repeat(64) })).toContain('is not random');
  });

  test('and it does with good ones, a loopback server with its usual password, and one without any', () => {
    const good = { OPERATOR_PASSWORD: 'kJ3-vR8_pQ2x', ADMIN_TOKEN: 'an-admin-token-of-more-than-32-characters' };
    expect(faultsOf({ ...env, ...good })).toBe('');
    expect(faultsOf({ ...env, DATABASE_URL: 'postgres://postgres:password@127.0.0.1:5432/x' })).toBe('');
    expect(faultsOf({ ...env, DATABASE_URL: 'postgres://db/carillon' })).toBe('');
  });

  test('no fault repeats the secret', () => {
    const secret = 'planted-planted';
    const faults = faultsOf({
      ...env,
      ENCRYPTION_KEY: secret,
      ENCRYPTION_KEYS_OLD: secret,
      DATABASE_URL: secret,
      REDIS_URL: secret,
    });
    expect(faults.split('\n')).toHaveLength(4);
    expect(faults).not.toContain('planted');
  });
});
