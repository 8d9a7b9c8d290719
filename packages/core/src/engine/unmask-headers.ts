import { MASK, maskedNames } from '../domain/secret/mask.js';
import type { SecretRow } from '../domain/secret/places.js';
import { checkHeadersSize } from '../domain/target/check-headers.js';
import { openHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';
import type { HeadersRefusal } from './settle-headers.js';

type Headers = Readonly<Record<string, string>>;

export type UnmaskedHeaders =
  | { kind: 'opened'; headers: Record<string, string> }
  /** A stored value is there, but cannot be opened. */
  | { kind: 'unreadable' }
  | HeadersRefusal;

/** The headers of a call that is not stored: where the mask was sent stands the value that the row has under its name. */
export function unmaskHeaders(
  keyring: Keyring,
  { whose, stored, sent }: { whose: SecretRow; stored: Headers | null; sent: Headers },
): UnmaskedHeaders {
  const masked = maskedNames(sent).map((name) => name.toLowerCase());
  const kept = Object.entries(stored ?? {}).filter(([name]) => masked.includes(name.toLowerCase()));
  const opened = openHeaders(keyring, whose, Object.fromEntries(kept));
  if (opened === null) return { kind: 'unreadable' };
  // By lower name: the case of a header's name means nothing.
  const values = new Map(Object.entries(opened).map(([name, value]) => [name.toLowerCase(), value]));
  const names = maskedNames(sent).filter((name) => !values.has(name.toLowerCase()));
  if (names.length > 0) return { kind: 'masks_without_value', names };
  const headers = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      value === MASK ? (values.get(name.toLowerCase()) ?? '') : value,
    ]),
  );
  const { maximum } = checkHeadersSize(headers) ?? {};
  return maximum === undefined ? { kind: 'opened', headers } : { kind: 'headers_too_large', maximum };
}
