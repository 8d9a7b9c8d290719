import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { SecretPlace } from '../../src/domain/secret/sealed-text.js';
import { openHeaders, sealHeaders, showHeaders } from '../../src/secrets/headers.js';
import { createKeyring, keyIdOf } from '../../src/secrets/keyring.js';

const PLACE: SecretPlace = { owner: 'user_a', record: 'job-1', field: 'headers.authorization' };
const VALUE = 'Bearer canary-ü-0123456789';

const key = randomBytes(32);
const keyring = createKeyring({ current: key });

describe('a sealed value', () => {
  test('opens where it was sealed for, and is another text each time', () => {
    const texts = [keyring.seal(VALUE, PLACE), keyring.seal(VALUE, PLACE)];
    expect(new Set(texts).size).toBe(2);
    for (const text of texts) {
      expect(text).toMatch(new RegExp(`^v1\\.${keyIdOf(key)}\\.[\\w-]+$`));
      expect(text).not.toContain('canary');
      expect(keyring.open(text, PLACE)).toBe(VALUE);
    }
    expect(keyring.open(keyring.seal('', PLACE), PLACE)).toBe('');
  });

  test.each<[string, Partial<SecretPlace>]>([
    ['of another user', { owner: 'user_b' }],
    ['of another row', { record: 'job-2' }],
    ['under another name', { field: 'headers.cookie' }],
  ])('does not open in a place %s', (_name, other) => {
    expect(keyring.open(keyring.seal(VALUE, PLACE), { ...PLACE, ...other })).toBeNull();
  });

  test('does not open when any byte of it was changed', () => {
    const [version, id, payload = ''] = keyring.seal(VALUE, PLACE).split('.');
    const bytes = Buffer.from(payload, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(keyring.open(`${version}.${id}.${changed.toString('base64url')}`, PLACE)).toBeNull();
    }
    expect(keyring.open(`${version}.${id}.${bytes.subarray(0, 28).toString('base64url')}`, PLACE)).toBeNull();
  });

  test('opens with an old key as long as there is one, and new values are sealed with the current one', () => {
    const sealed = keyring.seal(VALUE, PLACE);
    const next = randomBytes(32);
    const both = createKeyring({ current: next, old: [key, next] });
    expect(both.open(sealed, PLACE)).toBe(VALUE);
    expect(both.seal(VALUE, PLACE)).toContain(keyIdOf(next));
    expect([...both.keyIds].sort()).toEqual([keyIdOf(key), keyIdOf(next)].sort());
    const told: unknown[] = [];
    const without = createKeyring({ current: next }, (...facts) => told.push(facts));
    expect(without.open(sealed, PLACE)).toBeNull();
    expect(told).toEqual([[PLACE, keyIdOf(key)]]);
  });

  test('a text that never was sealed is the value itself', () => {
    for (const text of ['Bearer plain', '', 'v1.deadbeef.short', 'v2.deadbeef.'.padEnd(80, 'A')])
      expect(keyring.open(text, PLACE)).toBe(text);
  });
});

test('a digest is told by any of the keys, and by no other text', () => {
  const old = keyring.digest('draft');
  const both = createKeyring({ current: randomBytes(32), old: [key] });
  expect([old, both.digest('draft')].map((digest) => both.isDigestOf('draft', digest))).toEqual([true, true]);
  expect(both.isDigestOf('other', old)).toBe(false);
  expect(keyring.isDigestOf('draft', both.digest('draft'))).toBe(false);
  expect(keyring.isDigestOf('draft', Buffer.alloc(3))).toBe(false);
});

describe('headers', () => {
  const whose = { owner: 'user_a', record: 'job-1' };
  const headers = { Authorization: VALUE, 'Content-Type': 'application/json', 'x-trace': 'application/json' };
  const sealed = sealHeaders(keyring, whose, headers);

  test('are sealed, but for what everybody sends', () => {
    expect(sealed['Content-Type']).toBe('application/json');
    expect(sealed['Authorization']).toMatch(/^v1\./);
    expect(sealed['x-trace']).toMatch(/^v1\./);
    expect(sealHeaders(keyring, whose, { 'content-type': 'my secret' })['content-type']).toMatch(/^v1\./);
    expect(sealHeaders(keyring, whose, { constructor: 'x' })['constructor']).toMatch(/^v1\./);
  });

  test('open for their row whatever the case of their names; of another row none does', () => {
    expect(openHeaders(keyring, whose, sealed)).toEqual(headers);
    expect(openHeaders(keyring, whose, { AUTHORIZATION: sealed['Authorization'] ?? '' })).toEqual({
      AUTHORIZATION: VALUE,
    });
    expect(openHeaders(keyring, { ...whose, record: 'job-2' }, sealed)).toBeNull();
  });

  test('show a mask where one cannot be opened', () => {
    expect(showHeaders(keyring, whose, sealed)).toEqual(headers);
    const moved = { ...headers, Authorization: '********', 'x-trace': '********' };
    expect(showHeaders(keyring, { ...whose, owner: 'user_b' }, sealed)).toEqual(moved);
  });
});
