import { isUniform } from './weak-secret.js';

const KEY_BYTES = 32;

export type KeyProblem = 'malformed' | 'weak';

/**
 * Reads a key of 32 bytes, written as 64 hexadecimal digits or in base64. One whose bytes are too much alike is no key:
 * somebody typed it to have done with it.
 */
export function parseEncryptionKey(text: string): Uint8Array | KeyProblem {
  const bytes = readHex(text) ?? readBase64(text);
  if (bytes === null || bytes.length !== KEY_BYTES) return 'malformed';
  return isUniform(bytes) ? 'weak' : bytes;
}

/** How to say what is wrong with a key; the key itself is never repeated. */
export const describeKeyProblem: Readonly<Record<KeyProblem, string>> = {
  malformed: 'must be 32 random bytes as 64 hexadecimal digits or in base64: `openssl rand -hex 32` makes one',
  weak: 'is not random: `openssl rand -hex 32` makes a key',
};

function readHex(text: string): Uint8Array | null {
  return /^[0-9a-f]+$/i.test(text) && text.length === 2 * KEY_BYTES ? Buffer.from(text, 'hex') : null;
}

function readBase64(text: string): Uint8Array | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}
