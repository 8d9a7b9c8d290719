import type { Db } from '../db/client.js';
import {
  replaceSealedRows,
  SEALED_COLUMNS,
  selectSealedRows,
  type SealedChange,
  type SealedColumn,
  type SealedRow,
} from '../db/queries/sealed-values.js';
import { headerPlace } from '../domain/secret/places.js';
import { isPublicHeader } from '../domain/secret/public-value.js';
import { readSealed, type SecretPlace } from '../domain/secret/sealed-text.js';
import { webhookSecretPlace } from '../domain/webhook/places.js';
import type { Keyring } from '../secrets/keyring.js';

export interface RotateOptions {
  db: Db;
  keyring: Keyring;
  /** Told after each batch how many rows have been looked at in this round. */
  onProgress?: (rows: number) => void;
}

export interface RotatedSecrets {
  /** Rows that were written. */
  rotated: number;
  /** Values that no key opens: they stay as they are. */
  unreadable: number;
  /** Rows that others kept changing until the last round; another rotation finds them. */
  left: number;
}

/** Rows that are held at once: few, so that nobody waits for them who schedules or edits jobs. */
const BATCH = 200;
const MOST_ROUNDS = 10;

/**
 * Seals every secret with the current key that is sealed with another or not at all. Rows are written only as they were
 * read; those that changed in between, or were held by somebody, are looked at again in the next round.
 */
export async function rotateSecrets(options: RotateOptions): Promise<RotatedSecrets> {
  let rotated = 0;
  for (let round = 1; ; round += 1) {
    const { found, written, unreadable } = await rotateOnce(options);
    rotated += written;
    if (found === written || round === MOST_ROUNDS) return { rotated, unreadable, left: found - written };
  }
}

interface Round {
  /** Rows that had something to seal. */
  found: number;
  written: number;
  unreadable: number;
}

async function rotateOnce({ db, keyring, onProgress }: RotateOptions): Promise<Round> {
  const round: Round = { found: 0, written: 0, unreadable: 0 };
  let seen = 0;
  for (const column of SEALED_COLUMNS) {
    for await (const rows of pagesOf(db, column)) {
      const looked = rows.map((row) => reseal(keyring, column, row));
      const changes = looked.flatMap(({ change }) => change ?? []);
      round.unreadable += looked.reduce((sum, { unreadable }) => sum + unreadable, 0);
      round.found += changes.length;
      if (changes.length > 0) round.written += await replaceSealedRows(db, column, changes);
      onProgress?.((seen += rows.length));
    }
  }
  return round;
}

/** All rows of a column, a page at a time. */
export async function* pagesOf(db: Db, column: SealedColumn): AsyncGenerator<SealedRow[]> {
  for (let afterId: string | null = null; ;) {
    const rows: SealedRow[] = await selectSealedRows(db, column, { afterId, limit: BATCH });
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

/** The place of a value in a row. */
export function placeOf(column: SealedColumn, { id, userId }: SealedRow, name: string): SecretPlace {
  if (column === 'webhooks.secret') return webhookSecretPlace({ id, userId });
  return headerPlace({ owner: userId, record: id }, name);
}

/** True for a value that nobody has to hide, and that is therefore not sealed. */
export function isLeftPlain(column: SealedColumn, name: string, text: string): boolean {
  return column !== 'webhooks.secret' && isPublicHeader(name, text);
}

function reseal(
  keyring: Keyring,
  column: SealedColumn,
  row: SealedRow,
): { change: SealedChange | null; unreadable: number } {
  let unreadable = 0;
  const fresh = (name: string, text: string): string => {
    if (readSealed(text)?.keyId === keyring.currentKeyId || isLeftPlain(column, name, text)) return text;
    const place = placeOf(column, row, name);
    const value = keyring.open(text, place);
    if (value !== null) return keyring.seal(value, place);
    unreadable += 1;
    return text;
  };
  const to = Object.fromEntries(Object.entries(row.values).map(([name, text]) => [name, fresh(name, text)]));
  const isChanged = Object.entries(to).some(([name, text]) => text !== row.values[name]);
  return { change: isChanged ? { id: row.id, from: row.values, to } : null, unreadable };
}
