import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.js';

const schema = z.object({
  operatorPassword: z.string(),
  adminToken: z.string(),
  /** Absent in files of before there was one. */
  encryptionKey: z.string().optional(),
  /** Keys of before, only for opening. */
  encryptionKeysOld: z.array(z.string()).default([]),
});

export interface Secrets {
  readonly operatorPassword: string;
  readonly adminToken: string;
  /** Hexadecimal. */
  readonly encryptionKey: string;
  readonly encryptionKeysOld: readonly string[];
}

/**
 * The secrets of this installation: made up once, then read from the data directory (mode 0600). Given ones win; what was
 * sealed with the kept key stays readable all the same. Throws a sentence when the file is damaged: with another key
 * nothing that is sealed could be read.
 */
export async function loadSecrets(dataDir: string, given: Partial<Secrets>): Promise<Secrets> {
  const kept = await keptSecrets(dataDir);
  const { operatorPassword = kept.operatorPassword, adminToken = kept.adminToken } = given;
  const { encryptionKey = kept.encryptionKey, encryptionKeysOld = [] } = given;
  const keptKeys = [...kept.encryptionKeysOld, ...(encryptionKey === kept.encryptionKey ? [] : [kept.encryptionKey])];
  return { operatorPassword, adminToken, encryptionKey, encryptionKeysOld: [...encryptionKeysOld, ...keptKeys] };
}

async function keptSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const kept = await readJsonFile(file, schema);
  if (kept === null && (await exists(file))) throw new Error(`${file} is damaged: restore it from a backup.`);
  const { encryptionKey, ...same } = kept ?? { ...MADE_UP(), encryptionKey: undefined };
  const secrets = { ...same, encryptionKey: encryptionKey ?? randomBytes(32).toString('hex') };
  if (encryptionKey === undefined) await writeJsonFile(file, secrets);
  return secrets;
}

const MADE_UP = () => ({ operatorPassword: secret(12), adminToken: secret(24), encryptionKeysOld: [] });

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
