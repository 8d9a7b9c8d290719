import { MASK, maskedNames } from '../domain/secret/mask.js';
import { headerPlace, type SecretRow } from '../domain/secret/places.js';
import { checkHeadersSize } from '../domain/target/check-headers.js';
import { sealHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';

type Headers = Readonly<Record<string, string>>;

export type HeadersRefusal =
  /** The mask was sent under names that have no value to keep. */
  | { kind: 'masks_without_value'; names: string[] }
  /** With the values that are kept the headers are larger than a job may have. */
  | { kind: 'headers_too_large'; maximum: number };

export type SettledHeaders = { kind: 'settled'; headers: Record<string, string> } | HeadersRefusal;

/**
 * Settles what a job's headers become when `sent` is what its user asks for: the mask keeps the value that is stored
 * under its name. A value that is the same as before keeps its text too, so that nothing seems to have changed.
 */
export function settleHeaders(
  keyring: Keyring,
  whose: SecretRow,
  { stored, sent }: { stored: Headers | null; sent: Headers },
): SettledHeaders {
  const kept = storedTexts(stored);
  const names = maskedNames(sent).filter((name) => !kept.has(name.toLowerCase()));
  if (names.length > 0) return { kind: 'masks_without_value', names };
  const { maximum } = sizeOf(keyring, whose, { kept, sent }) ?? {};
  if (maximum !== undefined) return { kind: 'headers_too_large', maximum };
  const sealed = sealHeaders(keyring, whose, sent);
  const headers = Object.entries(sent).map(([name, value]): [string, string] => {
    const text = kept.get(name.toLowerCase());
    const isKept = text !== undefined && (value === MASK || keyring.open(text, headerPlace(whose, name)) === value);
    return [name, isKept ? text : (sealed[name] ?? '')];
  });
  return { kind: 'settled', headers: Object.fromEntries(headers) };
}

/** By lower name: the case of a header's name means nothing. */
function storedTexts(stored: Headers | null): ReadonlyMap<string, string> {
  return new Map(Object.entries(stored ?? {}).map(([name, text]) => [name.toLowerCase(), text]));
}

function sizeOf(
  keyring: Keyring,
  whose: SecretRow,
  { kept, sent }: { kept: ReadonlyMap<string, string>; sent: Headers },
): { maximum: number } | null {
  const opened = Object.entries(sent).map(([name, value]): [string, string] => {
    if (value !== MASK) return [name, value];
    return [name, keyring.open(kept.get(name.toLowerCase()) ?? '', headerPlace(whose, name)) ?? ''];
  });
  return checkHeadersSize(Object.fromEntries(opened));
}
