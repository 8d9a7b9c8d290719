import { encryptionKey } from '@carillon/core/config/env-fields';
import { createKeyring, type Keyring } from '@carillon/core/secrets/keyring';
import type { CliConfig } from '../config/cli-config.js';
import { dataDirectoryPath } from '../data-directory.js';
import { loadSecrets } from '../secrets.js';

/** The keys of the environment, else those of the standalone whose database it is. Throws a sentence. */
export async function openKeyring(config: CliConfig): Promise<Keyring> {
  const { ENCRYPTION_KEY: given, ENCRYPTION_KEYS_OLD: givenOld } = config;
  if (config.DATABASE_URL === undefined) {
    const secrets = await loadSecrets(dataDirectoryPath(config.CARILLON_DATA_DIR), {
      ...(given !== undefined && { encryptionKey: given }),
      encryptionKeysOld: givenOld,
    });
    return keyringOf(secrets.encryptionKey, secrets.encryptionKeysOld);
  }
  if (given === undefined) {
    throw new Error(
      'ENCRYPTION_KEY is missing: set it, and ENCRYPTION_KEYS_OLD, to what the api and the workers have.',
    );
  }
  return keyringOf(given, givenOld);
}

function keyringOf(current: string, old: readonly string[]): Keyring {
  return createKeyring({ current: encryptionKey.parse(current), old: old.map((key) => encryptionKey.parse(key)) });
}
