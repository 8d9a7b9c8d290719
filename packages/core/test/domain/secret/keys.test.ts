import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parseEncryptionKey } from '../../../src/domain/secret/encryption-key.js';
import { isWeakSecret } from '../../../src/domain/secret/weak-secret.js';

describe('an encryption key', () => {
  const bytes = randomBytes(32);

  test.each(['hex', 'base64', 'base64url'] as const)('is read from %s', (encoding) => {
    expect(parseEncryptionKey(bytes.toString(encoding))).toEqual(bytes);
  });

  test.each([
    ['too short', randomBytes(31).toString('hex'), 'malformed'],
    ['too long', randomBytes(33).toString('base64'), 'malformed'],
    ['a password', 'changeme', 'malformed'],
    ['a sentence', 'correct horse battery staple, as they say', 'malformed'],
    ['all zeros', '0'.repeat(64), 'weak'],
    ['one byte over and over', Buffer.alloc(32, 7).toString('base64'), 'weak'],
    ['counting', Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex'), 'weak'],
    ['counting down', Buffer.from(Array.from({ length: 32 }, (_, i) => 99 - i)).toString('hex'), 'weak'],
    ['four bytes over and over', 'deadbeef'.repeat(8), 'weak'],
  ])('is refused: %s', (_name, text, problem) => {
    expect(parseEncryptionKey(text)).toBe(problem);
  });
});

describe('a weak secret', () => {
  test.each([
    'changeme',
    'change-me-please-now',
    'Password123!',
    'admin-admin-admin',
    'SECRET_TOKEN_2024',
    'aaaaaaaaaaaaaaaa',
  ])('is %s', (secret) => expect(isWeakSecret(secret)).toBe(true));

  test('is none that was made at random, nor a sentence of several words', () => {
    for (const encoding of ['hex', 'base64url'] as const)
      for (let i = 0; i < 1_000; i += 1) expect(isWeakSecret(randomBytes(16).toString(encoding))).toBe(false);
    expect(isWeakSecret('an-admin-token-of-more-than-32-characters')).toBe(false);
    expect(isWeakSecret('correct horse battery staple')).toBe(false);
  });
});
