import { createHash } from 'node:crypto';
import { createKeyring } from '@carillon/core/secrets/keyring';

/** The key of every test, as the environment has it. */
export const TEST_ENCRYPTION_KEY = createHash('sha256').update('carillon tests').digest('hex');

/** Opens what the processes of a test seal, and the other way round. */
export const testKeyring = createKeyring({ current: Buffer.from(TEST_ENCRYPTION_KEY, 'hex') });
