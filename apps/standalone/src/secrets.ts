import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.js';

const schema = z.object({ operatorPassword: z.string(), adminToken: z.string() });

export type Secrets = z.infer<typeof schema>;

/** The passwords of this installation: made up once, then read from the data directory (mode 0600). Given ones win. */
export async function loadSecrets(dataDir: string, given: Partial<Secrets>): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  const kept = await readJsonFile(file, schema);
  const secrets = kept ?? { operatorPassword: secret(12), adminToken: secret(24) };
  if (kept === null) await writeJsonFile(file, secrets);
  return {
    operatorPassword: given.operatorPassword ?? secrets.operatorPassword,
    adminToken: given.adminToken ?? secrets.adminToken,
  };
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
