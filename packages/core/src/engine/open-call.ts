import { createRedactor, type Redactor } from '../domain/secret/redactor.js';
import { secretsOfHeaders } from '../domain/secret/secrets-of-headers.js';
import { openHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';

/** What of a call is kept sealed. */
export interface SealedCall {
  userId: string;
  cronJobId: string;
  headers: Record<string, string> | null;
}

export interface OpenedCall {
  headers: Record<string, string> | null;
  /** Takes the headers' secrets out of what comes back; null when there are none. */
  redact: Redactor | null;
}

const NOTHING: OpenedCall = { headers: null, redact: null };

/** Opens the headers of a call; null when one of them cannot be opened. */
export function openCall(keyring: Keyring, { userId, cronJobId, headers }: SealedCall): OpenedCall | null {
  if (headers === null) return NOTHING;
  const opened = openHeaders(keyring, { owner: userId, record: cronJobId }, headers);
  return opened && { headers: opened, redact: createRedactor(secretsOfHeaders(opened)) };
}
