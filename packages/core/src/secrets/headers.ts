import { isPublicHeader } from '../domain/secret/public-value.js';
import { MASK } from '../domain/secret/mask.js';
import { headerPlace, type SecretRow } from '../domain/secret/places.js';
import { maybeSealed } from '../domain/secret/sealed-text.js';
import type { Keyring } from './keyring.js';

type Headers = Readonly<Record<string, string>>;

/** Seals the values of headers for their row; what says nothing about anybody stays as it is. */
export function sealHeaders(keyring: Keyring, whose: SecretRow, headers: Headers): Record<string, string> {
  return mapValues(headers, (name, value) =>
    isPublicHeader(name, value) ? value : keyring.seal(value, headerPlace(whose, name)),
  );
}

/** Opens the headers of a row for their call; null when one of them cannot be opened. */
export function openHeaders(keyring: Keyring, whose: SecretRow, headers: Headers): Record<string, string> | null {
  const opened: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    const value = maybeSealed(text) ? keyring.open(text, headerPlace(whose, name)) : text;
    if (value === null) return null;
    opened[name] = value;
  }
  return opened;
}

/** Opens the headers of a row for somebody who may see them; a mask stands for one that cannot be opened. */
export function showHeaders(keyring: Keyring, whose: SecretRow, headers: Headers): Record<string, string> {
  return mapValues(headers, (name, text) => keyring.open(text, headerPlace(whose, name)) ?? MASK);
}

function mapValues(headers: Headers, map: (name: string, value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, map(name, value)]));
}
