import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import {
  bindingOf,
  formatSealed,
  readSealed,
  type SealedText,
  type SecretPlace,
} from '../domain/secret/sealed-text.js';

/** Seals and opens the secrets that are kept in Postgres. */
export interface Keyring {
  /** The key that new values are sealed with. */
  readonly currentKeyId: string;
  /** Every key that values can be opened with. */
  readonly keyIds: ReadonlySet<string>;
  /** Seals a value for a place: only there can it be opened again. */
  seal(value: string, place: SecretPlace): string;
  /**
   * Opens what is kept at a place. A text that was never sealed is the value itself: it is from before there were keys.
   * @returns null, after `onUnreadable` was told, for a text that was sealed with an unknown key or for another place, or
   * that was changed.
   */
  open(text: string, place: SecretPlace): string | null;
  /** A digest of a text that may hold secrets: without a key nobody can try out what they are. */
  digest(text: string): Buffer;
  /** Whether a digest is this text's, by any of the keys. */
  isDigestOf(text: string, digest: Buffer): boolean;
}

export interface Keys {
  current: Uint8Array;
  /** Only for opening. */
  old?: readonly Uint8Array[] | undefined;
}

/** Told of a value that cannot be opened; of the value itself there is only the key it names. */
export type OnUnreadable = (place: SecretPlace, keyId: string) => void;

interface Key {
  id: string;
  cipher: KeyObject;
  digest: KeyObject;
}

const VECTOR_BYTES = 12;
const TAG_BYTES = 16;

/** Makes a keyring: AES-256-GCM, each value with a random vector, bound to its place. */
export function createKeyring({ current, old = [] }: Keys, onUnreadable: OnUnreadable = () => undefined): Keyring {
  const first = toKey(current);
  const keys = new Map([first, ...old.map(toKey)].reverse().map((key) => [key.id, key]));
  const open = (sealed: SealedText, place: SecretPlace): string | null => {
    const key = keys.get(sealed.keyId);
    const value = key === undefined ? null : decrypt(key, sealed.payload, place);
    if (value === null) onUnreadable(place, sealed.keyId);
    return value;
  };
  return {
    currentKeyId: first.id,
    keyIds: new Set(keys.keys()),
    seal: (value, place) => formatSealed({ keyId: first.id, payload: encrypt(first, value, place) }),
    open(text, place) {
      const sealed = readSealed(text);
      return sealed === null ? text : open(sealed, place);
    },
    digest: (text) => digestWith(first, text),
    isDigestOf: (text, digest) =>
      [...keys.values()].some((key) => {
        const own = digestWith(key, text);
        return own.length === digest.length && timingSafeEqual(own, digest);
      }),
  };
}

/** Names a key without telling anything of it: the first 8 hexadecimal digits of its SHA-256. */
export function keyIdOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

function toKey(bytes: Uint8Array): Key {
  const digest = Buffer.from(hkdfSync('sha256', bytes, '', 'carillon digest', 32));
  return { id: keyIdOf(bytes), cipher: createSecretKey(bytes), digest: createSecretKey(digest) };
}

function encrypt(key: Key, value: string, place: SecretPlace): string {
  const vector = randomBytes(VECTOR_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.cipher, vector).setAAD(Buffer.from(bindingOf(place)));
  const text = [cipher.update(value, 'utf8'), cipher.final()];
  return Buffer.concat([vector, ...text, cipher.getAuthTag()]).toString('base64url');
}

function decrypt(key: Key, payload: string, place: SecretPlace): string | null {
  const bytes = Buffer.from(payload, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key.cipher, bytes.subarray(0, VECTOR_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(bindingOf(place))).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(VECTOR_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // The tag does not fit: changed, or sealed for another place.
    return null;
  }
}

function digestWith(key: Key, text: string): Buffer {
  return createHmac('sha256', key.digest).update(text).digest();
}
