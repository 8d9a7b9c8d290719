import type { Db } from '../db/client.js';
import { SEALED_COLUMNS, type SealedColumn, type SealedRow } from '../db/queries/sealed-values.js';
import { readSealed } from '../domain/secret/sealed-text.js';
import type { Keyring } from '../secrets/keyring.js';
import { isLeftPlain, pagesOf, placeOf } from './rotate-secrets.js';

/** The secrets that are sealed with one key. */
export interface KeyUse {
  /** Null for values that are not sealed. */
  keyId: string | null;
  state: 'current' | 'old' | 'unknown' | 'not sealed';
  values: number;
  /** Of them, those that do not open. */
  unreadable: number;
}

/** Counts the secrets by the key they are sealed with, and tries to open each of them. */
export async function countSecrets(db: Db, keyring: Keyring): Promise<KeyUse[]> {
  const uses = new Map<string | null, KeyUse>();
  const useOf = (keyId: string | null): KeyUse => {
    const use = uses.get(keyId) ?? { keyId, state: stateOf(keyring, keyId), values: 0, unreadable: 0 };
    uses.set(keyId, use);
    return use;
  };
  for (const column of SEALED_COLUMNS) {
    for await (const rows of pagesOf(db, column)) {
      for (const row of rows) countRow(keyring, column, row, useOf);
    }
  }
  return [...uses.values()].sort((a, b) => (a.state < b.state ? -1 : 1));
}

function countRow(
  keyring: Keyring,
  column: SealedColumn,
  row: SealedRow,
  useOf: (keyId: string | null) => KeyUse,
): void {
  for (const [name, text] of Object.entries(row.values)) {
    if (isLeftPlain(column, name, text)) continue;
    const use = useOf(readSealed(text)?.keyId ?? null);
    use.values += 1;
    if (keyring.open(text, placeOf(column, row, name)) === null) use.unreadable += 1;
  }
}

function stateOf(keyring: Keyring, keyId: string | null): KeyUse['state'] {
  if (keyId === null) return 'not sealed';
  if (keyId === keyring.currentKeyId) return 'current';
  return keyring.keyIds.has(keyId) ? 'old' : 'unknown';
}
